package dev.pulmu.search;

/** Watches a search; called by one thread at a time, the one that has just ended a trial. */
public interface SearchListener {
  /** Called when a trial has had the epochs of its rung, or is found in the journal. */
  default void trial(Trial trial, SearchProgress progress) {}

  /** Called after each round with its number, from 0. */
  default void round(int number, Round round) {}
}
