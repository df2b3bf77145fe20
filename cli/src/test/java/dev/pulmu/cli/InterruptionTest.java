package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, sent to a real process. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no command that sends an interrupt")
class InterruptionTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long SIGINT_BIT = 1L << 1;

  /** A machine may be busy. */
  private static final int PATIENCE_SECONDS = 120;

  @TempDir
  private Path directory;

  @Test
  void anInterruptedRunWritesTheEpochsThatAreDoneAndEndsWith130() throws Exception {
    assumeFalse(
        interruptsAreIgnored(),
        "interrupts are ignored here, as in a background job, and children inherit that");
    Path out = directory.resolve("out");
    Path lines = directory.resolve("lines");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "train",
            "--data",
            CommandLineFixture.data(directory.resolve("data")).toString(),
            "--epochs",
            "1000000",
            "--out",
            out.toString())
        .redirectOutput(lines.toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
    try {
      await(() -> Files.readString(lines).contains("\n2/1000000 "));
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
    assertThat(lines).content().contains("\nstopped in step ");
    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(report.get("stopped").booleanValue()).isTrue();
    assertThat(report.get("epochs").size()).isGreaterThanOrEqualTo(2);
    assertThat(report.has("testAccuracy")).isFalse();
    assertThat(Model.load(out).state().weightsSha256())
        .isEqualTo(report.get("weightsSha256").textValue());
    assertThat(CommandLineFixture.tree(out)).containsExactly("model.safetensors", "report.json");
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
      Thread.sleep(20);
    }
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
