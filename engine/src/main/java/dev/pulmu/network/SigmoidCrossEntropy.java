package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.text.Numbers;

/**
 * Independent yes-or-no questions, one an output: the mean over the outputs of max(x, 0) − x t +
 * log(1 + exp(−|x|)), where x is the logit; gradient (sigmoid(x) − t) / (B O). For targets in [0,
 * 1], or class labels taken as one yes among noes.
 */
public record SigmoidCrossEntropy() implements Loss {
  @Override
  public void check(Targets targets, int outputs) {
    OneHot.checkOutputs(targets, outputs);
    if (targets instanceof Values values) {
      for (int i = 0; i < values.values().length; i++) {
        float value = values.values()[i];
        if (!(value >= 0 && value <= 1)) {
          throw new IllegalArgumentException(
              "sigmoid cross-entropy wants targets in [0, 1], sample " + i / outputs + " has "
                  + Numbers.text(value) + "; take loss mean-squared-error for other numbers");
        }
      }
    }
  }

  @Override
  public float[] targets(Targets targets, int outputs) {
    check(targets, outputs);
    return OneHot.of(targets);
  }

  @Override
  public String text() {
    return "sigmoid-cross-entropy";
  }
}
