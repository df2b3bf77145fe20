package dev.pulmu.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process that answers with a line of JSON, the last one on its standard output that begins with
 * a brace.
 *
 * @param command program and arguments
 * @param threads how many the libraries in it may use
 */
public record Question(List<String> command, int threads) {
  /** Longer than the slowest peer needs for the largest workload of a CPU. */
  private static final int PATIENCE_MINUTES = 15;

  private static final int LONGEST_REASON = 300;

  /**
   * Starts it and waits for its answer.
   *
   * @param folder takes its standard streams as files
   * @throws ProcessException if it does not start, does not end well or does not answer
   */
  public JsonNode ask(Path folder) {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    try {
      Files.deleteIfExists(err);
      int status = run(out, err);
      if (status != 0) {
        throw new ProcessException("status " + status + reason(lines(err)));
      }
      List<String> answers = matching(lines(out), line -> line.startsWith("{"));
      if (answers.isEmpty()) {
        throw new ProcessException("it ended without an answer" + reason(lines(err)));
      }
      return read(answers.get(answers.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException("a benchmark cannot work in " + folder + ": " + e, e);
    }
  }

  private static JsonNode read(String answer) {
    try {
      return Json.read(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ProcessException("its answer is no JSON: " + shortened(answer));
    }
  }

  private int run(Path out, Path err) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment());
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw ProcessException.missing("cannot start " + command.get(0) + ": " + e.getMessage());
    }
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new ProcessException("no answer after " + PATIENCE_MINUTES + " minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessException("interrupted");
    } finally {
      process.destroyForcibly();
      removeHook(killer);
    }
  }

  private static void removeHook(Thread killer) {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException shuttingDown) {
      // then the hook does its work
    }
  }

  /** OpenMP and MKL read these; waiting threads sleep, as there may be others that could work. */
  private Map<String, String> environment() {
    String count = Integer.toString(threads);
    return Map.of("OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count, "OMP_WAIT_POLICY", "PASSIVE");
  }

  /** What stands behind a status: the line with which Java dies, or the last one. */
  private static String reason(List<String> errors) {
    List<String> thrown = matching(errors, line -> line.startsWith("Exception in thread"));
    List<String> said = thrown.isEmpty() ? matching(errors, line -> !line.isBlank()) : thrown;
    if (said.isEmpty()) {
      return "";
    }
    return ": " + shortened(said.get(said.size() - 1).strip());
  }

  private static String shortened(String line) {
    return line.substring(0, Math.min(LONGEST_REASON, line.length()));
  }

  private static List<String> matching(List<String> lines, Predicate<String> wanted) {
    return lines.stream().filter(wanted).toList();
  }

  /** In whatever encoding. */
  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
  }
}
