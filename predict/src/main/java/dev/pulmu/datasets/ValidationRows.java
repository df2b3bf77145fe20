package dev.pulmu.datasets;

import dev.pulmu.random.Draws;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How the rows to validate on are drawn from the training rows. */
public enum ValidationRows {
  /**
   * Draws from every class its share, as near as whole rows come to it (largest remainders), but
   * never the last row of a class. Where the targets are values, draws from all rows.
   */
  STRATIFIED {
    @Override
    int[] strata(Targets targets) {
      return targets.match(Targets.Labels::values, RANDOM::strata);
    }
  },

  /**
   * Draws from all rows, whatever their classes, so that a small class may lose all of its rows.
   */
  RANDOM {
    @Override
    int[] strata(Targets targets) {
      return new int[targets.samples()];
    }
  };

  /** Which stratum each sample is in; rows are drawn of each. */
  abstract int[] strata(Targets targets);

  /**
   * Draws some of the rows.
   *
   * @param rows ascending
   * @param count how many, so that at least one row of every stratum is left
   * @param draws by which they are chosen
   * @return these, ascending
   */
  public int[] draw(int[] rows, int count, Targets targets, Draws draws) {
    int[] order = rows.clone();
    draws.shuffle(order);
    boolean[] taken = take(order, count, targets);
    return IntStream.range(0, order.length)
        .filter(place -> taken[place])
        .map(place -> order[place])
        .sorted()
        .toArray();
  }

  /** How many strata some rows are in. */
  public int present(int[] rows, Targets targets) {
    int[] strata = strata(targets);
    return (int) Arrays.stream(rows).map(row -> strata[row]).distinct().count();
  }

  /**
   * The first rows of every stratum, in the order of all: which classes get a row more where shares
   * are equal is left to chance too.
   *
   * @param order of the rows
   * @param count how many to take, so that at least one row of every stratum is left
   * @return whether the row at each place is taken
   */
  boolean[] take(int[] order, int count, Targets targets) {
    int[] strata = strata(targets);
    int[] sizes = new int[Arrays.stream(order).map(row -> strata[row]).max().orElse(0) + 1];
    List<Integer> present =
        Arrays.stream(order).map(row -> strata[row]).distinct().boxed().toList();
    for (int row : order) {
      sizes[strata[row]]++;
    }
    int[] quotas = IntStream.of(sizes)
        .map(size -> (int) ((long) count * size / order.length))
        .toArray();
    List<Integer> byRemainder = present.stream()
        .sorted(Comparator.comparing(stratum -> -((long) count * sizes[stratum] % order.length)))
        .toList();
    int left = count - IntStream.of(quotas).sum();
    while (left > 0) {
      for (int stratum : byRemainder) {
        if (left > 0 && quotas[stratum] < sizes[stratum] - 1) {
          quotas[stratum]++;
          left--;
        }
      }
    }
    boolean[] taken = new boolean[order.length];
    for (int place = 0; place < order.length; place++) {
      taken[place] = quotas[strata[order[place]]]-- > 0;
    }
    return taken;
  }
}
