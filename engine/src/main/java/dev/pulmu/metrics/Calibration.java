package dev.pulmu.metrics;

/**
 * The expected calibration error (Guo et al. 2017): rows fall into 15 bins of equal width by how
 * sure the answer was; over these, the mean distance between the share of right answers and the
 * mean sureness, weighted by rows. Bin b holds what is above b/15, up to (b + 1)/15.
 */
final class Calibration {
  private static final int BINS = 15;

  private final long[] right = new long[BINS];
  private final double[] sure = new double[BINS];
  private long rows;

  /** @param probability of the answer, in [0, 1] */
  void add(float probability, boolean isRight) {
    int bin = Math.max(0, Math.min(BINS, (int) Math.ceil((double) probability * BINS)) - 1);
    right[bin] += isRight ? 1 : 0;
    sure[bin] += probability;
    rows++;
  }

  double error() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - sure[bin]);
    }
    return sum / rows;
  }
}
