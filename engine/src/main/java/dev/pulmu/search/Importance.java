package dev.pulmu.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a parameter mattered for the place of a trial in the ranking, over one round. Ranks are
 * used in place of accuracies, so that trials that diverged count too and no outlier decides.
 *
 * <p>{@code share} is Kelley's ε² (Kelley 1935, "An unbiased correlation ratio measure") on ranks:
 * the range is cut into bins of equal width on its scale, about √n for n trials, 2 to 10 of them,
 * and the share of the ranks' variance that lies between bins is freed from what chance alone puts
 * there: 1 − (1 − η²)·(n − 1)/(n − bins), at least 0. It sees any shape of one parameter's effect,
 * and no effect that parameters have only together; shares need not add up to 1.
 *
 * <p>{@code correlation} is Spearman's ρ (1904) between the value and the goodness of the rank:
 * above 0 where larger values are better, near 0 where nothing or the middle is.
 *
 * @param name the parameter
 * @param share of the variance of ranks that its value explains, 0..1
 * @param correlation −1..1; 0 where all values or all ranks are alike
 */
public record Importance(String name, double share, double correlation) {
  private static final int MOST_BINS = 10;

  /** The importance of a range's parameter for trials that were drawn from it. */
  static Importance of(SearchRange range, List<Trial> trials) {
    List<Trial> ranked = Round.ranking(trials.stream());
    double[] goodness = new double[ranked.size()];
    double[] places = new double[ranked.size()];
    int[] level = new int[ranked.size()]; // equals have one level
    for (int i = 1; i < level.length; i++) {
      boolean worse = Trial.BEST_FIRST.compare(ranked.get(i - 1), ranked.get(i)) < 0;
      level[i] = level[i - 1] - (worse ? 1 : 0);
    }
    for (int i = 0; i < level.length; i++) {
      goodness[i] = level[i];
      places[i] = range.scale().place(ranked.get(i).values().get(range.name()));
    }
    double low = range.scale().place(range.low());
    double high = range.scale().place(range.high());
    return of(range.name(), places, goodness, low, high);
  }

  /**
   * The importance of numbers in [low, high] for others.
   *
   * @param goodness of the same length; more is better
   */
  static Importance of(String name, double[] places, double[] goodness, double low, double high) {
    double[] ranks = ranks(goodness);
    return new Importance(name, share(places, ranks, low, high), correlation(ranks(places), ranks));
  }

  private static double share(double[] places, double[] ranks, double low, double high) {
    int n = ranks.length;
    int bins = (int) Math.max(2, Math.min(MOST_BINS, Math.round(Math.sqrt(n))));
    double[] sums = new double[bins];
    int[] counts = new int[bins];
    for (int i = 0; i < n; i++) {
      int bin = (int) Math.min(bins - 1, (places[i] - low) / (high - low) * bins);
      sums[bin] += ranks[i];
      counts[bin]++;
    }
    double mean = (n + 1) / 2.0;
    double between = 0;
    int used = 0;
    for (int bin = 0; bin < bins; bin++) {
      if (counts[bin] > 0) {
        double off = sums[bin] / counts[bin] - mean;
        between += counts[bin] * off * off;
        used++;
      }
    }
    double total =
        Arrays.stream(ranks).map(rank -> (rank - mean) * (rank - mean)).sum();
    if (total == 0 || n <= used) {
      return 0;
    }
    return Math.max(0, 1 - (1 - between / total) * (n - 1) / (n - used));
  }

  private static double correlation(double[] a, double[] b) {
    double mean = (a.length + 1) / 2.0;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - mean) * (b[i] - mean);
      aa += (a[i] - mean) * (a[i] - mean);
      bb += (b[i] - mean) * (b[i] - mean);
    }
    return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }

  /** Ranks from 1, the least first; equals share the mean of theirs. */
  private static double[] ranks(double[] values) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.size(); ) {
      int to = from;
      while (to < order.size() && values[order.get(to)] == values[order.get(from)]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order.get(i)] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
