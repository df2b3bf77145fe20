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
record Spread(double mean, double deviation, int seeds) {
  static Spread of(List<Observation> seeds, String quantity) {
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

  String text() {
    String text = Verdict.number(mean);
    return deviation == 0 ? text : text + " ± " + String.format(Locale.ROOT, "%.2g", deviation);
  }
}
