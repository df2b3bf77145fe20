package dev.pulmu.checkpoint;

import dev.pulmu.checkpoint.Manifest.Content;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The checkpoints of one run, in the folder {@code checkpoints} of its directory, one folder each,
 * {@code step-0000001234}. A folder of such a name is whole: it is written under another name, made
 * to outlast a power failure, and then renamed. One process has the directory at a time. For any
 * thread.
 *
 * <p>The last ones are kept, and of the older ones the best that the oldest of these knew: so
 * whichever of the last ones a run goes on from, its best is there.
 */
public final class RunDirectory implements AutoCloseable {
  static final String CHECKPOINTS = "checkpoints";

  private final Path path;
  private final Path parent;
  private final int keep;
  private final DirectoryLock lock;
  private final StepFolders folders;
  private final Disk disk;
  private Optional<History> history = Optional.empty();
  private boolean made;
  private boolean closed;

  private RunDirectory(Path path, int keep, Disk disk) {
    if (keep < 1) {
      throw new IllegalArgumentException("a run keeps at least 1 checkpoint, came " + keep);
    }
    this.path = path;
    this.parent = path.resolve(CHECKPOINTS);
    this.keep = keep;
    this.disk = disk;
    this.folders = new StepFolders(parent, disk);
    this.lock = taken(path);
  }

  /**
   * The directory of a new run, made if it is missing.
   *
   * @param keep how many of the last checkpoints to keep
   * @throws CheckpointException if it cannot be written to, is in use, or has checkpoints already
   */
  public static RunDirectory create(Path path, int keep) {
    return create(path, keep, new Disk());
  }

  static RunDirectory create(Path path, int keep, Disk disk) {
    tried(path + " cannot be made", () -> Files.createDirectories(path));
    RunDirectory directory = new RunDirectory(path, keep, disk);
    return directory.orClosed(() -> {
      if (Files.notExists(directory.parent)) {
        directory.made = true;
        disk.makeDirectory(directory.parent);
        disk.forceDirectory(path);
      }
      directory.folders.sweep();
      directory.folders.requireReadableNames();
      List<Long> steps = directory.folders.steps();
      if (!steps.isEmpty()) {
        throw new CheckpointException(path + " has checkpoints of a run already (" + text(steps)
            + "); go on with --resume " + path + " or take another directory");
      }
      return directory;
    });
  }

  /**
   * The directory of a run that was begun before.
   *
   * @param keep how many of the last checkpoints to keep
   * @throws CheckpointException if it is not there, is no run's, cannot be written to, is in use,
   *     or has checkpoints that this version cannot read
   */
  public static RunDirectory open(Path path, int keep) {
    return open(path, keep, new Disk());
  }

  static RunDirectory open(Path path, int keep, Disk disk) {
    if (!Files.isDirectory(path)) {
      throw new CheckpointException(
          path + (Files.exists(path) ? " is not a directory" : ": no such directory"));
    }
    if (!Files.isDirectory(path.resolve(CHECKPOINTS))) {
      throw new CheckpointException(path + " is not the directory of a run that can go on: it has"
          + " no folder '" + CHECKPOINTS + "'");
    }
    RunDirectory directory = new RunDirectory(path, keep, disk);
    return directory.orClosed(() -> {
      directory.folders.sweep();
      directory.folders.requireReadableNames();
      return directory;
    });
  }

  public Path path() {
    return path;
  }

  /** The steps of all checkpoints, ascending. */
  public synchronized List<Long> steps() {
    return tried(parent + " cannot be read", folders::steps);
  }

  /**
   * The newest checkpoint, verified; absent if there is none yet.
   *
   * @throws CheckpointException if it is damaged, saying how and which others there are
   */
  public synchronized Optional<Checkpoint> latest() {
    return newestFirst().stream().findFirst().map(this::at);
  }

  /**
   * The newest checkpoint that is marked as the best, verified; absent if none is.
   *
   * @throws CheckpointException if it is damaged, or one whose mark cannot be read may be it
   */
  public synchronized Optional<Checkpoint> best() {
    for (long step : newestFirst()) {
      if (naming(step, () -> CheckpointFiles.manifest(folders.folder(step), step))
          .best()) {
        return Optional.of(at(step));
      }
    }
    return Optional.empty();
  }

  /**
   * The checkpoint of a step, verified.
   *
   * @throws CheckpointException if it is not there or damaged, saying how and which others there
   *     are
   */
  public synchronized Checkpoint at(long step) {
    requireThere(step);
    return naming(step, () -> CheckpointFiles.read(folders.folder(step), step));
  }

  /**
   * Writes a checkpoint and then removes what is not to be kept. It takes the place of another one
   * of the same step.
   *
   * @throws CheckpointException if that fails; what was there before is there still, and the
   *     message says so
   */
  public synchronized void write(Checkpoint checkpoint) {
    requireOpen();
    try {
      folders.put(checkpoint, history().put(checkpoint.history()));
    } catch (IOException e) {
      CheckpointException failure = new CheckpointException(
          folders.folder(checkpoint.step()) + " cannot be written: " + AtomicFile.reason(e)
              + intact() + "; see to " + parent,
          e);
      sweepAfter(failure);
      throw failure;
    }
    prune();
  }

  /**
   * Removes all checkpoints later than this one, the last one first: the run goes on from here, and
   * what follows is another history.
   *
   * @throws CheckpointException if there is no checkpoint of this step or others cannot be removed
   */
  public synchronized void rewind(long step) {
    requireOpen();
    requireThere(step);
    newestFirst().stream().filter(later -> later > step).forEach(this::remove);
    history = Optional.empty();
  }

  /** Gives the directory back. If it is new and still without checkpoints, nothing stays in it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (made && removedEmpty()) {
      lock.remove();
    } else {
      lock.close();
    }
  }

  private boolean removedEmpty() {
    try {
      // One that is aside, between two renames, has a history too
      if (Arrays.equals(parent.toFile().list(), new String[] {History.FILE})) {
        Files.delete(parent.resolve(History.FILE));
      }
      Files.deleteIfExists(parent);
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  private void prune() {
    List<Long> steps = newestFirst();
    boolean bestSeen = false;
    for (int i = keep - 1; i < steps.size(); i++) {
      Optional<Boolean> best = isBest(steps.get(i));
      if (i >= keep && (bestSeen || !best.orElse(true))) {
        remove(steps.get(i));
      }
      bestSeen |= best.orElse(false);
    }
  }

  /**
   * Whether a checkpoint is the best so far; unknown if its manifest cannot be read, and then it is
   * never removed.
   */
  private Optional<Boolean> isBest(long step) {
    return manifest(step).map(Manifest::best);
  }

  private Optional<Manifest> manifest(long step) {
    try {
      return Optional.of(CheckpointFiles.manifest(folders.folder(step), step));
    } catch (CheckpointException unknown) {
      return Optional.empty();
    }
  }

  private void remove(long step) {
    tried(folders.folder(step) + " cannot be removed", () -> {
      folders.remove(step);
      return step;
    });
  }

  /** Removes what is half done after a failure, as it may be what fills the disk. */
  private void sweepAfter(CheckpointException failure) {
    try {
      folders.sweep();
      if (history.isPresent()) {
        history.get().trim();
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The history as far as the newest checkpoint has it; one that cannot be read does not count. */
  private History history() throws IOException {
    if (history.isEmpty()) {
      Optional<Content> newest = Optional.empty();
      for (long step : newestFirst()) {
        newest = newest.or(() -> manifest(step).flatMap(Manifest::history));
      }
      history = Optional.of(
          newest.isPresent()
              ? History.from(parent, disk, newest.get())
              : new History(parent, disk));
    }
    return history.get();
  }

  private List<Long> newestFirst() {
    List<Long> steps = new ArrayList<>(steps());
    Collections.reverse(steps);
    return steps;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("run directory " + path + " is closed");
    }
  }

  private void requireThere(long step) {
    if (!steps().contains(step)) {
      throw new CheckpointException(path + " has no checkpoint of step " + step + others(step));
    }
  }

  private <T> T naming(long step, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CheckpointException e) {
      throw new CheckpointException(e.getMessage() + others(step), e);
    }
  }

  /**
   * The text about the other checkpoints, without those that have the same damage in lines that
   * they share.
   */
  private String others(long step) {
    List<Long> others =
        steps().stream().filter(other -> other != step && isWhole(other)).toList();
    return others.isEmpty()
        ? "; there is no other one"
        : "; there " + (others.size() == 1 ? "is one of " : "are those of ") + text(others)
            + ", to be taken with --at STEP";
  }

  private boolean isWhole(long step) {
    try {
      CheckpointFiles.read(folders.folder(step), step);
      return true;
    } catch (CheckpointException damaged) {
      return false;
    }
  }

  private String intact() {
    return newestFirst().stream()
        .findFirst()
        .map(step -> "; the one of step " + step + " is intact")
        .orElse("; there is no other one");
  }

  private static String text(List<Long> steps) {
    return (steps.size() == 1 ? "step " : "steps ")
        + steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static DirectoryLock taken(Path path) {
    try {
      return tried(path + " cannot be written to", () -> DirectoryLock.take(path));
    } catch (IllegalStateException inUse) {
      throw new CheckpointException(inUse.getMessage(), inUse);
    }
  }

  /** Some work on files, with a result. */
  private interface Work<T> {
    T done() throws IOException;
  }

  private static <T> T tried(String failure, Work<T> work) {
    try {
      return work.done();
    } catch (IOException e) {
      throw new CheckpointException(failure + ": " + AtomicFile.reason(e), e);
    }
  }

  private RunDirectory orClosed(Work<RunDirectory> beginning) {
    try {
      return tried(path + " cannot be made ready", beginning);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }
}
