package dev.pulmu.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.json.Json;
import dev.pulmu.recipe.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes a report as JSON: its keys and their order stand here. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static String of(RunReport report) {
    ObjectNode json = Json.object();
    json.set("config", config(report.config()));
    json.put("network", report.network().text());
    CourseJson.put(json, report.dataset());
    report.recipe().ifPresent(recipe -> json.set("recipe", tree(recipe)));
    json.put("backend", report.backend());
    json.put("device", report.device());
    ObjectNode versions = json.putObject("versions");
    report.versions().forEach(versions::put);
    json.put("commit", report.commit());
    json.put("seed", report.config().get(Settings.SEED));
    json.put("stopped", report.stopped());
    json.put("ending", report.ending().text());
    report.best().ifPresent(epoch -> json.put("bestEpoch", epoch));
    if (report.testSteered()) {
      json.put("testSteered", true);
    }
    report
        .resumed()
        .ifPresent(resumed -> json.putObject("resumed")
            .put("step", resumed.step())
            .put("backend", resumed.backend()));
    report.from().ifPresent(weights -> json.put("fromWeightsSha256", weights));
    ArrayNode epochs = json.putArray("epochs");
    report.epochs().forEach(epoch -> epochs.add(EpochJson.metrics(epoch)));
    if (!report.edits().isEmpty()) {
      ArrayNode edits = json.putArray("edits");
      report.edits().forEach(edit -> edits.add(CourseJson.of(edit)));
    }
    if (!report.spans().isEmpty()) {
      CourseJson.put(json, report.spans());
    }
    report.test().ifPresent(test -> EpochJson.putTest(json, test));
    report.testMetrics().ifPresent(metrics -> json.set(MetricsJson.KEY, MetricsJson.of(metrics)));
    json.put("steps", report.steps());
    CourseJson.put(json, report.seconds());
    ObjectNode bits = json.putObject("bitsDependOn");
    report.bits().forEach(bits::put);
    json.put("weights", report.config().get(Settings.EMA) > 0 ? "ema" : "live");
    json.put("weightsSha256", report.weightsSha256());
    json.put("parameters", report.parameters());
    return json.toPrettyString() + "\n";
  }

  private static JsonNode tree(Recipe recipe) {
    try {
      return Json.read(recipe.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("a recipe's text is JSON", e);
    }
  }

  private static ObjectNode config(RunConfig config) {
    ObjectNode json = Json.object();
    json.put(RunConfig.FORMAT_KEY, RunConfig.FORMAT);
    for (Setting<?> setting : Settings.all()) {
      Object value = config.get(setting) instanceof Optional<?> optional
          ? optional.orElse(null)
          : config.get(setting);
      if (value instanceof Number || value instanceof Boolean) {
        json.set(setting.key(), JSON.valueToTree(value));
      } else {
        json.put(setting.key(), config.text(setting));
      }
    }
    return json;
  }
}
