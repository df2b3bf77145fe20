package dev.pulmu.backend.cuda;

import dev.pulmu.optimizer.Update;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The numbers of an update that kernels read from memory, in the order in which they lie there;
 * behind them the constants of the rule.
 */
enum UpdateNumber {
  WEIGHT_DECAY(Update::weightDecay),
  L1(Update::l1),
  NORM_LIMIT(Update::clip),
  EMA_DECAY(Update::ema);

  private final Function<Update, Float> value;

  UpdateNumber(Function<Update, Float> value) {
    this.value = value;
  }

  /** How many numbers an update has. */
  static int count(Update update) {
    return values().length + update.rule().constants().size();
  }

  static float[] of(Update update) {
    float[] numbers = new float[count(update)];
    for (UpdateNumber number : values()) {
      numbers[number.ordinal()] = number.value.apply(update);
    }
    List<Float> constants = List.copyOf(update.rule().constants().values());
    for (int i = 0; i < constants.size(); i++) {
      numbers[values().length + i] = constants.get(i);
    }
    return numbers;
  }

  /**
   * The header {@code update_numbers.cuh}: a macro for the place of each, and {@code RULE} for that
   * of the first constant.
   */
  static Map<String, String> header() {
    return Map.of(
        "update_numbers.cuh", NumberText.of(values()) + NumberText.of("RULE", values().length));
  }
}
