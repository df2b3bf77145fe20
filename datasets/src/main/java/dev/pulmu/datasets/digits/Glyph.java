package dev.pulmu.datasets.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One way to write a character: where the pen goes, on paper {@link #WIDTH} wide and
 * {@link #HEIGHT} high whose y axis points down.
 *
 * @param knots the points that the pen passes, each x and y
 * @param curves the knots, by index, that each smooth curve runs through; where the last lies on
 *     the first, the curve closes without a corner
 */
record Glyph(List<double[]> knots, List<int[]> curves) {
  static final double WIDTH = 10;
  static final double HEIGHT = 16;

  /** Straight pieces that stand for a curve between two knots. */
  private static final int PIECES = 5;

  /**
   * Reads a path such as {@code "2,4 5,0 | 5,16 ; 2,16 9,16"}: knots as x,y; behind a knot
   * {@code |} makes it a corner, and {@code ;} lifts the pen.
   */
  static Glyph of(String path) {
    List<double[]> knots = new ArrayList<>();
    List<int[]> curves = new ArrayList<>();
    int from = 0;
    for (String word : path.split(" ")) {
      if (word.equals("|") || word.equals(";")) {
        curves.add(IntStream.range(from, knots.size()).toArray());
        from = word.equals("|") ? knots.size() - 1 : knots.size();
      } else {
        String[] place = word.split(",");
        knots.add(new double[] {Double.parseDouble(place[0]), Double.parseDouble(place[1])});
      }
    }
    curves.add(IntStream.range(from, knots.size()).toArray());
    return new Glyph(List.copyOf(knots), List.copyOf(curves));
  }

  /** Writes every curve, its knots where {@code hand} puts them. */
  void write(Hand hand, Canvas canvas) {
    double[] x = new double[knots.size()];
    double[] y = new double[knots.size()];
    for (int knot = 0; knot < x.length; knot++) {
      hand.place(knot, knots.get(knot), x, y);
    }
    for (int[] curve : curves) {
      write(curve, x, y, canvas);
    }
  }

  /** A Catmull-Rom spline: it leaves each knot in the direction from the one before to the next. */
  private void write(int[] curve, double[] x, double[] y, Canvas canvas) {
    int last = curve.length - 1;
    double[] first = knots.get(curve[0]);
    double[] end = knots.get(curve[last]);
    boolean closed = last > 1 && first[0] == end[0] && first[1] == end[1];
    for (int span = 0; span < last; span++) {
      int a = curve[span > 0 ? span - 1 : closed ? last - 1 : 0];
      int b = curve[span];
      int c = curve[span + 1];
      int d = curve[span + 1 < last ? span + 2 : closed ? 1 : last];
      double penX = x[b];
      double penY = y[b];
      for (int piece = 1; piece <= PIECES; piece++) {
        double t = (double) piece / PIECES;
        double toX = spline(x[a], x[b], x[c], x[d], t);
        double toY = spline(y[a], y[b], y[c], y[d], t);
        canvas.line(penX, penY, toX, toY);
        penX = toX;
        penY = toY;
      }
    }
  }

  private static double spline(double a, double b, double c, double d, double t) {
    double tangentB = (c - a) / 2;
    double tangentC = (d - b) / 2;
    double cubed = 2 * (b - c) + tangentB + tangentC;
    double squared = 3 * (c - b) - 2 * tangentB - tangentC;
    return ((cubed * t + squared) * t + tangentB) * t + b;
  }
}
