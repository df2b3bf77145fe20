package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which ends when this is closed. */
final class CommandLineProcess implements AutoCloseable {
  /** A machine may be busy. */
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path lines;
  private final Path errors;

  private CommandLineProcess(Process process, Path lines, Path errors) {
    this.process = process;
    this.lines = lines;
    this.errors = errors;
  }

  /**
   * Starts a command.
   *
   * @param directory takes its standard streams as files
   * @param slowMillis how long each operation of the disk waits in writing checkpoints
   */
  static CommandLineProcess start(Path directory, int slowMillis, List<String> arguments)
      throws IOException {
    List<String> classPath = List.of("-cp", System.getProperty("java.class.path"));
    return start(directory, slowMillis, classPath, arguments);
  }

  /**
   * Starts a command in a JVM with more flags.
   *
   * @param flags hold the class path
   */
  static CommandLineProcess start(
      Path directory, int slowMillis, List<String> flags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Dpulmu.checkpoint.slow=" + slowMillis));
    command.addAll(flags);
    command.add(Main.class.getName());
    command.addAll(arguments);
    Path lines = directory.resolve("lines");
    Path errors = directory.resolve("errors");
    Process process = new ProcessBuilder(command)
        .redirectOutput(lines.toFile())
        .redirectError(errors.toFile())
        .start();
    return new CommandLineProcess(process, lines, errors);
  }

  /** What it printed so far. */
  String lines() throws IOException {
    return Files.readString(lines);
  }

  /** Waits until something is so while the process is alive. */
  void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      assertThat(process.isAlive()).as(() -> "alive; it said: " + said()).isTrue();
      assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
      Thread.sleep(2);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; gives its exit status. */
  int status() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Ctrl-C. */
  void interrupt() throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** SIGKILL; gives its exit status, by which one that had ended by itself is told. */
  int kill() throws InterruptedException {
    process.destroyForcibly();
    return status();
  }

  String said() {
    try {
      return lines() + Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
