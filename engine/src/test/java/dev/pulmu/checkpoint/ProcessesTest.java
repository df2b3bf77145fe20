package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: two that want one directory, and one that is killed while it writes. */
@Timeout(120)
class ProcessesTest {
  @TempDir
  private Path temporary;

  @Test
  void aDirectoryIsForOneProcessAtATime() throws Exception {
    Path path = temporary.resolve("run");
    try (Child child = Child.start(path, 0)) {
      assertThat(child.line()).isEqualTo("1");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> RunDirectory.open(path, 2))
          .withMessage(
              path + " is in use by process " + child.pid() + "; wait for its end or stop it");
      child.kill();
    }
    try (RunDirectory directory = RunDirectory.open(path, 2)) {
      assertThat(directory.latest()).get().matches(Samples::whole);
    }
  }

  @Test
  void aRefusalWithinTheProcessDoesNotLoseTheLock() throws Exception {
    Path path = temporary.resolve("run");
    try (RunDirectory directory = RunDirectory.create(path, 2)) {
      directory.write(checkpoint(1));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> RunDirectory.open(path, 2))
          .withMessage(path + " is in use by a run of this process already");
      Path other = Files.createSymbolicLink(temporary.resolve("link"), path);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> RunDirectory.open(other, 2))
          .withMessage(other + " is in use by a run of this process already");
      try (Child child = Child.start(path, 0)) {
        assertThat(child.line())
            .isEqualTo(path + " is in use by process " + ProcessHandle.current().pid()
                + "; wait for its end or stop it");
      }
    }
    RunDirectory.open(path, 2).close();
  }

  @Test
  void aProcessThatIsKilledWhileItWritesLeavesWholeCheckpoints() throws Exception {
    Path path = temporary.resolve("run");
    Random random = new Random(11);
    long written = 0;
    int cutShort = 0;
    for (int kill = 0; kill < 6; kill++) {
      try (Child child = Child.start(path, 4)) {
        written = Long.parseLong(child.line());
        Thread.sleep(random.nextInt(200));
        child.kill();
        for (String line = child.line(); line != null; line = child.line()) {
          written = Long.parseLong(line);
        }
      }
      cutShort += halfWritten(path) ? 1 : 0;
      try (RunDirectory directory = RunDirectory.open(path, 2)) {
        assertThat(directory.latest()).get().matches(Samples::whole);
        assertThat(directory.latest().orElseThrow().step()).isBetween(written, written + 1);
        if (written > 5) {
          assertThat(directory.best()).get().matches(Samples::whole);
        }
      }
      assertThat(halfWritten(path)).isFalse();
    }
    assertThat(cutShort).as("kills while a checkpoint was half written").isPositive();
  }

  private static boolean halfWritten(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path.resolve(RunDirectory.CHECKPOINTS))) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("."));
    }
  }
}
