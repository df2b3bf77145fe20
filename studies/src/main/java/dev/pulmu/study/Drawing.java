package dev.pulmu.study;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.pulmu.study.Chart.Axis;
import dev.pulmu.study.Chart.Line;
import dev.pulmu.study.Chart.Style;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures as files, drawn by XChart; no screen is needed. */
final class Drawing {
  /** Colours that people tell apart who see fewer of them (Okabe and Ito 2008), dark ones first. */
  private static final List<Color> COLOURS = List.of(
      new Color(0x0072B2),
      new Color(0xD55E00),
      new Color(0x009E73),
      new Color(0xCC79A7),
      new Color(0x000000),
      new Color(0xE69F00),
      new Color(0x56B4E9));

  private static final List<float[]> DASHES = List.of(
      new float[] {1, 0}, new float[] {8, 4}, new float[] {2, 3}, new float[] {10, 3, 2, 3});

  private static final List<Marker> MARKERS = List.of(
      SeriesMarkers.CIRCLE,
      SeriesMarkers.TRIANGLE_UP,
      SeriesMarkers.SQUARE,
      SeriesMarkers.DIAMOND,
      SeriesMarkers.CROSS,
      SeriesMarkers.TRIANGLE_DOWN,
      SeriesMarkers.PLUS);

  private static final Pattern FINER = Pattern.compile("(\\d\\.\\d\\d)\\d+");

  private static final Color GREY = new Color(0xB0B0B0);

  private Drawing() {}

  /** The picture as SVG; a hundredth of a pixel is all that can be seen. */
  static String svg(Picture picture) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    paint(picture, graphics);
    int width = picture.columns() * picture.width();
    int height = picture.rows() * picture.height();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(graphics.getCommands(), new PageSize(0, 0, width, height))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return FINER.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("$1");
  }

  /**
   * The picture as PNG.
   *
   * @param scale 1 for its own size
   */
  static byte[] png(Picture picture, double scale) {
    BufferedImage image = new BufferedImage(
        (int) Math.round(picture.columns() * picture.width() * scale),
        (int) Math.round(picture.rows() * picture.height() * scale),
        BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(scale, scale);
    paint(picture, graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void paint(Picture picture, Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.columns() * picture.width(), picture.rows() * picture.height());
    for (int i = 0; i < picture.charts().size(); i++) {
      Graphics2D place = (Graphics2D) graphics.create();
      place.translate(
          i % picture.columns() * picture.width(), i / picture.columns() * picture.height());
      chart(picture.charts().get(i), picture.width(), picture.height())
          .paint(place, picture.width(), picture.height());
      place.dispose();
    }
  }

  private static XYChart chart(Chart chart, int width, int height) {
    XYChart drawn = new XYChart(width, height, ChartTheme.XChart);
    drawn.setTitle(chart.title());
    drawn.setXAxisTitle(chart.x().label());
    drawn.setYAxisTitle(chart.y().label());
    XYStyler style = drawn.getStyler();
    style.setLocale(Locale.ROOT);
    style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setChartTitleBoxVisible(false);
    style.setChartTitleVisible(!chart.title().isEmpty());
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(new Color(0xE8E8E8));
    style.setPlotContentSize(1);
    style.setMarkerSize(5);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendLayout(LegendLayout.Vertical);
    style.setLegendPosition(LegendPosition.OutsideE);
    long named = chart.lines().stream().filter(Drawing::isNamed).count();
    style.setLegendVisible(named > 0);
    axes(style, chart.x(), chart.y());
    for (int i = 0; i < chart.lines().size(); i++) {
      Line line = chart.lines().get(i);
      add(drawn, line, isNamed(line) ? line.name() : "background " + i);
    }
    return drawn;
  }

  private static boolean isNamed(Line line) {
    return line.style() != Style.BACKGROUND && !line.name().isEmpty();
  }

  private static void axes(XYStyler style, Axis x, Axis y) {
    style.setXAxisLogarithmic(x.logarithmic());
    style.setYAxisLogarithmic(y.logarithmic());
    x.low().ifPresent(style::setXAxisMin);
    x.high().ifPresent(style::setXAxisMax);
    y.low().ifPresent(style::setYAxisMin);
    y.high().ifPresent(style::setYAxisMax);
  }

  private static void add(XYChart drawn, Line line, String name) {
    XYSeries series = drawn.addSeries(name, line.curve().x(), line.curve().y());
    Color colour = COLOURS.get(line.colour() % COLOURS.size());
    series.setShowInLegend(isNamed(line));
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(stroke(1.8f, new float[] {1, 0}));
    Marker marker = MARKERS.get(line.colour() % MARKERS.size());
    switch (line.style()) {
      case LINE -> series.setLineStyle(stroke(1.8f, DASHES.get(line.colour() % DASHES.size())));
      case PATH -> {
        series.setLineStyle(stroke(1f, new float[] {1, 0}));
        series.setMarker(marker);
      }
      case POINTS -> {
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(marker);
      }
      case BACKGROUND -> {
        series.setLineStyle(stroke(0.8f, new float[] {1, 0}));
        series.setLineColor(GREY);
      }
      case COLUMNS -> {
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
        series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 110));
        series.setLineStyle(stroke(1f, new float[] {1, 0}));
      }
      default -> throw new IllegalStateException("a style without a look: " + line.style());
    }
  }

  private static BasicStroke stroke(float width, float[] dash) {
    return dash[1] == 0
        ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
        : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }
}
