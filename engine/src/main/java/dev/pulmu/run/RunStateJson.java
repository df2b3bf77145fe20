package dev.pulmu.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Totals;
import dev.pulmu.config.RunConfig;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.report.CourseJson;
import dev.pulmu.report.EpochJson;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads and writes the state of a run as JSON: its keys and their order stand here. */
final class RunStateJson {
  private static final int FORMAT = 2;

  /** Of states that have their epochs and edits in themselves. */
  private static final int WITHOUT_HISTORY = 1;

  private RunStateJson() {}

  static ObjectNode of(RunState state) {
    ObjectNode json = Json.object().put("format", FORMAT);
    ObjectNode config = json.putObject("config");
    state.config().written().forEach(config::put);
    CourseJson.put(json, state.dataset());
    json.put("backend", state.backend());
    state.from().ifPresent(weights -> json.put("fromWeightsSha256", weights));
    json.put("step", state.step());
    json.putObject("epochInWork")
        .put("lossSum", state.totals().lossSum())
        .put("correct", state.totals().correct())
        .put("samples", state.totals().samples())
        .put("seconds", state.seconds());
    state
        .best()
        .ifPresent(best -> json.putObject("best")
            .put("metric", best.metric())
            .put("value", best.value())
            .put("epoch", best.epoch())
            .put("step", best.step()));
    json.put("patience", state.patience());
    CourseJson.put(json, state.spent());
    state.ended().ifPresent(ending -> json.put("ended", ending.text()));
    CourseJson.put(json, state.spans());
    return finite("run", json);
  }

  /** An edit stands before the line of the epoch from which on it holds. */
  static List<ObjectNode> history(List<Epoch> epochs, List<Edit> edits) {
    List<ObjectNode> history = new ArrayList<>();
    int told = 0;
    for (Epoch epoch : epochs) {
      for (; told < edits.size() && edits.get(told).epoch() <= epoch.epoch(); told++) {
        history.add(of(edits.get(told)));
      }
      history.add(of(epoch));
    }
    edits.subList(told, edits.size()).forEach(edit -> history.add(of(edit)));
    return history;
  }

  static ObjectNode of(Edit edit) {
    return finite("edit", CourseJson.of(edit));
  }

  static ObjectNode of(Epoch epoch) {
    return finite("epoch", EpochJson.sums(epoch));
  }

  private static ObjectNode finite(String key, ObjectNode json) {
    requireFinite(key, json);
    return json;
  }

  private static void requireFinite(String key, JsonNode json) {
    if (json.isDouble() && !Double.isFinite(json.doubleValue())) {
      throw new IllegalArgumentException(
          "the state of a run wants finite numbers, came " + json.doubleValue() + " as " + key);
    }
    json.properties().forEach(field -> requireFinite(field.getKey(), field.getValue()));
    if (json.isArray()) {
      json.forEach(element -> requireFinite(key, element));
    }
  }

  static RunState read(ObjectNode node, List<ObjectNode> history) {
    Fields json = new Fields("the state of the run", node);
    long format = json.whole("format");
    if (format != FORMAT && format != WITHOUT_HISTORY) {
      throw new IllegalArgumentException("the state of the run has format " + format
          + ", this version of Pulmu knows " + WITHOUT_HISTORY + " and " + FORMAT);
    }
    boolean within = format == WITHOUT_HISTORY;
    List<Epoch> epochs = within
        ? json.list("epochs", EpochJson::read)
        : lines(history, "trainLoss", EpochJson::read);
    List<Edit> edits =
        within ? json.list("edits", CourseJson::edit) : lines(history, "rate", CourseJson::edit);
    RunConfig config = config(json.in("config"));
    Fields inWork = json.in("epochInWork");
    return new RunState(
        config,
        CourseJson.dataset(json),
        json.text("backend"),
        json.optionalText("fromWeightsSha256"),
        json.whole("step"),
        new Totals(inWork.real("lossSum"), inWork.whole("correct"), inWork.whole("samples"), -1),
        inWork.real("seconds"),
        epochs,
        json.optional("best")
            .map(best -> new RunState.Best(
                best.text("metric"), best.real("value"), best.count("epoch"), best.whole("step"))),
        json.count("patience"),
        CourseJson.seconds(json),
        json.optionalText("ended").map(Ending::parse),
        edits,
        // What was written before runs knew spans went over the epochs that it says
        CourseJson.spans(json, config.spans()));
  }

  private static <T> List<T> lines(
      List<ObjectNode> history, String key, Function<Fields, T> reader) {
    return history.stream()
        .filter(line -> line.has(key))
        .map(line -> reader.apply(new Fields("the state of the run", line)))
        .toList();
  }

  private static RunConfig config(Fields json) {
    Map<String, String> written = new LinkedHashMap<>();
    json.json().fieldNames().forEachRemaining(key -> written.put(key, json.text(key)));
    return RunConfig.ofWritten(written);
  }
}
