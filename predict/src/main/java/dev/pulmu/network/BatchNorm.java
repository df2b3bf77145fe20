package dev.pulmu.network;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.Locale;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): in training x̂ = (x − mean) / √(variance + ε) with
 * the batch's mean and biased variance, then γ x̂ + β; γ begins at 1, β at 0. Elsewhere the running
 * mean and variance take the batch's place: moving averages of what training saw.
 *
 * @param epsilon ε, above 0
 * @param momentum decay of the running statistics, in [0, 1); PyTorch calls 1 − this its momentum
 * @param statistics how the running statistics begin and count
 */
public record BatchNorm(float epsilon, float momentum, Statistics statistics) implements Layer {
  public static final BatchNorm DEFAULT = new BatchNorm(1e-5f, 0.9f);

  /** How running statistics begin, and which variance goes into them. */
  public enum Statistics {
    /** Begin at 0, are bias-corrected, so right from the first step on; the biased variance. */
    CORRECTED(0, 0, false),
    /** Begin at mean 0 and variance 1, which fade; the unbiased variance. */
    PYTORCH(1, 1, true),
    /** Begin at 0, which fades: too small in the first epochs; the biased variance. */
    BOOK(1, 0, false);

    private final float startWeight;
    private final float startVariance;
    private final boolean unbiased;

    Statistics(float startWeight, float startVariance, boolean unbiased) {
      this.startWeight = startWeight;
      this.startVariance = startVariance;
      this.unbiased = unbiased;
    }

    /** The share of the running statistics that counts as seen before training: 0 or 1. */
    public float startWeight() {
      return startWeight;
    }

    /** The running variance before training. */
    public float startVariance() {
      return startVariance;
    }

    /**
     * The factor by which the biased variance of a batch of this many rows is multiplied before it
     * goes into the running variance.
     */
    public float varianceFactor(int rows) {
      return unbiased && rows > 1 ? rows / (rows - 1f) : 1;
    }
  }

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

  /** With corrected statistics. */
  public BatchNorm(float epsilon, float momentum) {
    this(epsilon, momentum, Statistics.CORRECTED);
  }

  public BatchNorm with(Statistics statistics) {
    return new BatchNorm(epsilon, momentum, statistics);
  }

  static BatchNorm read(Call call) {
    return new BatchNorm(
        call.number("epsilon", DEFAULT.epsilon),
        call.number("momentum", DEFAULT.momentum),
        call.choice("statistics", DEFAULT.statistics));
  }

  @Override
  public <R> R accept(LayerVisitor<R> visitor) {
    return visitor.batchNorm(this);
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "batch-norm(epsilon=%s, momentum=%s, statistics=%s)",
        Numbers.text(epsilon),
        Numbers.text(momentum),
        Call.word(statistics));
  }
}
