package dev.pulmu.network;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each element is zeroed with probability p
 * and the others are divided by 1 − p; elsewhere nothing happens.
 *
 * @param probability p, in [0, 1)
 */
public record Dropout(float probability) implements Layer {
  public Dropout {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout wants a probability in [0, 1), came " + Numbers.text(probability));
    }
  }

  static Dropout read(Call call) {
    return new Dropout(call.number("p", 0.5f));
  }

  @Override
  public String text() {
    return "dropout(p=" + Numbers.text(probability) + ")";
  }
}
