package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.cli.terminal.LastLine;
import dev.pulmu.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, sent to a real process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no command that sends an interrupt")
class InterruptionTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long SIGINT_BIT = 1L << 1;

  @TempDir
  private Path directory;

  private String data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    boolean ignored = interruptsAreIgnored();
    if (ignored) {
      System.err.println(
          "SKIPPED: InterruptionTest; interrupts are ignored here, as in a background"
              + " job, and children inherit that: run it in the foreground");
    }
    assumeFalse(ignored, "interrupts are ignored here");
    data = data(directory.resolve("data")).toString();
    out = directory.resolve("out");
  }

  @Test
  void anInterruptedRunWritesWhatIsDoneEndsWith130AndCanGoOn() throws Exception {
    try (CommandLineProcess process = CommandLineProcess.start(directory, 0, train(out, 300))) {
      process.await(() -> process.lines().contains(" 10/300 "));
      process.interrupt();
      assertThat(process.status()).as(process::said).isEqualTo(130);
      assertThat(process.lines())
          .contains("\nstopped after ")
          .contains("of 300 epochs done; go on with --resume " + out);
    }
    JsonNode report = RunFiles.report(out);
    assertThat(report.get("stopped").booleanValue()).isTrue();
    assertThat(report.get("epochs").size()).isGreaterThanOrEqualTo(10);
    assertThat(report.has("testAccuracy")).isFalse();
    assertThat(Model.load(out).state().weightsSha256())
        .isEqualTo(report.get("weightsSha256").textValue());
    assertThat(RunFiles.newest(out)).isEqualTo(report.get("steps").longValue());
    assertThat(RunFiles.isHalfDone(out)).isFalse();

    Path never = directory.resolve("never");
    assertThat(pulmu(train(never, 300).toArray(String[]::new)).status()).isZero();
    assertThat(pulmu("train", "--data", data, "--resume", out.toString()).status())
        .isZero();
    assertThat(RunFiles.result(out)).isEqualTo(RunFiles.result(never));
  }

  /** The first one waits for a checkpoint that takes minutes. */
  @Test
  void aSecondInterruptEndsAtOnce() throws Exception {
    List<String> command = train(out, 1_000_000);
    command.addAll(List.of("--checkpoint-every", "1step"));
    try (CommandLineProcess process = CommandLineProcess.start(
        directory,
        5000,
        List.of("-Dpulmu.terminal=true", "-cp", System.getProperty("java.class.path")),
        command)) {
      process.await(() -> process.lines().contains("\n10/1000000 "));
      process.interrupt();
      Thread.sleep(1000);
      assertThat(process.isAlive()).as("still writing").isTrue();
      long began = System.nanoTime();
      process.interrupt();
      assertThat(process.status()).as(process::said).isEqualTo(130);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(3000);
    }
    assertThat(Files.readString(directory.resolve("errors")))
        .as("a bar that came and went")
        .contains("\rsaving 0:0")
        .endsWith(LastLine.EMPTY);
    assertThat(out.resolve("report.json")).doesNotExist();
  }

  private List<String> train(Path run, int epochs) {
    return new ArrayList<>(List.of(
        "train",
        "--data",
        data,
        "--backend",
        "cpu",
        "--hidden",
        "16",
        "--dropout",
        "0.2",
        "--epochs",
        Integer.toString(epochs),
        "--out",
        run.toString()));
  }

  private static boolean interruptsAreIgnored() throws IOException {
    if (!Files.exists(STATUS)) {
      return false;
    }
    String ignored = Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .findFirst()
        .orElse("SigIgn: 0")
        .replaceFirst("SigIgn:\\s*", "");
    return (Long.parseUnsignedLong(ignored, 16) & SIGINT_BIT) != 0;
  }
}
