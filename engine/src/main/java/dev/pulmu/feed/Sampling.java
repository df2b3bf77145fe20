package dev.pulmu.feed;

import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;

/**
 * The order in which an epoch takes the training rows. An epoch takes as many rows as there are.
 */
public enum Sampling {
  /** Every row once, in an order drawn anew for every epoch. */
  SHUFFLE {
    @Override
    int[] order(int[] rows, long seed, long epoch) {
      int[] order = rows.clone();
      new Draws(seed, Use.SHUFFLE, 0, epoch).shuffle(order);
      return order;
    }
  },

  /** Each place draws from all rows, so that some come twice and some not at all. */
  WITH_REPLACEMENT {
    @Override
    int[] order(int[] rows, long seed, long epoch) {
      int[] order = new int[rows.length];
      new Draws(seed, Use.SAMPLE, 0, epoch).below(rows.length, order);
      Arrays.setAll(order, i -> rows[order[i]]);
      return order;
    }
  },

  /** The rows as they stand in the table, every epoch the same. */
  SEQUENTIAL {
    @Override
    int[] order(int[] rows, long seed, long epoch) {
      return rows.clone();
    }
  };

  abstract int[] order(int[] rows, long seed, long epoch);
}
