package dev.pulmu.text;

/**
 * Checks that numbers are within bounds, with one message for each kind of bound, which holds the
 * value. Formulas run in float, so what would round to a forbidden float is forbidden too.
 */
public final class Bounds {
  private Bounds() {}

  /** Checks a decay, the share of the past that is kept: in [0, 1). */
  public static void decay(String who, String key, double value) {
    check(value >= 0 && (float) value < 1, who, key, "in [0, 1)", value);
  }

  public static void above0(String who, String key, double value) {
    check((float) value > 0 && Float.isFinite((float) value), who, key, "above 0", value);
  }

  public static void atLeast0(String who, String key, double value) {
    check(value >= 0 && Float.isFinite((float) value), who, key, "of at least 0", value);
  }

  public static void rate(double value) {
    if (!((float) value > 0) || Float.isInfinite((float) value)) {
      throw new IllegalArgumentException(
          "a learning rate is a number above 0, came " + Numbers.text(value));
    }
  }

  public static void check(boolean fits, String who, String key, String wanted, double value) {
    if (!fits) {
      throw new IllegalArgumentException(
          who + " wants " + key + " " + wanted + ", came " + Numbers.text(value));
    }
  }
}
