package dev.pulmu.plots;

import dev.pulmu.plots.Chart.Axis;
import dev.pulmu.plots.Chart.Line;
import dev.pulmu.plots.Chart.Style;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Turns a chart into one of JFreeChart, with the look of every line. */
final class DrawnChart {
  private static final List<float[]> DASHES = List.of(
      new float[] {1, 0},
      new float[] {9, 4},
      new float[] {2, 3},
      new float[] {11, 3, 2, 3},
      new float[] {18, 3},
      new float[] {5, 2},
      new float[] {9, 3, 2, 3, 2, 3});

  private static final Color GREY = new Color(0xB4B4B4);
  private static final Color GRID = new Color(0xE8E8E8);

  /** Labels beside each other want more room than labels above each other. */
  private static final RectangleInsets BESIDE = new RectangleInsets(2, 12, 2, 12);

  static {
    TextUtils.setUseDrawRotatedStringWorkaround(false); // it makes outlines of upright labels
  }

  private DrawnChart() {}

  static JFreeChart of(Chart chart) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYSeriesCollection areas = new XYSeriesCollection();
    XYAreaRenderer filler = new XYAreaRenderer(XYAreaRenderer.AREA);
    filler.setDefaultSeriesVisibleInLegend(false);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    for (int i = 0; i < chart.lines().size(); i++) {
      Line line = chart.lines().get(i);
      data.addSeries(series(i, line));
      if (line.style() == Style.COLUMNS) {
        filler.setSeriesPaint(areas.getSeriesCount(), light(line.colour()));
        areas.addSeries(series(i, line));
      }
      style(renderer, i, line);
    }
    ValueAxis x = axis(chart.x(), data.getDomainBounds(false));
    x.setTickLabelInsets(BESIDE);
    XYPlot plot = new XYPlot(data, x, axis(chart.y(), data.getRangeBounds(false)), renderer);
    plot.setDataset(1, areas); // behind the lines
    plot.setRenderer(1, filler);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlinesVisible(chart.x().numbered());
    plot.setRangeGridlinesVisible(chart.y().numbered());
    plot.setDomainGridlineStroke(new BasicStroke(1));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    JFreeChart drawn = new JFreeChart(null, null, plot, false);
    drawn.setBackgroundPaint(Color.WHITE);
    drawn.setPadding(new RectangleInsets(8, 8, 8, 14));
    if (!chart.title().isEmpty()) {
      drawn.setTitle(new TextTitle(chart.title(), font(Font.BOLD, 13)));
    }
    if (chart.lines().stream().anyMatch(DrawnChart::isNamed)) {
      LegendTitle legend = new LegendTitle(plot);
      legend.setItemFont(font(Font.PLAIN, 12));
      legend.setPosition(RectangleEdge.BOTTOM);
      legend.setFrame(BlockBorder.NONE);
      drawn.addSubtitle(legend);
    }
    return drawn;
  }

  private static XYSeries series(int index, Line line) {
    XYSeries series = new XYSeries(isNamed(line) ? line.name() : "behind " + index, false, true);
    for (int i = 0; i < line.curve().size(); i++) {
      series.add(line.curve().x()[i], line.curve().y()[i], false);
    }
    return series;
  }

  private static boolean isNamed(Line line) {
    return line.style() != Style.BACKGROUND && !line.name().isEmpty();
  }

  private static ValueAxis axis(Axis axis, Range data) {
    ValueAxis drawn = axis.logarithmic() ? logarithmic(axis, data) : number(axis);
    drawn.setLabelFont(font(Font.PLAIN, 12));
    drawn.setTickLabelFont(font(Font.PLAIN, 11));
    drawn.setTickLabelsVisible(axis.numbered());
    drawn.setTickMarksVisible(axis.numbered());
    drawn.setLowerMargin(0.02);
    drawn.setUpperMargin(0.02);
    axis.low().ifPresent(drawn::setLowerBound);
    axis.high().ifPresent(drawn::setUpperBound);
    return drawn;
  }

  private static ValueAxis number(Axis axis) {
    NumberAxis number = new NumberAxis(axis.label());
    number.setAutoRangeIncludesZero(false);
    number.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    return number;
  }

  /** Labels at powers of ten, if there are at least two of them. */
  private static ValueAxis logarithmic(Axis axis, Range data) {
    LogAxis log = new LogAxis(axis.label());
    log.setBase(10);
    double low = axis.low().orElse(data.getLowerBound());
    double high = axis.high().orElse(data.getUpperBound());
    if (Math.floor(StrictMath.log10(high)) - Math.ceil(StrictMath.log10(low)) >= 1) {
      log.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    }
    log.setNumberFormatOverride(new FewDigits());
    return log;
  }

  private static void style(XYLineAndShapeRenderer renderer, int index, Line line) {
    Color colour = line.style() == Style.BACKGROUND ? GREY : Palette.colour(line.colour());
    renderer.setSeriesPaint(index, colour);
    renderer.setSeriesVisibleInLegend(index, isNamed(line));
    renderer.setSeriesLinesVisible(index, line.style() != Style.POINTS);
    renderer.setSeriesShapesVisible(
        index, line.style() == Style.PATH || line.style() == Style.POINTS);
    renderer.setSeriesShape(index, marker(line.colour()));
    renderer.setSeriesStroke(
        index,
        switch (line.style()) {
          case LINE -> stroke(1.8f, DASHES.get(isNamed(line) ? line.colour() % DASHES.size() : 0));
          case BACKGROUND -> stroke(0.7f, DASHES.get(0));
          default -> stroke(1, DASHES.get(0));
        });
    renderer.setLegendLine(new Line2D.Double(-14, 0, 14, 0));
  }

  private static Color light(int colour) {
    Color dark = Palette.colour(colour);
    return new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 90);
  }

  private static Shape marker(int colour) {
    double r = 2.4;
    return switch (colour % 7) {
      case 0 -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
      case 1 -> polygon(0, -r - 1, r + 0.5, r, -r - 0.5, r);
      case 2 -> new Rectangle2D.Double(-r, -r, 2 * r, 2 * r);
      case 3 -> polygon(0, -r - 1, r + 1, 0, 0, r + 1, -r - 1, 0);
      case 4 ->
        polygon(-r, -1, -1, -1, -1, -r, 1, -r, 1, -1, r, -1, r, 1, 1, 1, 1, r, -1, r, -1, 1, -r, 1);
      case 5 -> polygon(0, r + 1, r + 0.5, -r, -r - 0.5, -r);
      default -> new Ellipse2D.Double(-1.5, -1.5, 3, 3);
    };
  }

  private static Shape polygon(double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static BasicStroke stroke(float width, float[] dash) {
    return dash[1] == 0
        ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
        : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
