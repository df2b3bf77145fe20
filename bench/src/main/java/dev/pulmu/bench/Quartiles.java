package dev.pulmu.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The median and the quartiles of some numbers.
 *
 * @param median half of them are below
 * @param p25 a quarter of them are below
 * @param p75 three quarters of them are below
 */
record Quartiles(double median, double p25, double p75) {
  /** Of at least one number; between two of them in proportion, as NumPy and R do by default. */
  static Quartiles of(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
