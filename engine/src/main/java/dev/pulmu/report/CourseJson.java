package dev.pulmu.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import java.util.List;

/**
 * Reads and writes, as JSON, what reports and the states of runs have in common besides epochs: the
 * data set, the edits of the rate, and the seconds of each phase.
 */
public final class CourseJson {
  private CourseJson() {}

  /** The data set of a run or of a search. */
  public static void put(ObjectNode json, RunReport.Source dataset) {
    json.putObject("dataset").put("name", dataset.name()).put("sha256", dataset.sha256());
  }

  /**
   * Reads what {@link #put(ObjectNode, RunReport.Source)} puts.
   *
   * @throws IllegalArgumentException naming the key that is missing or makes no sense, as all
   *     readers here do
   */
  public static RunReport.Source dataset(Fields json) {
    Fields dataset = json.in("dataset");
    return new RunReport.Source(dataset.text("name"), dataset.text("sha256"));
  }

  public static void put(ObjectNode json, RunReport.Seconds seconds) {
    json.putObject("seconds")
        .put("start", seconds.start())
        .put("data", seconds.data())
        .put("train", seconds.train())
        .put("evaluate", seconds.evaluate());
  }

  public static RunReport.Seconds seconds(Fields json) {
    Fields seconds = json.in("seconds");
    return new RunReport.Seconds(
        seconds.real("start"),
        seconds.real("data"),
        seconds.real("train"),
        seconds.real("evaluate"));
  }

  public static ObjectNode of(Edit edit) {
    return Json.object()
        .put("epoch", edit.epoch())
        .put("rate", edit.rate())
        .put("message", edit.message());
  }

  public static Edit edit(Fields edit) {
    return new Edit(edit.count("epoch"), edit.real("rate"), edit.text("message"));
  }

  /** How long the run is for its schedule, and from which step on. */
  public static void put(ObjectNode json, List<Span> spans) {
    ArrayNode array = json.putArray("scheduleSpans");
    spans.forEach(
        span -> array.addObject().put("fromStep", span.fromStep()).put("epochs", span.epochs()));
  }

  /** @param unsaid what they are if nothing is said */
  public static List<Span> spans(Fields json, List<Span> unsaid) {
    return json.has("scheduleSpans")
        ? json.list("scheduleSpans", span -> new Span(span.whole("fromStep"), span.count("epochs")))
        : unsaid;
  }
}
