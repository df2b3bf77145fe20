package dev.pulmu.bench.peer;

import java.util.OptionalLong;

/**
 * Another library with the task's network: it is built with the initial weights, and trains step by
 * step.
 */
interface Peer {
  /** The library's version. */
  String version();

  /**
   * Trains on one batch: gathers and normalises it, forward, loss, backward, update, and counts
   * right answers.
   *
   * @param step counted from 0, on from epoch to epoch
   * @return the batch's mean loss, before the update
   */
  double step(int step);

  /**
   * Right answers in all steps so far; empty where the library does not show what its network
   * answers in training.
   */
  OptionalLong right();
}
