package dev.pulmu.backend;

/**
 * What a network does on a split.
 *
 * @param lossSum sum of the samples' losses, without penalty
 * @param samples how many samples
 * @param confusion for classifiers: {@code confusion[label][answer]} counts samples, where the
 *     answer is the largest logit, the first one if several are; otherwise empty
 */
public record Evaluation(double lossSum, long samples, long[][] confusion) {
  /** Mean loss of a sample. */
  public double loss() {
    return lossSum / samples;
  }

  /** How many answers were right. */
  public long correct() {
    long correct = 0;
    for (int label = 0; label < confusion.length; label++) {
      correct += confusion[label][label];
    }
    return correct;
  }

  /** Share of right answers. */
  public double accuracy() {
    return (double) correct() / samples;
  }
}
