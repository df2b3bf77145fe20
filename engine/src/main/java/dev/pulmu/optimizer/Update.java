package dev.pulmu.optimizer;

import dev.pulmu.text.Numbers;

/**
 * All that happens to the weights in a step: the penalty's share of the gradient, the rule, the
 * moving average.
 *
 * @param rule how one weight moves
 * @param weightDecay λ of the L2 penalty ½ λ Σ w² over the weights of dense layers (never biases,
 *     γ, β); 0 for none
 * @param ema decay of a moving average of the weights kept for evaluation, bias-corrected; 0 for
 *     none
 */
public record Update(ElementRule rule, float weightDecay, float ema) {
  public Update {
    if (!(weightDecay >= 0) || Float.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "weight decay is a number of at least 0, came " + Numbers.text(weightDecay));
    }
    if (!(ema >= 0 && ema < 1)) {
      throw new IllegalArgumentException(
          "the decay of the weights' average is in [0, 1), came " + Numbers.text(ema));
    }
  }

  /** The rule alone. */
  public Update(ElementRule rule) {
    this(rule, 0, 0);
  }

  public Update withWeightDecay(float lambda) {
    return new Update(rule, lambda, ema);
  }

  public Update withEma(float decay) {
    return new Update(rule, weightDecay, decay);
  }
}
