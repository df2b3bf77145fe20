package dev.pulmu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What lies in the directory of a run, as tests look at it. */
final class RunFiles {
  private static final String STEP = "step-";

  private RunFiles() {}

  /** The report. */
  static ObjectNode report(Path run) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(run.resolve(RunReport.FILE).toFile());
  }

  /** The line that people read of a test of classes, in four digits. */
  static String testLine(JsonNode report) {
    return String.format(
        Locale.ROOT,
        "test accuracy %.4f, loss %.4g",
        report.get("testAccuracy").doubleValue(),
        report.get("testLoss").doubleValue());
  }

  /** The report without times, and without whether it was done in one go. */
  static ObjectNode result(Path run) throws IOException {
    ObjectNode report = report(run);
    report.remove(List.of("seconds", "resumed"));
    report
        .get("epochs")
        .forEach(epoch -> ((ObjectNode) epoch).remove(List.of("seconds", "samplesPerSecond")));
    return report;
  }

  static Path checkpoints(Path run) {
    return run.resolve("checkpoints");
  }

  /** The folder of one checkpoint. */
  static Path checkpoint(Path run, long step) {
    return checkpoints(run).resolve(STEP + String.format(Locale.ROOT, "%010d", step));
  }

  /** The steps of all checkpoints, ascending. */
  static List<Long> steps(Path run) throws IOException {
    return names(run).stream()
        .filter(name -> name.startsWith(STEP))
        .map(name -> Long.valueOf(name.substring(STEP.length())))
        .sorted()
        .toList();
  }

  /** The step of the newest checkpoint; 0 if there is none. */
  static long newest(Path run) throws IOException {
    List<Long> steps = steps(run);
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
  }

  /** Whether a checkpoint is half written or half removed. */
  static boolean isHalfDone(Path run) throws IOException {
    return names(run).stream().anyMatch(name -> name.startsWith("."));
  }

  /** Copies a directory with all that is in it. */
  static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
    return to;
  }

  private static List<String> names(Path run) throws IOException {
    if (Files.notExists(checkpoints(run))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(checkpoints(run))) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
