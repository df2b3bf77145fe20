package dev.pulmu.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Totals;
import dev.pulmu.config.RunConfig;
import dev.pulmu.files.Json;
import dev.pulmu.report.ReportJson;
import dev.pulmu.report.RunReport;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** The state of a run as JSON: its keys and their order stand here. */
final class RunStateJson {
  private static final int FORMAT = 2;

  /** Of states that have their epochs and edits in themselves. */
  private static final int WITHOUT_HISTORY = 1;

  private RunStateJson() {}

  static ObjectNode of(RunState state) {
    ObjectNode json = Json.object().put("format", FORMAT);
    ObjectNode config = json.putObject("config");
    state.config().written().forEach(config::put);
    json.putObject("dataset")
        .put("name", state.dataset().name())
        .put("sha256", state.dataset().sha256());
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
    json.set("seconds", ReportJson.of(state.spent()));
    state.ended().ifPresent(ending -> json.put("ended", ending.text()));
    json.set(ReportJson.SPANS, ReportJson.spans(state.spans()));
    requireFinite("run", json);
    return json;
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
    ObjectNode json = Json.object()
        .put("epoch", edit.epoch())
        .put("rate", edit.rate())
        .put("message", edit.message());
    requireFinite("edit", json);
    return json;
  }

  static ObjectNode of(Epoch epoch) {
    ObjectNode json = Json.object().put("epoch", epoch.epoch()).put("trainLoss", epoch.trainLoss());
    epoch.penalty().ifPresent(penalty -> json.put("penalty", penalty));
    epoch.trainAccuracy().ifPresent(accuracy -> json.put("trainAccuracy", accuracy));
    epoch.validation().ifPresent(validation -> json.set("validation", of(validation)));
    epoch.test().ifPresent(test -> json.set("test", of(test)));
    json.put("seconds", epoch.seconds()).put("samplesPerSecond", epoch.samplesPerSecond());
    epoch.learningRate().ifPresent(rate -> json.put("learningRate", rate));
    requireFinite("epoch", json);
    return json;
  }

  private static ObjectNode of(Evaluation evaluation) {
    ObjectNode sums = Json.object()
        .put("lossSum", evaluation.lossSum())
        .put("correct", evaluation.correct())
        .put("samples", evaluation.samples());
    for (long[] label : evaluation.confusion()) {
      ArrayNode row = sums.withArray("confusion").addArray();
      for (long count : label) {
        row.add(count);
      }
    }
    return sums;
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

  static RunState read(ObjectNode json, List<ObjectNode> history) {
    long format = whole(json, "format");
    if (format != FORMAT && format != WITHOUT_HISTORY) {
      throw new IllegalArgumentException("the state of the run has format " + format
          + ", this version of Pulmu knows " + WITHOUT_HISTORY + " and " + FORMAT);
    }
    boolean within = format == WITHOUT_HISTORY;
    List<JsonNode> epochs =
        within ? list(json, "epochs", epoch -> epoch) : lines(history, "trainLoss");
    List<JsonNode> edits = within ? list(json, "edits", edit -> edit) : lines(history, "rate");
    JsonNode dataset = need(json, "dataset");
    JsonNode inWork = need(json, "epochInWork");
    RunConfig config = config(need(json, "config"));
    return new RunState(
        config,
        new RunReport.Source(text(dataset, "name"), text(dataset, "sha256")),
        text(json, "backend"),
        optional(json, "fromWeightsSha256").map(from -> text(json, "fromWeightsSha256")),
        whole(json, "step"),
        new Totals(real(inWork, "lossSum"), whole(inWork, "correct"), whole(inWork, "samples"), -1),
        real(inWork, "seconds"),
        epochs.stream().map(RunStateJson::epoch).toList(),
        optional(json, "best")
            .map(best -> new RunState.Best(
                text(best, "metric"),
                real(best, "value"),
                count(best, "epoch"),
                whole(best, "step"))),
        count(json, "patience"),
        seconds(need(json, "seconds")),
        optional(json, "ended").map(ended -> Ending.parse(text(json, "ended"))),
        edits.stream()
            .map(edit -> new Edit(count(edit, "epoch"), real(edit, "rate"), text(edit, "message")))
            .toList(),
        // What was written before runs knew spans went over the epochs that it says
        json.has(ReportJson.SPANS)
            ? list(
                json,
                ReportJson.SPANS,
                span -> new Span(whole(span, "fromStep"), count(span, "epochs")))
            : config.spans());
  }

  private static List<JsonNode> lines(List<ObjectNode> history, String key) {
    return history.stream()
        .filter(line -> line.has(key))
        .map(JsonNode.class::cast)
        .toList();
  }

  private static RunConfig config(JsonNode json) {
    Map<String, String> written = new LinkedHashMap<>();
    json.properties().forEach(field -> written.put(field.getKey(), text(json, field.getKey())));
    return RunConfig.ofWritten(written);
  }

  private static Epoch epoch(JsonNode json) {
    return new Epoch(
        count(json, "epoch"),
        real(json, "trainLoss"),
        optionalReal(json, "penalty"),
        optionalReal(json, "trainAccuracy"),
        optional(json, "validation").map(RunStateJson::evaluation),
        optional(json, "test").map(RunStateJson::evaluation),
        real(json, "seconds"),
        real(json, "samplesPerSecond"),
        optionalReal(json, "learningRate"));
  }

  private static RunReport.Seconds seconds(JsonNode json) {
    return new RunReport.Seconds(
        real(json, "start"), real(json, "data"), real(json, "train"), real(json, "evaluate"));
  }

  private static Evaluation evaluation(JsonNode json) {
    List<long[]> confusion = new ArrayList<>();
    for (JsonNode label : json.path("confusion")) {
      List<Long> counts = new ArrayList<>();
      label.forEach(count -> counts.add(
          of("confusion", JsonNode::isIntegralNumber, "whole numbers", count).longValue()));
      confusion.add(counts.stream().mapToLong(Long::longValue).toArray());
    }
    return new Evaluation(
        real(json, "lossSum"),
        whole(json, "correct"),
        whole(json, "samples"),
        confusion.toArray(long[][]::new));
  }

  private static <T> List<T> list(JsonNode json, String key, Function<JsonNode, T> reader) {
    List<T> list = new ArrayList<>();
    of(key, JsonNode::isArray, "a list", need(json, key))
        .forEach(element -> list.add(reader.apply(element)));
    return list;
  }

  private static String text(JsonNode json, String key) {
    return of(key, JsonNode::isTextual, "a text", need(json, key)).textValue();
  }

  private static double real(JsonNode json, String key) {
    return of(key, JsonNode::isNumber, "a number", need(json, key)).doubleValue();
  }

  private static long whole(JsonNode json, String key) {
    return of(
            key,
            value -> value.isIntegralNumber() && value.canConvertToLong(),
            "a whole number",
            need(json, key))
        .longValue();
  }

  private static int count(JsonNode json, String key) {
    return of(
            key,
            value -> value.isIntegralNumber() && value.canConvertToInt(),
            "a whole number",
            need(json, key))
        .intValue();
  }

  private static OptionalDouble optionalReal(JsonNode json, String key) {
    return json.has(key) ? OptionalDouble.of(real(json, key)) : OptionalDouble.empty();
  }

  private static Optional<JsonNode> optional(JsonNode json, String key) {
    return Optional.ofNullable(json.get(key));
  }

  private static JsonNode need(JsonNode json, String key) {
    return optional(json, key)
        .orElseThrow(
            () -> new IllegalArgumentException("the state of the run has no '" + key + "'"));
  }

  private static JsonNode of(String key, Predicate<JsonNode> form, String wanted, JsonNode came) {
    if (!form.test(came)) {
      throw new IllegalArgumentException(
          "the state of the run wants " + wanted + " as '" + key + "', came " + came);
    }
    return came;
  }
}
