package dev.pulmu.optimizer;

import dev.pulmu.text.Numbers;

/** Refusals that several values share; each message holds the value. */
final class Bounds {
  private Bounds() {}

  /** A share of the past that is kept, in [0, 1). */
  static void decay(String who, String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw refused(who, key, "in [0, 1)", value);
    }
  }

  static void above0(String who, String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw refused(who, key, "above 0", value);
    }
  }

  static void atLeast0(String who, String key, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw refused(who, key, "of at least 0", value);
    }
  }

  static IllegalArgumentException refused(String who, String key, String wanted, double value) {
    // The shortest text of a float that was widened is the float's own
    String came = value == (float) value ? Numbers.text((float) value) : Numbers.text(value);
    return new IllegalArgumentException(who + " wants " + key + " " + wanted + ", came " + came);
  }
}
