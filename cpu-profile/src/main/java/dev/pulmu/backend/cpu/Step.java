package dev.pulmu.backend.cpu;

/**
 * A step: what is known of it before it runs, and what comes of it.
 *
 * @param number counted from 0 over the whole run
 * @param batches that it accumulates
 * @param numbers of the optimizer's formula
 * @param shrink what decoupled decay multiplies weights by
 * @param sums of its batches
 */
record Step(long number, Batch[] batches, float[] numbers, float shrink, Sums sums) {
  /** How many rows it has. */
  int samples() {
    return batches[0].samples();
  }
}
