package dev.pulmu.plots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A curve: points in order.
 *
 * @param x as many numbers as y
 * @param y NaN where the line is broken
 */
public record Curve(double[] x, double[] y) {
  private static final int KAISER_HALF = 5;

  public Curve {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "a curve wants as many x as y, came " + x.length + " and " + y.length);
    }
  }

  /** Values at first, first + 1, …. */
  public static Curve from(double first, double... y) {
    double[] x = new double[y.length];
    Arrays.setAll(x, i -> first + i);
    return new Curve(x, y);
  }

  /**
   * One column of a table over its first.
   *
   * @param rows of equal length
   */
  public static Curve of(List<double[]> rows, int column) {
    return new Curve(
        rows.stream().mapToDouble(row -> row[0]).toArray(),
        rows.stream().mapToDouble(row -> row[column]).toArray());
  }

  /** The points of a path in the plane. */
  public static Curve path(double[][] points) {
    return new Curve(
        Arrays.stream(points).mapToDouble(point -> point[0]).toArray(),
        Arrays.stream(points).mapToDouble(point -> point[1]).toArray());
  }

  /**
   * A histogram's outline: the share of values in each of the equal parts of a range, in percent.
   * What lies outside counts in none.
   */
  public static Curve histogram(float[] values, double low, double high, int parts) {
    int[] counts = new int[parts];
    for (float value : values) {
      int part = (int) Math.floor((value - low) / (high - low) * parts);
      if (part == parts && value == high) {
        part--;
      }
      if (part >= 0 && part < parts) {
        counts[part]++;
      }
    }
    double[] x = new double[2 * parts + 2];
    double[] y = new double[2 * parts + 2];
    for (int i = 0; i <= parts; i++) {
      x[2 * i] = low + (high - low) * i / parts;
      x[2 * i + 1] = x[2 * i];
      y[2 * i] = i == 0 ? 0 : 100.0 * counts[i - 1] / values.length;
      y[2 * i + 1] = i == parts ? 0 : 100.0 * counts[i] / values.length;
    }
    return new Curve(x, y);
  }

  /** The means of curves over the same x. */
  public static Curve mean(List<Curve> curves) {
    double[] sum = new double[curves.get(0).y.length];
    for (Curve curve : curves) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += curve.y[i] / curves.size();
      }
    }
    return new Curve(curves.get(0).x, sum);
  }

  public int size() {
    return x.length;
  }

  public double last() {
    return y[y.length - 1];
  }

  /** Means over a window of up to {@code width} points around each, fewer at the ends. */
  public Curve smoothed(int width) {
    double[] smooth = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      int half = Math.min(width / 2, Math.min(i, y.length - 1 - i));
      smooth[i] = Arrays.stream(y, i - half, i + half + 1).average().orElseThrow();
    }
    return new Curve(x, smooth);
  }

  /**
   * Smoothed as the book's figures are: weighted means of 11 points around each, by a Kaiser window
   * (Kaiser and Schafer 1980) of β 2; beyond its ends the curve goes on mirrored, where the last
   * point comes twice and the first does not.
   */
  public Curve throughKaiser() {
    double[] smooth = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double weights = 0;
      for (int k = -KAISER_HALF; k <= KAISER_HALF; k++) {
        int at = Math.abs(i + k);
        at = at < y.length ? at : Math.max(0, 2 * y.length - 1 - at);
        double place = (double) k / KAISER_HALF;
        double weight = bessel(2 * Math.sqrt(1 - place * place));
        smooth[i] += weight * y[at];
        weights += weight;
      }
      smooth[i] /= weights;
    }
    return new Curve(x, smooth);
  }

  /** I₀, the modified Bessel function of the first kind, by its power series. */
  private static double bessel(double z) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= z * z / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  /** Every n-th point and the last: as many as a picture needs. */
  public Curve thinned(int n) {
    int[] kept = IntStream.range(0, y.length)
        .filter(i -> i % n == 0 || i == y.length - 1)
        .toArray();
    return new Curve(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray());
  }

  @Override
  public String toString() {
    return "curve of " + size() + " points";
  }
}
