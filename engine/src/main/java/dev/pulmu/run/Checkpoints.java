package dev.pulmu.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.checkpoint.Checkpoint;
import dev.pulmu.checkpoint.CheckpointException;
import dev.pulmu.checkpoint.CheckpointWriter;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.layout.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the checkpoints of a run to its directory while training goes on. */
public final class Checkpoints implements AutoCloseable {
  private final Interval interval;
  private final CheckpointWriter writer;
  private long last = System.nanoTime();

  /**
   * Checkpoints in a directory, which stays the caller's to close after them.
   *
   * @param interval how often; the end of a run and its best epochs have theirs in any case
   * @param failures called for each that cannot be written, on a thread of its own; must not throw
   */
  public Checkpoints(
      RunDirectory directory, Interval interval, Consumer<CheckpointException> failures) {
    this.interval = interval;
    this.writer = new CheckpointWriter(directory, failures);
  }

  /** The next step at which a piece of work has to end, so that a checkpoint can be there. */
  long next(long step, int stepsPerEpoch) {
    return interval.next(step, stepsPerEpoch);
  }

  boolean isDue(long from, long to, int stepsPerEpoch) {
    return interval.due(from, to, stepsPerEpoch, System.nanoTime() - last);
  }

  /**
   * Hands a checkpoint to the writing thread; returns when the tensors are copied.
   *
   * @param history that of the state, see {@link RunState#history}
   */
  void submit(RunState state, List<ObjectNode> history, State tensors, boolean best) {
    writer.submit(Checkpoint.of(state.step(), best, state.json(), history, tensors));
    last = System.nanoTime();
  }

  /**
   * Waits until everything is written or has failed.
   *
   * @return why the last one, or the best, cannot be written
   */
  public Optional<CheckpointException> flush() {
    return writer.flush();
  }

  /** Waits until everything is written or has failed. */
  @Override
  public void close() {
    writer.close();
  }
}
