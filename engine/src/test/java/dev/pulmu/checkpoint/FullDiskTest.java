package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulmu.checkpoint.FaultyDisk.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that take no more: what was there stays, and it is said. */
class FullDiskTest {
  private static final String FULL = "No space left on device";

  @TempDir
  private Path temporary;

  @Test
  void whereverTheDiskIsFullTheOneBeforeStaysAndNothingHalfDone() {
    Path path = temporary.resolve("run");
    FaultyDisk disk = new FaultyDisk(Fault.FULL, Long.MAX_VALUE);
    try (RunDirectory directory = RunDirectory.create(path, 2, disk)) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> {
            disk.stopAfter(0);
            directory.write(checkpoint(1));
          })
          .withMessage(path + "/checkpoints/step-0000000001 cannot be written: " + FULL
              + "; there is no other one; see to " + path + "/checkpoints");
      disk.stopAfter(Long.MAX_VALUE);
      directory.write(best(1));
      int failures = 0;
      disk.stopAfter(failures);
      while (fails(directory)) {
        assertThat(path.resolve("checkpoints").toFile().list())
            .containsExactlyInAnyOrder("history.jsonl", "step-0000000001");
        assertThat(directory.latest()).get().matches(Samples::whole);
        failures++;
        disk.stopAfter(failures);
      }
      assertThat(failures).isGreaterThan(5);
      assertThat(directory.steps()).containsExactly(1L, 2L);
    }
  }

  private static boolean fails(RunDirectory directory) {
    try {
      directory.write(checkpoint(2));
      return false;
    } catch (CheckpointException e) {
      assertThat(e)
          .hasMessageEndingWith("step-0000000002 cannot be written: " + FULL
              + "; the one of step 1 is intact; see to " + directory.path() + "/checkpoints");
      return true;
    }
  }

  @Test
  void theSystemsOwnWordsAreSaid() {
    Path full = Path.of("/dev/full");
    orSkip(Files.exists(full), "there is no /dev/full here");
    Disk disk = new Disk() {
      @Override
      FileChannel create(Path file) throws IOException {
        return FileChannel.open(full, StandardOpenOption.WRITE);
      }
    };
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run"), 2, disk)) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> directory.write(checkpoint(1)))
          .withMessageContaining("step-0000000001 cannot be written: " + FULL);
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyIsSaid() {
    Disk disk = new Disk() {
      @Override
      void makeDirectory(Path directory) throws IOException {
        if (!directory.endsWith(RunDirectory.CHECKPOINTS)) {
          throw new FileSystemException(directory.toString(), null, "Read-only file system");
        }
        super.makeDirectory(directory);
      }
    };
    try (RunDirectory directory = RunDirectory.create(temporary.resolve("run"), 2, disk)) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> directory.write(checkpoint(1)))
          .withMessageContaining("step-0000000001 cannot be written: Read-only file system; there");
    }
  }

  @Test
  void aNewDirectoryThatCannotBeMadeReadyIsGivenBack() {
    FaultyDisk dead = new FaultyDisk(Fault.KILL, 0);
    Path path = temporary.resolve("run");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> RunDirectory.create(path, 2, dead))
        .withMessage(path + " cannot be made ready: this process ends here");
    assertThat(path).isEmptyDirectory();
    RunDirectory.create(path, 2).close();
  }

  /** Needs the right to mount: as root on Linux. */
  @Test
  void aSmallFileSystemFillsAndTurnsReadOnly() throws Exception {
    Path mount = Files.createDirectory(temporary.resolve("small"));
    orSkip(
        ran("mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", mount.toString()),
        "no small file system can be mounted here, which wants Linux and root");
    try {
      Path path = mount.resolve("run");
      try (RunDirectory directory = RunDirectory.create(path, 9)) {
        CheckpointException failure = null;
        long step = 0;
        while (failure == null) {
          step++;
          failure = failureOf(directory, step);
        }
        assertThat(failure)
            .hasMessage(
                "%s/checkpoints/step-%010d cannot be written: %s; the one of step %d is"
                    + " intact; see to %s/checkpoints",
                path, step, FULL, step - 1, path);
        assertThat(directory.latest()).get().matches(Samples::whole);
        directory.rewind(1);
        directory.write(checkpoint(step));
        assertThat(directory.latest()).get().matches(Samples::whole);
      }
      assertThat(ran("mount", "-o", "remount,ro", mount.toString())).isTrue();
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> RunDirectory.open(path, 9))
          .withMessage(path + " cannot be written to: Read-only file system");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> RunDirectory.create(mount.resolve("new"), 9))
          .withMessage(mount.resolve("new") + " cannot be made: Read-only file system");
    } finally {
      assertThat(ran("umount", mount.toString())).isTrue();
    }
  }

  private static CheckpointException failureOf(RunDirectory directory, long step) {
    try {
      directory.write(checkpoint(step));
      return null;
    } catch (CheckpointException e) {
      return e;
    }
  }

  private static void orSkip(boolean possible, String reason) {
    if (!possible) {
      System.err.println("SKIPPED: a case of FullDiskTest; " + reason);
    }
    assumeTrue(possible, reason);
  }

  private static boolean ran(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
