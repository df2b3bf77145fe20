package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;

/**
 * Independent yes-or-no questions, one an output: the mean over the outputs of c (max(x, 0) − x t +
 * log(1 + exp(−|x|))), where x is the logit and c the output's weight; gradient c (sigmoid(x) − t)
 * / (B O). The mean divides by the number of outputs, whatever they weigh. For targets in [0, 1],
 * or class labels taken as one yes among noes.
 *
 * @param classWeights c, one weight of at least 0 an output, not all 0, or none: all weigh 1
 */
public record SigmoidCrossEntropy(List<Float> classWeights) implements Loss {
  public SigmoidCrossEntropy {
    classWeights = ClassWeights.checked(classWeights);
  }

  /** All questions alike. */
  public SigmoidCrossEntropy() {
    this(List.of());
  }

  static SigmoidCrossEntropy read(Call call) {
    return new SigmoidCrossEntropy(ClassWeights.read(call));
  }

  @Override
  public void check(Targets targets, int outputs) {
    OneHot.checkOutputs(targets, outputs);
    ClassWeights.checkCount(classWeights, targets, outputs);
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
    return "sigmoid-cross-entropy"
        + (classWeights.isEmpty() ? "" : "(" + ClassWeights.text(classWeights) + ")");
  }
}
