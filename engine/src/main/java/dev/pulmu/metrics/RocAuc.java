package dev.pulmu.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * The area under the receiver operating characteristic, by counting pairs of a positive and another
 * row (Mann and Whitney 1947): exact up to its one division, whatever the order of the rows.
 */
final class RocAuc {
  private RocAuc() {}

  /**
   * The area, or nothing where there are no such pairs.
   *
   * @param scores finite; their order alone counts
   */
  static OptionalDouble of(float[] scores, IntPredicate positive) {
    long[] keys = new long[scores.length];
    for (int row = 0; row < scores.length; row++) {
      keys[row] = (long) ordered(scores[row]) << 1 | (positive.test(row) ? 1 : 0);
    }
    Arrays.sort(keys);
    long twiceWon = 0;
    long positives = 0;
    long negatives = 0;
    for (int from = 0, to = 0; from < keys.length; from = to) {
      long wins = 0;
      while (to < keys.length && keys[to] >> 1 == keys[from] >> 1) {
        wins += keys[to++] & 1;
      }
      long losses = to - from - wins;
      twiceWon += wins * (2 * negatives + losses);
      positives += wins;
      negatives += losses;
    }
    return positives == 0 || negatives == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(twiceWon / (2.0 * positives * negatives));
  }

  /** An int for each number, in the same order; −0 and 0 are the same number. */
  private static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }
}
