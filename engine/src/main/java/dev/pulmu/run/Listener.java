package dev.pulmu.run;

/** Someone who watches a run; called on the thread that runs it, between two pieces of work. */
public interface Listener {
  /** Called about twelve times a second while training goes on. */
  default void progress(Progress progress) {}

  /** Called after each epoch and its validation. */
  default void epoch(Epoch epoch) {}
}
