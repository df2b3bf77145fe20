package dev.pulmu.contract;

import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;

/**
 * What dropout zeroes, by definition: element (row, column) of a block's output(B,O) at a step,
 * where the row is counted within the step, is dropped if its 32 random bits, read as a number from
 * 0 to 2^32 − 1, are below p · 2^32. The bits are those of element {@code row · O + column} at the
 * address (seed of the feed, DROPOUT, index of the block, step).
 */
final class Masks {
  private Masks() {}

  static boolean[] dropped(
      long seed, int block, long step, int firstRow, int rows, int outputs, float probability) {
    int[] words = new int[(firstRow + rows) * outputs];
    new Draws(seed, Use.DROPOUT, block, step).words(words);
    words = Arrays.copyOfRange(words, firstRow * outputs, words.length);
    long threshold = (long) (probability * 4294967296.0);
    boolean[] dropped = new boolean[words.length];
    for (int i = 0; i < words.length; i++) {
      dropped[i] = (words[i] & 0xFFFFFFFFL) < threshold;
    }
    return dropped;
  }
}
