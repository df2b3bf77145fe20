package dev.pulmu.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.json.Fields;
import dev.pulmu.json.Json;
import dev.pulmu.report.CourseJson;
import dev.pulmu.report.RunReport;
import dev.pulmu.search.Trial.Point;
import dev.pulmu.steering.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads and writes searches and trials as JSON: keys and their order stand here. */
final class SearchJson {
  private SearchJson() {}

  static String of(SearchResult result) {
    ObjectNode json = heading(result.config(), result.dataset(), result.backend());
    json.put("stopped", result.stopped());
    ArrayNode rounds = json.putArray("rounds");
    for (Round round : result.rounds()) {
      ObjectNode node = rounds.addObject();
      ArrayNode ranges = node.putArray("ranges");
      round.ranges().forEach(range -> ranges.add(range.text()));
      ArrayNode importance = node.putArray("importance");
      round
          .importance()
          .forEach(one -> importance
              .addObject()
              .put("parameter", one.name())
              .put("shareOfRankVariance", one.share())
              .put("rankCorrelation", one.correlation()));
    }
    ArrayNode ranking = json.putArray("ranking");
    result.ranking().forEach(trial -> ranking.add(of(trial)));
    return json.toPrettyString() + "\n";
  }

  /** The first line of a journal: everything that decides a search. */
  static ObjectNode heading(SearchConfig config, RunReport.Source dataset, String backend) {
    ObjectNode json = Json.object();
    ObjectNode settings = json.putObject("settings");
    config.fixed().written().forEach(settings::put);
    ArrayNode ranges = json.putArray("ranges");
    config.ranges().forEach(range -> ranges.add(range.text()));
    json.put("trials", config.trials()).put("rounds", config.rounds());
    config.halving().ifPresent(eta -> json.put("halving", eta));
    CourseJson.put(json, dataset);
    return json.put("backend", backend);
  }

  static SearchConfig config(JsonNode json) {
    Map<String, String> settings = new LinkedHashMap<>();
    json.path("settings")
        .properties()
        .forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    List<SearchRange> ranges = new ArrayList<>();
    json.path("ranges").forEach(range -> ranges.add(SearchRange.parse(range.asText())));
    return new SearchConfig(
        RunConfig.ofWritten(settings),
        ranges,
        json.path("trials").asInt(),
        json.path("rounds").asInt(),
        json.has("halving") ? Optional.of(json.get("halving").asInt()) : Optional.empty());
  }

  static ObjectNode of(Trial trial) {
    ObjectNode json = Json.object();
    json.put("trial", trial.number()).put("rung", trial.rung());
    ObjectNode values = json.putObject("values");
    trial.values().forEach(values::put);
    json.put("epoch", trial.epoch());
    put(json, Metric.VALIDATION_LOSS, trial.loss());
    put(json, Metric.VALIDATION_ACCURACY, trial.accuracy());
    trial.failure().ifPresent(where -> json.put("diverged", where));
    ArrayNode epochs = json.putArray("epochs");
    for (Point point : trial.curve()) {
      ObjectNode node = epochs.addObject().put(Metric.TRAIN_LOSS.text(), point.trainLoss());
      put(node, Metric.TRAIN_ACCURACY, point.trainAccuracy());
      node.put(Metric.VALIDATION_LOSS.text(), point.validationLoss());
      put(node, Metric.VALIDATION_ACCURACY, point.validationAccuracy());
    }
    return json;
  }

  private static void put(ObjectNode json, Metric metric, OptionalDouble value) {
    value.ifPresent(number -> json.put(metric.text(), number));
  }

  /** @throws IllegalArgumentException naming what is missing or makes no sense */
  static Trial trial(JsonNode node) {
    Fields json = new Fields("a trial", node);
    Map<String, Double> values = new LinkedHashMap<>();
    Fields drawn = json.in("values");
    drawn.json().fieldNames().forEachRemaining(name -> values.put(name, drawn.real(name)));
    return new Trial(
        json.count("trial"),
        json.count("rung"),
        values,
        json.list("epochs", SearchJson::point),
        json.count("epoch"),
        json.optionalText("diverged"));
  }

  private static Point point(Fields json) {
    return new Point(
        json.real(Metric.TRAIN_LOSS.text()),
        json.optionalReal(Metric.TRAIN_ACCURACY.text()),
        json.real(Metric.VALIDATION_LOSS.text()),
        json.optionalReal(Metric.VALIDATION_ACCURACY.text()));
  }
}
