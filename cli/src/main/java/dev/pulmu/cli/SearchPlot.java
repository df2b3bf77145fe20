package dev.pulmu.cli;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.pulmu.model.AtomicFile;
import dev.pulmu.search.SearchResult;
import dev.pulmu.search.Trial;
import dev.pulmu.search.Trial.Point;
import dev.pulmu.text.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The learning curves of a search's best trials, one small chart each, the best first: accuracy
 * where answers are right or wrong, otherwise loss. Colours are Okabe and Ito's (2008).
 */
final class SearchPlot {
  static final String PNG = "search.png";
  static final String SVG = "search.svg";

  private static final int MOST_LETTERS = 56;

  /** How many trials are drawn at most. */
  static final int MOST = 20;

  private static final Color VALIDATION = new Color(0x0072B2);
  private static final Color TRAINING = new Color(0xD55E00);
  private static final Color GRID = new Color(0xDDDDDD);
  private static final BasicStroke THICK = new BasicStroke(2.5f);
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
  private static final int COLUMNS = 5;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 230;

  /** Left, above and below a chart, for texts that are ours: XChart's are outlines in an SVG. */
  private static final int TEXT = 18;

  private static final int HEADING = 56;
  private static final int MARGIN = 16;

  private final SearchResult result;
  private final List<Trial> best;
  private final boolean judged;

  private SearchPlot(SearchResult result) {
    this.result = result;
    this.best = result.ranking().stream()
        .filter(trial -> !trial.curve().isEmpty())
        .limit(MOST)
        .toList();
    this.judged = best.stream()
        .anyMatch(trial -> trial.curve().get(0).validationAccuracy().isPresent());
  }

  /**
   * Writes {@link #PNG} and {@link #SVG}; nothing if no trial has come to the end of an epoch.
   *
   * @return whether there was something to draw
   * @throws java.io.UncheckedIOException naming the file that cannot be written
   */
  static boolean write(SearchResult result, Path directory) {
    System.setProperty("java.awt.headless", "true");
    SearchPlot plot = new SearchPlot(result);
    if (plot.best.isEmpty()) {
      return false;
    }
    plot.writePng(directory.resolve(PNG));
    plot.writeSvg(directory.resolve(SVG));
    return true;
  }

  private int width() {
    return 2 * MARGIN + WIDTH * Math.min(COLUMNS, Math.max(3, best.size()));
  }

  private int height() {
    return HEADING + MARGIN + HEIGHT * ((best.size() + COLUMNS - 1) / COLUMNS);
  }

  private void writePng(Path file) {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    draw(g);
    g.dispose();
    AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
  }

  private void writeSvg(Path file) {
    VectorGraphics2D g = new VectorGraphics2D();
    draw(g);
    PageSize page = new PageSize(0, 0, width(), height());
    AtomicFile.write(
        file, out -> Processors.get("svg").getDocument(g.getCommands(), page).writeTo(out));
  }

  private void draw(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    int trials = result.ranking().size();
    g.drawString(
        "The best " + best.size() + " of " + trials + " trials on "
            + result.dataset().name(),
        MARGIN,
        24);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    legend(g, MARGIN, VALIDATION, THICK, "validation rows");
    legend(g, MARGIN + 170, TRAINING, THIN, "training rows, during the epoch");
    AffineTransform origin = g.getTransform();
    for (int i = 0; i < best.size(); i++) {
      g.translate(MARGIN + i % COLUMNS * WIDTH, HEADING + i / COLUMNS * HEIGHT);
      panel(g, i);
      g.setTransform(origin);
    }
  }

  private void panel(Graphics2D g, int rank) {
    AffineTransform corner = g.getTransform();
    g.translate(TEXT, TEXT);
    chart(best.get(rank)).paint(g, WIDTH - TEXT, HEIGHT - 2 * TEXT);
    g.setTransform(corner);
    g.setColor(Color.BLACK);
    g.setFont(SMALL);
    g.drawString(title(rank), TEXT, 12);
    g.drawString("epochs", WIDTH / 2, HEIGHT - TEXT + 6);
    g.rotate(-Math.PI / 2);
    g.drawString(judged ? "accuracy" : "loss", -HEIGHT / 2 - 20, 12);
    g.setTransform(corner);
  }

  private static void legend(Graphics2D g, int x, Color color, BasicStroke stroke, String text) {
    g.setColor(color);
    g.setStroke(stroke);
    g.draw(new Line2D.Double(x, 42, x + 36, 42));
    g.setColor(Color.BLACK);
    g.drawString(text, x + 44, 47);
  }

  private XYChart chart(Trial trial) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH - TEXT).height(HEIGHT - 2 * TEXT).build();
    chart
        .getStyler()
        .setPlotGridLinesColor(GRID)
        .setAxisTitlesVisible(false)
        .setAxisTickLabelsFont(SMALL.deriveFont(9f))
        .setXAxisMin(0.0)
        .setXAxisMax((double) epochs())
        .setXAxisMaxLabelCount(6)
        .setYAxisTickMarkSpacingHint(30)
        .setLegendVisible(false)
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setChartPadding(4);
    if (judged) {
      chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
      line(
          chart,
          "training",
          trial,
          TRAINING,
          THIN,
          point -> point.trainAccuracy().orElse(0));
      line(
          chart,
          "validation",
          trial,
          VALIDATION,
          THICK,
          point -> point.validationAccuracy().orElse(0));
    } else {
      chart.getStyler().setYAxisMin(0.0).setYAxisMax(largestLoss());
      line(chart, "training", trial, TRAINING, THIN, Point::trainLoss);
      line(chart, "validation", trial, VALIDATION, THICK, Point::validationLoss);
    }
    return chart;
  }

  private static void line(
      XYChart chart,
      String name,
      Trial trial,
      Color color,
      BasicStroke stroke,
      ToDoubleFunction<Point> value) {
    double[] x = IntStream.rangeClosed(1, trial.curve().size()).asDoubleStream().toArray();
    double[] y = trial.curve().stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(color).setLineStyle(stroke);
    series.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(color);
  }

  private int epochs() {
    return best.stream().mapToInt(trial -> trial.curve().size()).max().orElseThrow();
  }

  /** The same scale for all, which the best trials' last epochs decide, not somebody's first. */
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
    return title.length() <= MOST_LETTERS ? title : title.substring(0, MOST_LETTERS - 1) + "…";
  }
}
