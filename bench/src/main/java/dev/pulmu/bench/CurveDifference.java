package dev.pulmu.bench;

import dev.pulmu.bench.task.Task;
import java.util.List;

/**
 * The difference of a participant's loss curve from the first one's: who computes something else is
 * not faster. Both are smoothed, by means over 50 steps, and compared point by point.
 *
 * @param worst the largest |theirs / ours − 1|; infinite where curves cannot be compared
 */
record CurveDifference(double worst) {
  /** Roundings differ, so curves part slowly. */
  static final double MOST = 0.02;

  private static final int WINDOW = 50 / Task.CURVE_PIECE;

  /** Two curves of as many pieces; the last points may be means of fewer. */
  static CurveDifference of(List<Double> ours, List<Double> theirs) {
    if (ours.size() != theirs.size()) {
      return new CurveDifference(Double.POSITIVE_INFINITY);
    }
    double worst = 0;
    for (int from = 0; from < ours.size(); from += WINDOW) {
      int to = Math.min(from + WINDOW, ours.size());
      double apart = Math.abs(mean(theirs, from, to) / mean(ours, from, to) - 1);
      worst = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(worst, apart);
    }
    return new CurveDifference(worst);
  }

  /** The curve's end: the mean of its last 50 steps. */
  static double end(List<Double> losses) {
    return mean(losses, Math.max(0, losses.size() - WINDOW), losses.size());
  }

  boolean isSmall() {
    return worst <= MOST;
  }

  private static double mean(List<Double> losses, int from, int to) {
    return losses.subList(from, to).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }
}
