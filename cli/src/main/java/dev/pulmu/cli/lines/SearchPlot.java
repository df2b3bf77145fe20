package dev.pulmu.cli.lines;

import dev.pulmu.files.AtomicFile;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Drawing;
import dev.pulmu.plots.Picture;
import dev.pulmu.search.SearchResult;
import dev.pulmu.search.Trial;
import dev.pulmu.search.Trial.Point;
import dev.pulmu.text.Numbers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Draws the learning curves of a search's best trials, one small chart each, the best first, all on
 * one scale: accuracy where answers are right or wrong, otherwise loss.
 */
public record SearchPlot(List<Trial> best) {
  static final String PNG = "search.png";
  static final String SVG = "search.svg";

  /** How many trials are drawn at most. */
  static final int MOST = 20;

  private static final int COLUMNS = 5;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 260;

  /** Letters that a title of three lines has room for. */
  private static final int LETTERS = 110;

  /**
   * Writes {@link #PNG} and {@link #SVG}; nothing if no trial has come to the end of an epoch.
   *
   * @return whether there was something to draw
   * @throws java.io.UncheckedIOException naming the file that cannot be written
   */
  public static boolean write(SearchResult result, Path directory) {
    System.setProperty("java.awt.headless", "true");
    SearchPlot plot = new SearchPlot(result.ranking().stream()
        .filter(trial -> !trial.curve().isEmpty())
        .limit(MOST)
        .toList());
    if (plot.best.isEmpty()) {
      return false;
    }
    Picture picture = plot.picture();
    byte[] svg = Drawing.svg(picture).getBytes(StandardCharsets.UTF_8);
    byte[] png = Drawing.png(picture, 1);
    AtomicFile.write(directory.resolve(PNG), out -> out.write(png));
    AtomicFile.write(directory.resolve(SVG), out -> out.write(svg));
    return true;
  }

  private Picture picture() {
    List<Chart> charts = new ArrayList<>();
    for (int rank = 0; rank < best.size(); rank++) {
      charts.add(chart(rank));
    }
    return new Picture("search", "", Math.min(COLUMNS, best.size()), WIDTH, HEIGHT, charts);
  }

  private Chart chart(int rank) {
    Trial trial = best.get(rank);
    Axis epochs = Axis.of("epochs").between(0, epochs());
    if (trial.curve().get(0).validationAccuracy().isPresent()) {
      return new Chart(title(rank), epochs, Axis.of("accuracy").between(0, 1.02))
          .line("training", curve(trial, point -> point.trainAccuracy().orElse(0)))
          .line("validation", curve(trial, point -> point.validationAccuracy().orElse(0)));
    }
    return new Chart(title(rank), epochs, Axis.of("loss").between(0, largestLoss()))
        .line("training", curve(trial, Point::trainLoss))
        .line("validation", curve(trial, Point::validationLoss));
  }

  private static Curve curve(Trial trial, ToDoubleFunction<Point> value) {
    return Curve.from(1, trial.curve().stream().mapToDouble(value).toArray());
  }

  private int epochs() {
    return best.stream().mapToInt(trial -> trial.curve().size()).max().orElseThrow();
  }

  /**
   * The top of the scale of losses, the same for all charts: the last epochs of the best trials
   * decide it, not a trial's first epoch, which may be far off.
   */
  private double largestLoss() {
    return 2
        * best.stream()
            .mapToDouble(trial -> trial.curve().get(trial.curve().size() - 1).validationLoss())
            .max()
            .orElseThrow();
  }

  private String title(int rank) {
    Trial trial = best.get(rank);
    String values = trial.values().entrySet().stream()
        .map(value -> value.getKey() + " " + Numbers.text(value.getValue()))
        .collect(Collectors.joining(", "));
    String title = "#" + (rank + 1) + ", trial " + trial.number() + ": " + values;
    return title.length() <= LETTERS ? title : title.substring(0, LETTERS - 1) + "…";
  }
}
