package dev.pulmu.backend.cpu;

import dev.pulmu.random.Draws;

/**
 * The rows that all workers work on at once: a batch of a step, or a piece of an evaluation.
 *
 * @param order rows of the data set's table
 * @param from where in the order the batch begins
 * @param rows how many there are
 * @param firstRow the place of the first one in its step
 * @param samples how many rows the whole step has
 * @param masks by block, the random numbers of its dropout
 * @param counts whether running statistics take in this batch
 */
record Batch(
    int[] order, int from, int rows, int firstRow, int samples, Draws[] masks, boolean counts) {
  /** Whether its step begins with it. */
  boolean isFirst() {
    return firstRow == 0;
  }

  /** Whether its step ends with it. */
  boolean isLast() {
    return firstRow + rows == samples;
  }
}
