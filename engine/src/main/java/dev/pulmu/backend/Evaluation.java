package dev.pulmu.backend;

import dev.pulmu.text.Numbers;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The result of evaluating a network on a split.
 *
 * @param lossSum sum of the samples' losses, without penalty
 * @param correct how many answers were right, or −1 where loss and targets know no right answers
 * @param samples how many samples
 * @param confusion for class labels: {@code confusion[label][answer]} counts samples, where the
 *     answer is the largest logit, the first one if several are; otherwise empty
 */
public record Evaluation(double lossSum, long correct, long samples, long[][] confusion) {
  /** Mean loss of a sample. */
  public double loss() {
    return lossSum / samples;
  }

  /** Share of right answers, where there are any. */
  public OptionalDouble accuracy() {
    return correct < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / samples);
  }

  @Override
  public String toString() {
    return "loss " + Numbers.text(loss())
        + (correct < 0 ? "" : ", " + correct + " right")
        + " of " + samples
        + (confusion.length == 0 ? "" : ", confusion " + Arrays.deepToString(confusion));
  }
}
