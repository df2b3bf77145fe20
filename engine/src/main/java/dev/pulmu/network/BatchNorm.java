package dev.pulmu.network;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): in training x̂ = (x − mean) / √(variance + ε) with
 * the batch's mean and biased variance, then γ x̂ + β; γ begins at 1, β at 0. Elsewhere the running
 * mean and variance take the batch's place: moving averages of what training saw, bias-corrected,
 * so that they are right from the first step on.
 *
 * @param epsilon ε, above 0
 * @param momentum decay of the running statistics, in [0, 1)
 */
public record BatchNorm(float epsilon, float momentum) implements Layer {
  public static final BatchNorm DEFAULT = new BatchNorm(1e-5f, 0.9f);

  public BatchNorm {
    if (!(epsilon > 0) || Float.isInfinite(epsilon)) {
      throw new IllegalArgumentException(
          "batch norm wants epsilon above 0, came " + Numbers.text(epsilon));
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "batch norm wants momentum in [0, 1), came " + Numbers.text(momentum));
    }
  }

  static BatchNorm read(Call call) {
    return new BatchNorm(
        call.number("epsilon", DEFAULT.epsilon), call.number("momentum", DEFAULT.momentum));
  }

  @Override
  public String text() {
    return "batch-norm(epsilon=" + Numbers.text(epsilon) + ", momentum=" + Numbers.text(momentum)
        + ")";
  }
}
