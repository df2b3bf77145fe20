package dev.pulmu.backend.cpu;

import dev.pulmu.feed.StepNumbers;

/**
 * One training step: its batches and numbers, and the sums that it results in.
 *
 * @param number counted from 0 over the whole run
 * @param batches that it accumulates
 * @param numbers that change with the step
 * @param sums of its batches
 */
record Step(long number, Batch[] batches, StepNumbers numbers, Sums sums) {
  /** How many rows it has. */
  int samples() {
    return batches[0].samples();
  }
}
