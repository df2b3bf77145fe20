package dev.pulmu.checkpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes checkpoints on a thread of its own, one at a time, so that training does not wait for the
 * disk.
 *
 * <p>While one is being written, the next one waits, and a later one takes its place: the disk sets
 * the pace. But one that is the best stays until it is written or a better one comes; so at most
 * two wait. A write that fails is reported, and the next one is tried as if nothing had been; a
 * best one that failed is tried again before it.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final RunDirectory directory;
  private final Consumer<CheckpointException> failures;
  private final Thread thread = new Thread(this::work, "pulmu-checkpoints");
  private final Deque<Checkpoint> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closing;
  private Checkpoint unsavedBest;
  private Optional<CheckpointException> failure = Optional.empty();

  /**
   * A writer to this directory, which stays the caller's to close after it.
   *
   * @param failures called for every write that failed, on the writer's thread; must not throw
   */
  public CheckpointWriter(RunDirectory directory, Consumer<CheckpointException> failures) {
    this.directory = directory;
    this.failures = failures;
    thread.setDaemon(true);
    thread.start();
  }

  /** Has a checkpoint written soon; returns at once. */
  public synchronized void submit(Checkpoint checkpoint) {
    if (closing) {
      throw new IllegalStateException("the writer of checkpoints is closed");
    }
    if (unsavedBest != null) {
      waiting.addFirst(unsavedBest);
      unsavedBest = null;
    }
    waiting.removeIf(earlier -> checkpoint.best() || !earlier.best());
    waiting.addLast(checkpoint);
    notifyAll();
  }

  /**
   * Waits until everything is written or has failed.
   *
   * @return why the last write, or that of the best checkpoint, failed; empty if all is on the disk
   */
  public synchronized Optional<CheckpointException> flush() {
    boolean interrupted = false;
    while (writing || !waiting.isEmpty()) {
      interrupted |= interruptedWaiting();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  /** Waits until everything is written or has failed, and ends the thread. */
  @Override
  public synchronized void close() {
    closing = true;
    notifyAll();
    flush();
  }

  private void work() {
    for (Checkpoint next = take(); next != null; next = take()) {
      Optional<CheckpointException> failed = write(next);
      failed.ifPresent(failures);
      done(next, failed);
    }
  }

  private synchronized Checkpoint take() {
    while (waiting.isEmpty() && !closing) {
      interruptedWaiting();
    }
    writing = !waiting.isEmpty();
    return waiting.pollFirst();
  }

  /** Writes a checkpoint; whatever goes wrong is reported, and never ends the training. */
  private Optional<CheckpointException> write(Checkpoint checkpoint) {
    try {
      directory.write(checkpoint);
      return Optional.empty();
    } catch (CheckpointException e) {
      return Optional.of(e);
    } catch (RuntimeException | Error e) {
      return Optional.of(new CheckpointException(
          "the checkpoint of step " + checkpoint.step() + " cannot be written: " + e, e));
    }
  }

  private synchronized void done(Checkpoint checkpoint, Optional<CheckpointException> failed) {
    if (checkpoint.best()) {
      unsavedBest = failed.isPresent() ? checkpoint : null;
    }
    if (failed.isPresent() || unsavedBest == null) {
      failure = failed;
    }
    writing = false;
    notifyAll();
  }

  private boolean interruptedWaiting() {
    try {
      wait();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
