package dev.pulmu.study.plane;

import dev.pulmu.descent.Objective;
import dev.pulmu.plots.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of two numbers over a rectangle of the plane; draws its contours and surface.
 *
 * @param function of two numbers
 */
record Landscape(Objective function, double left, double right, double bottom, double top) {
  private static final int CELLS = 80;

  double value(double x, double y) {
    return function.valueAndGradient(new double[] {x, y}, new double[2]);
  }

  /** The lines on which the function has these values (marching squares). */
  Curve contours(double... levels) {
    List<double[]> points = new ArrayList<>();
    for (double level : levels) {
      for (int row = 0; row < CELLS; row++) {
        for (int column = 0; column < CELLS; column++) {
          cell(column, row, level, points);
        }
      }
    }
    return broken(points);
  }

  /** Where a level crosses a cell: pairs of crossed edges, two at a saddle. */
  private void cell(int column, int row, double level, List<double[]> points) {
    double[][] corners = {
      corner(column, row),
      corner(column + 1, row),
      corner(column + 1, row + 1),
      corner(column, row + 1)
    };
    List<double[]> crossed = new ArrayList<>();
    for (int edge = 0; edge < 4; edge++) {
      double[] a = corners[edge];
      double[] b = corners[(edge + 1) % 4];
      if (a[2] < level != b[2] < level) {
        double share = (level - a[2]) / (b[2] - a[2]);
        crossed.add(new double[] {a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])});
      }
    }
    for (int i = 0; i + 1 < crossed.size(); i += 2) {
      stretch(points, crossed.get(i), crossed.get(i + 1));
    }
  }

  private double[] corner(int column, int row) {
    double x = left + (right - left) * column / CELLS;
    double y = bottom + (top - bottom) * row / CELLS;
    return new double[] {x, y, value(x, y)};
  }

  /** Arrows downhill: against the gradient, as long as its size to the power of a third. */
  Curve arrows(int across, int up) {
    List<double[]> points = new ArrayList<>();
    double width = (right - left) / across;
    double height = (top - bottom) / up;
    for (int column = 0; column < across; column++) {
      for (int row = 0; row < up; row++) {
        double x = left + (column + 0.5) * width;
        double y = bottom + (row + 0.5) * height;
        double[] gradient = new double[2];
        function.valueAndGradient(new double[] {x, y}, gradient);
        double size = StrictMath.hypot(gradient[0], gradient[1]);
        if (size > 1e-9) {
          double length = 0.35 * Math.min(1, StrictMath.cbrt(size));
          arrow(points, x, y, -gradient[0] / size * length, -gradient[1] / size * length, width);
        }
      }
    }
    return broken(points);
  }

  /** A stroke and two short ones for its head; lengths in units of a cell's width. */
  private static void arrow(
      List<double[]> points, double x, double y, double dx, double dy, double unit) {
    double[] tip = {x + dx * unit, y + dy * unit};
    stretch(points, new double[] {x - dx * unit, y - dy * unit}, tip);
    for (int side = -1; side <= 1; side += 2) {
      double backX = tip[0] - unit * (0.4 * dx - side * 0.25 * dy);
      double backY = tip[1] - unit * (0.4 * dy + side * 0.25 * dx);
      stretch(points, new double[] {backX, backY}, tip);
    }
  }

  /** The surface as a net seen from above and the side. */
  Curve net(int lines) {
    List<double[]> points = new ArrayList<>();
    for (int line = 0; line <= lines; line++) {
      double x = left + (right - left) * line / lines;
      double y = bottom + (top - bottom) * line / lines;
      List<double[]> along = new ArrayList<>();
      List<double[]> across = new ArrayList<>();
      for (int step = 0; step <= 2 * lines; step++) {
        double share = step / (2.0 * lines);
        along.add(seen(left + share * (right - left), y));
        across.add(seen(x, bottom + share * (top - bottom)));
      }
      run(points, along);
      run(points, across);
    }
    return broken(points);
  }

  /** A path as it lies on the net. */
  Curve onNet(double[][] path) {
    double[][] seen = new double[path.length][];
    for (int i = 0; i < path.length; i++) {
      seen[i] = seen(path[i][0], path[i][1]);
    }
    return Curve.path(seen);
  }

  /** Projects a point of the surface: x to the right, y to the back, f upwards. */
  private double[] seen(double x, double y) {
    double highest = Math.max(
        Math.max(value(left, bottom), value(right, top)),
        Math.max(value(left, top), value(right, bottom)));
    double u = 2 * (x - left) / (right - left) - 1;
    double v = 2 * (y - bottom) / (top - bottom) - 1;
    return new double[] {u + 0.45 * v, 0.75 * v - 0.12 * u + 0.9 * value(x, y) / highest};
  }

  private static void run(List<double[]> points, List<double[]> line) {
    points.addAll(line);
    points.add(null);
  }

  private static void stretch(List<double[]> points, double[] from, double[] to) {
    points.add(from);
    points.add(to);
    points.add(null);
  }

  /** Points with gaps where there is none, as one curve. */
  private static Curve broken(List<double[]> points) {
    double[] x = new double[points.size()];
    double[] y = new double[points.size()];
    for (int i = 0; i < x.length; i++) {
      double[] point = points.get(i);
      x[i] = point == null ? x[i - 1] : point[0];
      y[i] = point == null ? Double.NaN : point[1];
    }
    return new Curve(x, y);
  }
}
