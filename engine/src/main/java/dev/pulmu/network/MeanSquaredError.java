package dev.pulmu.network;

import dev.pulmu.datasets.Targets;

/**
 * The mean over the outputs of (y − t)², where y is the logit; gradient 2 (y − t) / (B O). For
 * numbers as targets, or class labels taken as one 1 among zeros.
 */
public record MeanSquaredError() implements Loss {
  @Override
  public void check(Targets targets, int outputs) {
    OneHot.checkOutputs(targets, outputs);
  }

  @Override
  public float[] targets(Targets targets, int outputs) {
    check(targets, outputs);
    return OneHot.of(targets);
  }

  @Override
  public String text() {
    return "mean-squared-error";
  }
}
