package dev.pulmu.run;

import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Epoch;

/** Watches a run; called on the thread that runs it, between two pieces of work. */
public interface Listener {
  /** Called about twelve times a second while training goes on. */
  default void progress(Progress progress) {}

  /** Called when a person or a schedule edits the learning rate, or fails to. */
  default void edit(Edit edit) {}

  /** Called after each epoch and its validation. */
  default void epoch(Epoch epoch) {}

  /**
   * The number of steps after which this listener next wants to {@link #look}: at least
   * {@code from}, and never unless this is overridden. The run asks again after each look. Where a
   * run begins, {@code from} is 0, and 0 is a look before the first step. The ends of all epochs
   * are {@code (from + n - 1) / n * n}.
   *
   * @param stepsPerEpoch n
   */
  default long nextLook(long from, int stepsPerEpoch) {
    return Long.MAX_VALUE;
  }

  /**
   * Called when as many steps are done as {@link #nextLook} said; after {@link #epoch}, where an
   * epoch ends there.
   */
  default void look(Look look) {}

  /**
   * Called when a loss, a gradient or a weight stops being finite, before training fails with a
   * {@link NotFiniteException}.
   *
   * @param last the network as the last step left it whose loss and gradient were finite
   */
  default void notFinite(Look last) {}
}
