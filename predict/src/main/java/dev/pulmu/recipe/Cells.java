package dev.pulmu.recipe;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/** Reads cells of raw rows: numbers, texts, truth values, or nothing. */
public final class Cells {
  /** What people and programs write, in any case, for a number that they have not. */
  private static final Set<String> NO_NUMBER =
      Set.of("", "na", "n/a", "nan", "null", "none", "?", "-");

  private Cells() {}

  /** Whether a cell of a column of numbers is missing. */
  public static boolean isMissing(Object cell) {
    return cell == null
        || cell instanceof Double number && number.isNaN()
        || cell instanceof Float small && small.isNaN()
        || cell instanceof String text && isMissing(text);
  }

  /** The same of a text. */
  public static boolean isMissing(String text) {
    return text.length() <= 4 && NO_NUMBER.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** The number of a cell; NaN where it has none. */
  public static double number(Object cell) {
    if (cell instanceof Number number) {
      return number.doubleValue();
    }
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return cell instanceof String text ? number(text) : Double.NaN;
  }

  /**
   * The number that a text is; NaN where it is none. Digits, a sign, a point and a power of ten
   * make a number: {@code 0x1p3}, {@code 1f} and {@code Infinity} do not.
   */
  public static double number(String text) {
    String plain = text.strip();
    boolean digits =
        !plain.isEmpty() && plain.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    try {
      return digits ? Double.parseDouble(plain) : Double.NaN;
    } catch (NumberFormatException noNumber) {
      return Double.NaN;
    }
  }

  /**
   * The word of a cell, without blanks around it; empty where it is missing. A whole number has no
   * point, so that {@code 3} and {@code 3.0} are one category.
   */
  public static String word(Object cell) {
    if (cell instanceof Double || cell instanceof Float) {
      double number = ((Number) cell).doubleValue();
      return Double.isNaN(number) ? "" : word(number);
    }
    return cell == null ? "" : cell.toString().strip();
  }

  private static String word(double number) {
    return Double.isInfinite(number)
        ? Double.toString(number)
        : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
