package dev.pulmu.contract;

import java.util.Locale;
import java.util.Map;

/** Comparisons that say which number of which tensor is wrong, what was wanted and what came. */
final class Near {
  private Near() {}

  /**
   * Every number of {@code came} is as near to the wanted one as allowed.
   *
   * @param what case, step and tensor
   * @param allowed the largest distance
   */
  static void check(String what, double[] wanted, float[] came, double allowed) {
    if (wanted.length != came.length) {
      throw new AssertionError(
          what + ": wanted " + wanted.length + " numbers, came " + came.length);
    }
    int worst = -1;
    int wrong = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (!(Math.abs(came[i] - wanted[i]) <= allowed)) {
        wrong++;
        boolean worse =
            worst < 0 || !(Math.abs(came[i] - wanted[i]) <= Math.abs(came[worst] - wanted[worst]));
        worst = worse ? i : worst;
      }
    }
    if (wrong > 0) {
      throw new AssertionError(String.format(
          Locale.ROOT,
          "%s[%d]: wanted %.9g, came %.9g, %.3g apart; %.3g allowed; %d of %d wrong",
          what,
          worst,
          wanted[worst],
          came[worst],
          Math.abs(came[worst] - wanted[worst]),
          allowed,
          wrong,
          wanted.length));
    }
  }

  static void check(String what, double wanted, double came, double allowed) {
    if (!(Math.abs(came - wanted) <= allowed)) {
      throw new AssertionError(String.format(
          Locale.ROOT,
          "%s: wanted %.12g, came %.12g, %.3g apart; %.3g allowed",
          what,
          wanted,
          came,
          Math.abs(came - wanted),
          allowed));
    }
  }

  /** The same bits. */
  static void same(String what, float[] wanted, float[] came) {
    if (wanted.length != came.length) {
      throw new AssertionError(
          what + ": wanted " + wanted.length + " numbers, came " + came.length);
    }
    for (int i = 0; i < wanted.length; i++) {
      if (Float.floatToRawIntBits(wanted[i]) != Float.floatToRawIntBits(came[i])) {
        throw new AssertionError(String.format(
            Locale.ROOT,
            "%s[%d]: wanted the bits of %s (%s), came %s (%s)",
            what,
            i,
            wanted[i],
            Float.toHexString(wanted[i]),
            came[i],
            Float.toHexString(came[i])));
      }
    }
  }

  /** The largest magnitude in an array. */
  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The largest magnitude in any of the arrays. */
  static double largest(Map<String, double[]> arrays) {
    return arrays.values().stream().mapToDouble(Near::largest).max().orElse(0);
  }
}
