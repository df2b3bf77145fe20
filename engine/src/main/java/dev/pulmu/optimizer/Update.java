package dev.pulmu.optimizer;

import dev.pulmu.text.Numbers;

/**
 * Everything that happens to the weights in a step: the penalty's share of the gradient, the
 * clipping of its norm, the optimizer, the moving average. Penalties are for the weights of dense
 * layers, never for biases, γ and β.
 *
 * @param optimizer how weights move
 * @param weightDecay λ of the L2 penalty ½ λ Σ w²; 0 for none
 * @param l1 λ of the L1 penalty λ Σ |w|, whose slope at 0 is taken as 0; 0 for none
 * @param clip the largest norm that the gradient of loss and penalty over all parameters may have;
 *     a longer one is scaled down to it; 0 for none
 * @param ema decay of a moving average of the weights kept for evaluation, bias-corrected; 0 for
 *     none
 */
public record Update(Optimizer optimizer, float weightDecay, float l1, float clip, float ema) {
  public Update {
    requireAtLeastZero("weight decay", weightDecay);
    requireAtLeastZero("the L1 penalty", l1);
    requireAtLeastZero("the norm to clip at", clip);
    if (!(ema >= 0 && ema < 1)) {
      throw new IllegalArgumentException(
          "the decay of the weights' average is in [0, 1), came " + Numbers.text(ema));
    }
  }

  /** The optimizer alone. */
  public Update(Optimizer optimizer) {
    this(optimizer, 0, 0, 0, 0);
  }

  public Update withWeightDecay(float lambda) {
    return new Update(optimizer, lambda, l1, clip, ema);
  }

  public Update withL1(float lambda) {
    return new Update(optimizer, weightDecay, lambda, clip, ema);
  }

  public Update withClip(float norm) {
    return new Update(optimizer, weightDecay, l1, norm, ema);
  }

  public Update withEma(float decay) {
    return new Update(optimizer, weightDecay, l1, clip, decay);
  }

  /**
   * How one weight moves.
   *
   * @throws IllegalStateException if the optimizer moves them all at once
   */
  public ElementRule rule() {
    if (optimizer instanceof ElementRule rule) {
      return rule;
    }
    throw new IllegalStateException(optimizer.text() + " has no rule for one weight");
  }

  /** Whether there is an L1 or L2 penalty. */
  public boolean hasPenalty() {
    return weightDecay > 0 || l1 > 0;
  }

  /** Whether anything but the rule moves the weights of dense layers. */
  public boolean decays() {
    return hasPenalty() || optimizer instanceof ElementRule rule && rule.decoupledDecay() > 0;
  }

  private static void requireAtLeastZero(String what, float value) {
    if (!(value >= 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + " is a number of at least 0, came " + Numbers.text(value));
    }
  }
}
