package dev.pulmu.cli.lines;

import java.util.Locale;

/** Prints numbers for people; the report and JSON have all digits. */
public final class Figure {
  private Figure() {}

  /**
   * In at most ten columns: four places behind the point, or a power of ten where these would hide
   * or bury the number: losses of regression have the square of whatever unit the targets have.
   */
  static String of(double value) {
    double size = Math.abs(value);
    boolean plain = size == 0 || size >= 1e-3 && size < 1e5;
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
  }

  /** Four significant digits: a number outside of tables, of which there is one. */
  static String significant(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** A share of rows, or a loss in a table beside shares, in four places. */
  public static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
