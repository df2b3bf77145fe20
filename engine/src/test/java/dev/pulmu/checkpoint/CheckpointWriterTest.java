package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointWriterTest {
  @TempDir
  private Path temporary;

  private final Gate gate = new Gate();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private RunDirectory directory;

  /** A disk that begins a checkpoint when it is let, and fails to where it is told to. */
  private static final class Gate extends Disk {
    final Semaphore begun = new Semaphore(0);
    final Semaphore may = new Semaphore(0);
    final List<String> order = Collections.synchronizedList(new ArrayList<>());
    volatile Throwable wrong;

    @Override
    void makeDirectory(Path folder) throws IOException {
      String name = folder.getFileName().toString();
      if (name.equals(RunDirectory.CHECKPOINTS)) {
        super.makeDirectory(folder);
        return;
      }
      begun.release();
      may.acquireUninterruptibly();
      order.add(name.replaceFirst(".*-0*", ""));
      if (wrong instanceof IOException failure) {
        throw failure;
      } else if (wrong instanceof Error error) {
        throw error;
      }
      super.makeDirectory(folder);
    }
  }

  private CheckpointWriter writer() {
    directory = RunDirectory.create(temporary.resolve("run"), 9, gate);
    return new CheckpointWriter(directory, failure -> failures.add(failure.getMessage()));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void theCallerDoesNotWaitForTheDiskAndTheLatestOfThoseThatWaitWins() {
    try (CheckpointWriter writer = writer()) {
      writer.submit(checkpoint(1));
      gate.begun.acquireUninterruptibly();
      writer.submit(checkpoint(2));
      writer.submit(checkpoint(3));
      writer.submit(checkpoint(4));
      assertThat(gate.order).isEmpty();
      gate.may.release(9);
      assertThat(writer.flush()).isEmpty();
      assertThat(gate.order).containsExactly("1", "4");
      assertThat(directory.steps()).containsExactly(1L, 4L);
    }
  }

  @Test
  void theBestOneThatWaitsGivesWayToABetterOneOnly() {
    try (CheckpointWriter writer = writer()) {
      writer.submit(checkpoint(1));
      gate.begun.acquireUninterruptibly();
      writer.submit(best(2));
      writer.submit(best(3));
      writer.submit(checkpoint(4));
      writer.submit(checkpoint(5));
      gate.may.release(9);
      assertThat(writer.flush()).isEmpty();
      assertThat(gate.order).containsExactly("1", "3", "5");
      assertThat(directory.best()).get().matches(found -> found.step() == 3);
    }
  }

  @Test
  void closingWaitsForTheLastOne() {
    gate.may.release(9);
    CheckpointWriter writer = writer();
    writer.submit(checkpoint(1));
    writer.close();
    writer.close();
    assertThat(directory.latest()).get().matches(Samples::whole);
    assertThatIllegalStateException()
        .isThrownBy(() -> writer.submit(checkpoint(2)))
        .withMessage("the writer of checkpoints is closed");
  }

  @Test
  void aFailureIsReportedAndTheNextOneIsTried() {
    gate.may.release(9);
    try (CheckpointWriter writer = writer()) {
      writer.submit(checkpoint(1));
      assertThat(writer.flush()).isEmpty();
      gate.wrong = new IOException("No space left on device");
      writer.submit(checkpoint(2));
      String message = directory.path() + "/checkpoints/step-0000000002 cannot be written: No space"
          + " left on device; the one of step 1 is intact; see to " + directory.path()
          + "/checkpoints";
      assertThat(writer.flush())
          .get()
          .hasToString(CheckpointException.class.getName() + ": " + message);
      assertThat(failures).containsExactly(message);
      gate.wrong = null;
      writer.submit(checkpoint(3));
      assertThat(writer.flush()).isEmpty();
      assertThat(directory.steps()).containsExactly(1L, 3L);
      assertThat(failures).hasSize(1);
    }
  }

  @Test
  void theBestOneThatFailedIsTriedAgain() {
    gate.may.release(9);
    try (CheckpointWriter writer = writer()) {
      gate.wrong = new IOException("No space left on device");
      writer.submit(best(1));
      assertThat(writer.flush()).isPresent();
      gate.wrong = null;
      writer.submit(checkpoint(2));
      assertThat(writer.flush()).isEmpty();
      assertThat(gate.order).containsExactly("1", "1", "2");
      assertThat(directory.best()).get().matches(found -> found.step() == 1);
    }
  }

  @Test
  void theBestOneThatFailedIsForgottenForABetterOne() {
    gate.may.release(9);
    try (CheckpointWriter writer = writer()) {
      gate.wrong = new IOException("No space left on device");
      writer.submit(best(1));
      assertThat(writer.flush()).isPresent();
      gate.wrong = null;
      writer.submit(best(2));
      writer.submit(checkpoint(3));
      assertThat(writer.flush()).isEmpty();
      assertThat(gate.order).startsWith("1", "2");
      assertThat(directory.best()).get().matches(found -> found.step() == 2);
    }
  }

  @Test
  void aLaterOneDoesNotHideThatTheBestIsMissing() {
    try (CheckpointWriter writer = writer()) {
      gate.wrong = new IOException("No space left on device");
      writer.submit(best(1));
      gate.begun.acquireUninterruptibly();
      writer.submit(checkpoint(2));
      gate.may.release();
      gate.begun.acquireUninterruptibly();
      gate.wrong = null;
      gate.may.release();
      assertThat(writer.flush())
          .get()
          .extracting(Throwable::getMessage)
          .asString()
          .contains("step-0000000001");
      assertThat(directory.steps()).containsExactly(2L);
    }
  }

  @Test
  void anErrorIsAFailureToo() {
    gate.may.release(9);
    try (CheckpointWriter writer = writer()) {
      gate.wrong = new OutOfMemoryError("Java heap space");
      writer.submit(checkpoint(1));
      assertThat(writer.flush()).isPresent();
      assertThat(failures)
          .containsExactly("the checkpoint of step 1 cannot be written:"
              + " java.lang.OutOfMemoryError: Java heap space");
      gate.wrong = null;
      writer.submit(checkpoint(2));
      assertThat(writer.flush()).isEmpty();
    }
  }

  @Test
  void whoIsInterruptedWaitsAndStaysInterrupted() {
    try (CheckpointWriter writer = writer()) {
      writer.submit(checkpoint(1));
      gate.may.release();
      Thread.currentThread().interrupt();
      assertThat(writer.flush()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(directory.steps()).containsExactly(1L);
    }
  }
}
