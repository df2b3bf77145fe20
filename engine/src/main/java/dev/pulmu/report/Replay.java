package dev.pulmu.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code pulmu replay} reads from a report, to do the run again.
 *
 * @param config what was asked for, with the backend that ran it
 * @param dataset what it was trained on
 * @param edits what people said of the learning rate
 * @param spans how long the run was for its schedule, where that is not the epochs asked for
 * @param learningRates of the last steps of its epochs, where there was one
 * @param from weightsSha256 of the model that it began with, if it did
 * @param weightsSha256 of its result
 * @param bits what its bits depend on
 */
public record Replay(
    RunConfig config,
    RunReport.Source dataset,
    List<Edit> edits,
    List<Span> spans,
    List<Double> learningRates,
    Optional<String> from,
    String weightsSha256,
    Map<String, String> bits) {
  /**
   * Reads a report, a file or the one in a run's directory.
   *
   * @throws IllegalArgumentException if it is no report, or of a run that nobody can do again
   */
  public static Replay read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(RunReport.FILE) : path;
    try {
      Fields json =
          new Fields(file + " is no report of a run: it", Json.read(Files.readAllBytes(file)));
      String ending = json.text("ending");
      if (ending.equals(Ending.INTERRUPTED.text()) || ending.equals(Ending.MAX_TIME.text())) {
        throw new IllegalArgumentException(file + " is of a run that ended by " + ending
            + " after " + json.whole("steps") + " steps, which no other run would do;"
            + " replay wants one that ended by itself");
      }
      return new Replay(
          config(json.in("config").json()).with("backend", json.text("backend")),
          CourseJson.dataset(json),
          json.has("edits") ? json.list("edits", CourseJson::edit) : List.of(),
          CourseJson.spans(json, List.of()),
          json.list("epochs", EpochJson::learningRate).stream()
              .flatMapToDouble(OptionalDouble::stream)
              .boxed()
              .toList(),
          json.optionalText("fromWeightsSha256"),
          json.text("weightsSha256"),
          texts(json.json().path("bitsDependOn")));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " is no report that can be read: " + AtomicFile.reason(e), e);
    }
  }

  /** Its numbers are not in quotes. */
  private static RunConfig config(JsonNode json) {
    return RunConfig.ofWritten(texts(json));
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.properties()
        .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }

  /** Rates that a person edited are those of the report, whatever their file says now. */
  public Schedule.Past rates() {
    int begun = edits.isEmpty() ? 0 : config.get(Settings.EPOCHS);
    return new Schedule.Past(begun, edits, List.of(), spans);
  }

  /**
   * Says, one a line, which of the things that bits depend on are different now, and which learning
   * rate differs first.
   */
  public List<String> differences(RunReport report) {
    List<String> lines = new ArrayList<>();
    bits.forEach((name, then) -> {
      String now = report.bits().getOrDefault(name, "nothing");
      if (!now.equals(then)) {
        lines.add(name + ": " + then + " then, " + now + " now");
      }
    });
    for (int i = 0; i < Math.min(learningRates.size(), report.epochs().size()); i++) {
      double then = learningRates.get(i);
      double now = report.epochs().get(i).learningRate().orElse(Double.NaN);
      if (now != then) {
        lines.add("learning rate of epoch " + (i + 1) + ": " + Numbers.text(then) + " then, "
            + Numbers.text(now) + " now");
        return lines;
      }
    }
    return lines;
  }
}
