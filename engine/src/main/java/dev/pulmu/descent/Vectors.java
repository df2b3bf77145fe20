package dev.pulmu.descent;

/** Sums over vectors in double, in the order of their elements. */
public final class Vectors {
  private Vectors() {}

  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  public static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  public static double largest(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value)); // NaN stays
    }
    return largest;
  }

  /** to += factor · a. */
  public static void add(double[] to, double factor, double[] a) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * a[i];
    }
  }

  /** from + step · direction. */
  static double[] along(double[] from, double step, double[] direction) {
    double[] point = from.clone();
    add(point, step, direction);
    return point;
  }

  public static double[] minus(double[] a, double[] b) {
    return along(a, -1, b);
  }

  public static double[] negative(double[] a) {
    double[] negative = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      negative[i] = -a[i];
    }
    return negative;
  }
}
