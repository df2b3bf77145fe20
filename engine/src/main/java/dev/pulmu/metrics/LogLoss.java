package dev.pulmu.metrics;

/**
 * The mean of −log of the probability that the right answer was given, which is first brought into
 * [2⁻²³, 1 − 2⁻²³]. So does scikit-learn with probabilities of 32 bits, whose ε this is; one wrong
 * answer that was taken for certain costs 15.94 at most.
 */
final class LogLoss {
  private static final double EPSILON = 0x1p-23;

  private double sum;
  private long rows;

  void add(float probability) {
    sum -= StrictMath.log(Math.max(EPSILON, Math.min(1 - EPSILON, probability)));
    rows++;
  }

  double mean() {
    return sum / rows;
  }
}
