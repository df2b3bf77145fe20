package dev.pulmu.checkpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process of its own that writes checkpoints for as long as it lives. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Says what hinders it, or the step of each checkpoint that it has written. */
  public static void main(String[] arguments) {
    Path path = Path.of(arguments[0]);
    try (RunDirectory directory =
        Files.exists(path) ? RunDirectory.open(path, 2) : RunDirectory.create(path, 2)) {
      Optional<Checkpoint> latest = directory.latest();
      if (latest.filter(checkpoint -> !Samples.whole(checkpoint)).isPresent()) {
        throw new IllegalStateException("not what was written");
      }
      long step = latest.map(Checkpoint::step).orElse(0L);
      while (true) {
        step++;
        directory.write(step % 5 == 0 ? Samples.best(step) : Samples.checkpoint(step));
        System.out.println(step);
      }
    } catch (CheckpointException e) {
      System.out.println(e.getMessage());
    }
  }

  static Child start(Path directory, int slowMillis) {
    try {
      return new Child(new ProcessBuilder(List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xshare:auto",
              "-XX:TieredStopAtLevel=1",
              "-D" + Disk.SLOW + "=" + slowMillis,
              "-cp",
              System.getProperty("java.class.path"),
              Child.class.getName(),
              directory.toString()))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next thing that it says; null when it is gone. */
  String line() throws IOException {
    return lines.readLine();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it at once, wherever it is. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // And leaves open what it has said
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
