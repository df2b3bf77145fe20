package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under a run, or takes nothing. Needs the right to mount. */
class SmallDiskTest {
  @TempDir
  private Path directory;

  private Path disk;
  private String data;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    data = data(directory.resolve("data")).toString();
    boolean mounted = ran("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk.toString());
    if (!mounted) {
      System.err.println("SKIPPED: SmallDiskTest; no small file system can be mounted here, which"
          + " wants Linux and root");
    }
    assumeTrue(mounted, "no small file system");
  }

  @AfterEach
  void unmount() throws Exception {
    assertThat(!ran("mountpoint", "-q", disk.toString()) || ran("umount", disk.toString()))
        .isTrue();
  }

  @Test
  void aFullDiskIsSaidWhileTrainingGoesOnAndTheLastGoodCheckpointIsIntact() throws Exception {
    Path never = directory.resolve("never");
    assertThat(train(never).status()).isZero();
    Path run = disk.resolve("run");

    Result result = train(run);

    long last = RunFiles.newest(run);
    assertThat(last).isBetween(5L, 95L);
    assertThat(RunFiles.isHalfDone(run)).isFalse();
    assertThat(result.err()).contains("pulmu train: " + run + "/checkpoints/step-00000");
    assertThat(result.errorLines())
        .anyMatch(line -> line.endsWith(" cannot be written: No space left on device; the one of"
            + " step " + last + " is intact; see to " + run + "/checkpoints"))
        .allMatch(line -> line.contains(" cannot be written: No space left on device"));
    assertThat(result.out()).as("went on").contains(" 20/20 ");

    assertThat(ran("mount", "-o", "remount,size=8m", disk.toString())).isTrue();
    Result resumed = pulmu("train", "--data", data, "--resume", run.toString());
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains(run + ": going on after step " + last);
    assertThat(resumed.status()).isZero();
    assertThat(RunFiles.result(run)).isEqualTo(RunFiles.result(never));
  }

  @Test
  void aRunOnADiskThatCannotBeWrittenIsLeftAsItIs() throws Exception {
    Path run = disk.resolve("run");
    train(run);
    List<String> before = tree(run);
    assertThat(ran("mount", "-o", "remount,ro", disk.toString())).isTrue();

    Result resumed = pulmu("train", "--data", data, "--resume", run.toString());
    assertThat(resumed.status()).isEqualTo(2);
    assertThat(resumed.errorLines())
        .containsExactly("pulmu train: " + run + " cannot be written to: Read-only file system");
    Result fresh = train(disk.resolve("new"));
    assertThat(fresh.status()).isEqualTo(2);
    assertThat(fresh.errorLines())
        .containsExactly("pulmu train: cannot write to directory " + disk.resolve("new")
            + ": Read-only file system");
    assertThat(tree(run)).isEqualTo(before);
  }

  private Result train(Path run) {
    return pulmu(
        "train",
        "--data",
        data,
        "--out",
        run.toString(),
        "--hidden",
        "16",
        "--epochs",
        "20",
        "--checkpoint-every",
        "1epoch",
        "--keep-checkpoints",
        "1000");
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
