package dev.pulmu.study;

import dev.pulmu.plots.FewDigits;
import dev.pulmu.study.Expectation.Band;
import dev.pulmu.study.Expectation.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The judgement of an expectation: whether the results agree with it.
 *
 * @param quantity what it was about
 * @param expected what was expected, as text
 * @param came what came, as text: the mean over seeds and its deviation
 * @param deviation how far off the expected value, as text; empty where there is none
 * @param source where the expectation comes from
 */
public record Verdict(
    String quantity,
    String expected,
    String came,
    String deviation,
    String source,
    Outcome outcome) {
  /** The outcome for an expectation. */
  public enum Outcome {
    HOLDS,
    FAILS,
    /** It is about MNIST, and this is another data set. */
    LEFT_OUT
  }

  /** The outcome in words; a failure is to be seen. */
  public String outcomeText() {
    return switch (outcome) {
      case HOLDS -> "holds";
      case FAILS -> "FAILS";
      case LEFT_OUT -> "left out";
    };
  }

  /** Judges an expectation by the means over seeds. */
  public static Verdict of(Expectation expectation, List<Observation> seeds, boolean mnist) {
    Outcome leftOut = expectation.ofMnist() && !mnist ? Outcome.LEFT_OUT : null;
    return expectation.match(band -> of(band, seeds, leftOut), order -> of(order, seeds, leftOut));
  }

  private static Verdict of(Band band, List<Observation> seeds, Outcome leftOut) {
    Spread spread = Spread.of(seeds, band.quantity());
    boolean holds = spread.mean() >= band.low() && spread.mean() <= band.high();
    boolean known = !Double.isNaN(band.expected());
    return new Verdict(
        band.quantity(),
        known ? number(band.expected()) + " " + around(band) : range(band),
        spread.text(),
        known ? String.format(Locale.ROOT, "%+.2g", spread.mean() - band.expected()) : "",
        band.source(),
        leftOut != null ? leftOut : holds ? Outcome.HOLDS : Outcome.FAILS);
  }

  private static Verdict of(Order order, List<Observation> seeds, Outcome leftOut) {
    List<String> came = new ArrayList<>();
    boolean holds = true;
    double before = Double.NEGATIVE_INFINITY;
    for (String quantity : order.quantities()) {
      Spread spread = Spread.of(seeds, quantity);
      holds &= spread.mean() > before;
      before = spread.mean();
      came.add(spread.text());
    }
    return new Verdict(
        String.join(" < ", order.quantities()),
        "ascending",
        String.join(", ", came),
        "",
        order.source(),
        leftOut != null ? leftOut : holds ? Outcome.HOLDS : Outcome.FAILS);
  }

  /**
   * How far from the expected value a quantity may be: on both sides alike, or from where to where.
   */
  private static String around(Band band) {
    double below = band.expected() - band.low();
    double above = band.high() - band.expected();
    return Math.abs(above - below) <= 1e-9 * Math.max(1, Math.abs(band.expected()))
        ? "±" + FewDigits.text(above, 3)
        : "(" + range(band) + ")";
  }

  private static String range(Band band) {
    if (Double.isInfinite(band.low())) {
      return "at most " + number(band.high());
    }
    return Double.isInfinite(band.high())
        ? "at least " + number(band.low())
        : number(band.low()) + " to " + number(band.high());
  }

  /** Six significant digits, without what is only zeros. */
  static String number(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value).replace("Infinity", "∞");
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int places = Math.max(0, Math.min(6, 5 - (int) Math.floor(StrictMath.log10(size))));
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
