package dev.pulmu.bench;

/** Watches a benchmark; called on the thread that runs it. */
public interface Listener {
  /** What is being done, in a few words. */
  default void doing(String what) {}

  /** Lines of the table, as soon as they are known. */
  default void table(String lines) {}

  /** All that is measured so far, after each workload. */
  default void measured(BenchReport report) {}
}
