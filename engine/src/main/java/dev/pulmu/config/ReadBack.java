package dev.pulmu.config;

/** Holds the texts of what may be a user's own to what they stand for. */
final class ReadBack {
  private ReadBack() {}

  static void require(Setting<?> setting, Object value, String text) {
    Object back;
    try {
      back = setting.parse(text);
    } catch (IllegalArgumentException e) {
      throw refused(setting, text, "could not be read back: " + e.getMessage(), e);
    }
    if (!back.equals(value)) {
      String why =
          "reads back to " + back + ", which does not equal it: give what is your own a name"
              + " of its own, and an equals(…) as records have";
      throw refused(setting, text, why, null);
    }
  }

  private static IllegalArgumentException refused(
      Setting<?> setting, String text, String why, IllegalArgumentException cause) {
    return new IllegalArgumentException(
        setting.key() + " = " + text + " " + why + "; register what is your own before the run, as"
            + " with ElementFunction.register, ElementLoss.register or ElementRule.register, or"
            + " leave nothing to read: Run.trainFor",
        cause);
  }
}
