package dev.pulmu.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chart as data: lines over two axes; {@link Picture} puts charts side by side.
 *
 * @param title a line above it; empty for none
 * @param lines later ones are drawn over earlier ones
 */
public record Chart(String title, Axis x, Axis y, List<Line> lines) {
  public Chart {
    lines = List.copyOf(lines);
  }

  /** An empty chart. */
  public Chart(String title, Axis x, Axis y) {
    this(title, x, y, List.of());
  }

  /** How a line looks. */
  public enum Style {
    /** A line, told apart by colour and dashes. */
    LINE,
    /** A thin line with a marker at every point: a path, whose steps are to be seen. */
    PATH,
    /** Markers without a line. */
    POINTS,
    /** Thin, grey and without a name in the legend: contours, arrows, a net. */
    BACKGROUND,
    /** A filled outline of columns. */
    COLUMNS
  }

  /**
   * A line.
   *
   * @param name in the legend; empty where the chart's title says it
   * @param colour place in the list of colours, dashes and markers: the same number looks the same
   *     in every chart of a picture
   */
  public record Line(String name, Curve curve, Style style, int colour) {}

  /**
   * An axis.
   *
   * @param label what it shows, with its unit where it has one
   * @param numbered whether its values are written beside it
   * @param low where it begins; empty: where the data does
   */
  public record Axis(
      String label,
      boolean logarithmic,
      boolean numbered,
      Optional<Double> low,
      Optional<Double> high) {
    /** From the least value to the largest. */
    public static Axis of(String label) {
      return new Axis(label, false, true, Optional.empty(), Optional.empty());
    }

    /** In powers of ten. */
    public static Axis logarithmic(String label) {
      return new Axis(label, true, true, Optional.empty(), Optional.empty());
    }

    /** Without numbers: a direction only. */
    public static Axis without(String label) {
      return new Axis(label, false, false, Optional.empty(), Optional.empty());
    }

    /** This axis between two values. */
    public Axis between(double low, double high) {
      return new Axis(label, logarithmic, numbered, Optional.of(low), Optional.of(high));
    }
  }

  /** This chart and one more line, in the colour after those that have names. */
  public Chart with(String name, Curve curve, Style style) {
    int named =
        (int) lines.stream().filter(line -> line.style != Style.BACKGROUND).count();
    return with(name, curve, style, named);
  }

  /** This chart and one more line, in a colour by its place. */
  public Chart with(String name, Curve curve, Style style, int colour) {
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(name, curve, style, colour));
    return new Chart(title, x, y, more);
  }

  /** This chart and one more line. */
  public Chart line(String name, Curve curve) {
    return with(name, curve, Style.LINE);
  }

  /** This chart and something grey behind what follows. */
  public Chart behind(Curve curve) {
    return with("", curve, Style.BACKGROUND);
  }
}
