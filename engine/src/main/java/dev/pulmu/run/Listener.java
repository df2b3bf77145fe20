package dev.pulmu.run;

import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Epoch;

/** Someone who watches a run; called on the thread that runs it, between two pieces of work. */
public interface Listener {
  /** Called about twelve times a second while training goes on. */
  default void progress(Progress progress) {}

  /** Called when a person or a schedule edits the learning rate, or fails to. */
  default void edit(Edit edit) {}

  /** Called after each epoch and its validation. */
  default void epoch(Epoch epoch) {}
}
