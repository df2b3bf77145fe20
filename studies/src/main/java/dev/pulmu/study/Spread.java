package dev.pulmu.study;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * A quantity over the seeds of a study.
 *
 * @param mean arithmetic mean; NaN if any seed gave none
 * @param deviation of the sample, n − 1 in the divisor; 0 for one seed
 * @param seeds how many
 */
public record Spread(double mean, double deviation, int seeds) {
  public static Spread of(List<Observation> seeds, String quantity) {
    double[] values = seeds.stream().mapToDouble(seed -> seed.number(quantity)).toArray();
    DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
    double mean = all.getMin() == all.getMax() ? values[0] : all.getAverage();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(
        mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)), values.length);
  }

  /** The mean to the digits that its deviation leaves certain, and the deviation. */
  String text() {
    if (deviation == 0 || !Double.isFinite(deviation)) { // it has none where a seed gave no number
      return Verdict.number(mean);
    }
    int places = 1 - (int) Math.floor(StrictMath.log10(deviation));
    return places <= 6 && deviation < 1e4
        ? plain(mean, places) + " ± " + plain(deviation, places)
        : String.format(Locale.ROOT, "%.2e ± %.0e", mean, deviation);
  }

  private static String plain(double value, int places) {
    return String.format(Locale.ROOT, "%." + Math.max(0, places) + "f", value);
  }
}
