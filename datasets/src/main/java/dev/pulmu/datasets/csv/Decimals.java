package dev.pulmu.datasets.csv;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from bytes, to the double that is nearest, as {@link Double#parseDouble}
 * does: where the digits make a whole number below 2^53 and the power of ten is one that a double
 * holds, one product or quotient of the two is rounded once, and so right (Clinger, "How to read
 * floating point numbers accurately", 1990). All others go through {@code parseDouble}.
 */
final class Decimals {
  private static final long EXACT = 1L << 53;

  /** Digits that a long holds, whatever they are. */
  private static final int DIGITS = 18;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private Decimals() {}

  /**
   * The number that bytes from..to − 1 are, without blanks around them.
   *
   * @param point what stands between whole numbers and fractions
   * @return NaN where they are no number
   */
  static double parse(byte[] bytes, int from, int to, byte point) {
    int at = from;
    boolean negative = false;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at] == '-';
      at++;
    }
    long digits = 0;
    int first = at;
    while (at < to && isDigit(bytes[at])) {
      digits = 10 * digits + (bytes[at] - '0');
      at++;
    }
    int count = at - first;
    int power = 0;
    if (at < to && bytes[at] == point) {
      int fraction = ++at;
      while (at < to && isDigit(bytes[at])) {
        digits = 10 * digits + (bytes[at] - '0');
        at++;
      }
      power = fraction - at;
      count += at - fraction;
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (at < to) {
      if ((bytes[at] | 0x20) != 'e') {
        return Double.NaN;
      }
      int exponent = exponent(bytes, at + 1, to);
      if (exponent == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      power += exponent;
    }
    if (count > DIGITS || digits >= EXACT || power < -22 || power > 22) {
      return slow(bytes, from, to, point);
    }
    double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    return negative ? -value : value;
  }

  /** The least int where there is none; powers beyond all doubles are as good as each other. */
  private static int exponent(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (at < to && (negative || bytes[at] == '+')) {
      at++;
    }
    if (at == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; at < to; at++) {
      if (!isDigit(bytes[at])) {
        return Integer.MIN_VALUE;
      }
      value = Math.min(100_000_000, 10 * value + (bytes[at] - '0'));
    }
    return negative ? -value : value;
  }

  private static double slow(byte[] bytes, int from, int to, byte point) {
    String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    return Double.parseDouble(text.replace((char) point, '.'));
  }

  private static boolean isDigit(byte b) {
    return (b - '0' & 0xff) < 10;
  }
}
