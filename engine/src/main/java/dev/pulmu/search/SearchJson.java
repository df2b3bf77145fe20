package dev.pulmu.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.files.Json;
import dev.pulmu.report.RunReport;
import dev.pulmu.search.Trial.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Searches and trials as JSON, both ways: keys and their order stand here. */
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

  /** What decides a search. */
  static ObjectNode heading(SearchConfig config, RunReport.Source dataset, String backend) {
    ObjectNode json = Json.object();
    ObjectNode settings = json.putObject("settings");
    config.fixed().written().forEach(settings::put);
    ArrayNode ranges = json.putArray("ranges");
    config.ranges().forEach(range -> ranges.add(range.text()));
    json.put("trials", config.trials()).put("rounds", config.rounds());
    config.halving().ifPresent(eta -> json.put("halving", eta));
    json.putObject("dataset").put("name", dataset.name()).put("sha256", dataset.sha256());
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

  static RunReport.Source dataset(JsonNode json) {
    return new RunReport.Source(
        json.at("/dataset/name").asText(), json.at("/dataset/sha256").asText());
  }

  static ObjectNode of(Trial trial) {
    ObjectNode json = Json.object();
    json.put("trial", trial.number()).put("rung", trial.rung());
    ObjectNode values = json.putObject("values");
    trial.values().forEach(values::put);
    json.put("epoch", trial.epoch());
    trial.loss().ifPresent(loss -> json.put("validationLoss", loss));
    trial.accuracy().ifPresent(accuracy -> json.put("validationAccuracy", accuracy));
    trial.failure().ifPresent(where -> json.put("diverged", where));
    ArrayNode epochs = json.putArray("epochs");
    for (Point point : trial.curve()) {
      ObjectNode node = epochs.addObject().put("trainLoss", point.trainLoss());
      point.trainAccuracy().ifPresent(accuracy -> node.put("trainAccuracy", accuracy));
      node.put("validationLoss", point.validationLoss());
      point.validationAccuracy().ifPresent(accuracy -> node.put("validationAccuracy", accuracy));
    }
    return json;
  }

  static Trial trial(JsonNode json) {
    Map<String, Double> values = new LinkedHashMap<>();
    json.required("values")
        .properties()
        .forEach(field -> values.put(field.getKey(), field.getValue().asDouble()));
    List<Point> curve = new ArrayList<>();
    json.required("epochs")
        .forEach(node -> curve.add(new Point(
            node.required("trainLoss").asDouble(),
            number(node, "trainAccuracy"),
            node.required("validationLoss").asDouble(),
            number(node, "validationAccuracy"))));
    return new Trial(
        json.required("trial").asInt(),
        json.required("rung").asInt(),
        values,
        curve,
        json.required("epoch").asInt(),
        json.has("diverged") ? Optional.of(json.path("diverged").asText()) : Optional.empty());
  }

  private static OptionalDouble number(JsonNode node, String key) {
    return node.has(key) ? OptionalDouble.of(node.get(key).asDouble()) : OptionalDouble.empty();
  }
}
