package dev.pulmu.backend;

import dev.pulmu.text.Numbers;

/**
 * The loss of one batch and its gradient, at the present weights.
 *
 * @param loss mean loss of the batch, without penalty
 * @param penalty ½ λ₂ Σ w² + λ₁ Σ |w| over the weights of dense layers that are not frozen
 * @param gradient of loss + penalty, in canonical order: one number per parameter, 0 for frozen
 *     ones
 */
public record LossAndGradient(double loss, double penalty, float[] gradient) {
  @Override
  public String toString() {
    return "loss " + Numbers.text(loss) + ", penalty " + Numbers.text(penalty) + ", gradient "
        + Numbers.few(gradient);
  }
}
