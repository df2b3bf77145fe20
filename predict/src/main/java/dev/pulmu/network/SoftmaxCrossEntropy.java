package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;

/**
 * −Σ t log softmax(logits), through log-sum-exp, for class labels. With smoothing s, t is 1 − s at
 * the label plus s/O everywhere (Szegedy et al. 2016); with class weights all of a sample's t are
 * multiplied by its label's weight, and the mean still divides by the number of samples. Gradient
 * of the logits (softmax · Σt − t) / B.
 *
 * @param smoothing s, in [0, 1)
 * @param classWeights one weight of at least 0 a class, not all 0, or none: all classes weigh 1
 */
public record SoftmaxCrossEntropy(float smoothing, List<Float> classWeights) implements Loss {
  static final String NAME = "softmax-cross-entropy";

  public SoftmaxCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing is in [0, 1), came " + Numbers.text(smoothing));
    }
    classWeights = ClassWeights.checked(classWeights);
  }

  /** Without smoothing, all classes alike. */
  public SoftmaxCrossEntropy() {
    this(0, List.of());
  }

  static SoftmaxCrossEntropy read(Call call) {
    return new SoftmaxCrossEntropy(call.number("smoothing", 0), ClassWeights.read(call));
  }

  public SoftmaxCrossEntropy withSmoothing(float share) {
    return new SoftmaxCrossEntropy(share, classWeights);
  }

  public SoftmaxCrossEntropy withClassWeights(List<Float> weights) {
    return new SoftmaxCrossEntropy(smoothing, weights);
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.softmax(this);
  }

  @Override
  public Link link() {
    return Link.SOFTMAX;
  }

  @Override
  public void check(Targets targets, int outputs) {
    if (!(targets instanceof Labels)) {
      throw new IllegalArgumentException(
          "softmax cross-entropy wants class labels, the data set has numbers as targets; take loss"
              + " mean-squared-error for numbers, sigmoid-cross-entropy for yes (1) and no (0)");
    }
    OneHot.checkOutputs(targets, outputs);
    ClassWeights.checkCount(classWeights, targets, outputs);
  }

  @Override
  public float[] targets(Targets targets, int outputs) {
    check(targets, outputs);
    float[] wanted = OneHot.of(targets);
    int[] labels = ((Labels) targets).values();
    for (int i = 0; i < wanted.length; i++) {
      float weight = classWeights.isEmpty() ? 1 : classWeights.get(labels[i / outputs]);
      wanted[i] = weight * (wanted[i] * (1 - smoothing) + smoothing / outputs);
    }
    return wanted;
  }

  @Override
  public String text() {
    return NAME + "(smoothing=" + Numbers.text(smoothing)
        + (classWeights.isEmpty() ? "" : ", " + ClassWeights.text(classWeights)) + ")";
  }
}
