package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
  public SoftmaxCrossEntropy {
    classWeights = List.copyOf(classWeights);
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing is in [0, 1), came " + Numbers.text(smoothing));
    }
    for (float weight : classWeights) {
      if (!(weight >= 0) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "a class weight is a number of at least 0, came " + Numbers.text(weight));
      }
    }
    if (!classWeights.isEmpty() && classWeights.stream().noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException("class weights want one above 0, came only zeros");
    }
  }

  /** Without smoothing, all classes alike. */
  public SoftmaxCrossEntropy() {
    this(0, List.of());
  }

  static SoftmaxCrossEntropy read(Call call) {
    float smoothing = call.number("smoothing", 0);
    String weights = call.text("weights", null);
    return new SoftmaxCrossEntropy(smoothing, weights == null ? List.of() : parseWeights(weights));
  }

  /**
   * Reads class weights, as in {@code 1:0.5:2}.
   *
   * @throws IllegalArgumentException if one is no number
   */
  public static List<Float> parseWeights(String text) {
    return Arrays.stream(text.split(":", -1))
        .map(weight -> Numbers.parseFloat("a class weight", weight))
        .toList();
  }

  public SoftmaxCrossEntropy withSmoothing(float share) {
    return new SoftmaxCrossEntropy(share, classWeights);
  }

  public SoftmaxCrossEntropy withClassWeights(List<Float> weights) {
    return new SoftmaxCrossEntropy(smoothing, weights);
  }

  @Override
  public void check(Targets targets, int outputs) {
    if (!(targets instanceof Labels)) {
      throw new IllegalArgumentException(
          "softmax cross-entropy wants class labels, the data set has numbers as targets; take loss"
              + " mean-squared-error for numbers, sigmoid-cross-entropy for yes (1) and no (0)");
    }
    OneHot.checkOutputs(targets, outputs);
    if (!classWeights.isEmpty() && classWeights.size() != outputs) {
      throw new IllegalArgumentException(
          "there are %d class weights for %d classes; give one for each"
              .formatted(classWeights.size(), outputs));
    }
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
    String weights = classWeights.stream().map(Numbers::text).collect(Collectors.joining(":"));
    return "softmax-cross-entropy(smoothing=" + Numbers.text(smoothing)
        + (weights.isEmpty() ? "" : ", weights=" + weights) + ")";
  }
}
