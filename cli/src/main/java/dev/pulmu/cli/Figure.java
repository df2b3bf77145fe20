package dev.pulmu.cli;

import java.util.Locale;

/** A number of any size in at most ten columns. */
final class Figure {
  private Figure() {}

  /**
   * Four places behind the point, or a power of ten where these would hide or bury the number:
   * losses of regression have the square of whatever unit the targets have.
   */
  static String of(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || size >= 1e-3 && size < 1e5;
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
  }
}
