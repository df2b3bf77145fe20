package dev.pulmu.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Epoch;
import java.util.List;
import java.util.Optional;

/** A report as JSON: its keys and their order stand here. */
public final class ReportJson {
  /** How long the run is for its schedule, and from which step on; also in the state of a run. */
  public static final String SPANS = "scheduleSpans";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  public static String of(RunReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.set("config", config(report.config()));
    json.put("network", report.network().text());
    json.putObject("dataset")
        .put("name", report.dataset().name())
        .put("sha256", report.dataset().sha256());
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
    report.epochs().forEach(epoch -> epochs.add(epoch(epoch)));
    if (!report.edits().isEmpty()) {
      json.set("edits", JSON.valueToTree(report.edits()));
    }
    if (!report.spans().isEmpty()) {
      json.set(SPANS, spans(report.spans()));
    }
    report.test().ifPresent(test -> put(json, test));
    json.put("steps", report.steps());
    json.set("seconds", of(report.seconds()));
    ObjectNode bits = json.putObject("bitsDependOn");
    report.bits().forEach(bits::put);
    json.put("weights", report.config().get(Settings.EMA) > 0 ? "ema" : "live");
    json.put("weightsSha256", report.weightsSha256());
    json.put("parameters", report.parameters());
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts is always JSON", e);
    }
  }

  public static ArrayNode spans(List<Span> spans) {
    ArrayNode json = JSON.createArrayNode();
    spans.forEach(
        span -> json.addObject().put("fromStep", span.fromStep()).put("epochs", span.epochs()));
    return json;
  }

  public static ObjectNode of(RunReport.Seconds seconds) {
    return JSON.createObjectNode()
        .put("start", seconds.start())
        .put("data", seconds.data())
        .put("train", seconds.train())
        .put("evaluate", seconds.evaluate());
  }

  private static ObjectNode config(RunConfig config) {
    ObjectNode json = JSON.createObjectNode();
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

  private static ObjectNode epoch(Epoch epoch) {
    ObjectNode json = JSON.createObjectNode();
    json.put("epoch", epoch.epoch());
    json.put("trainLoss", epoch.trainLoss());
    epoch.penalty().ifPresent(penalty -> json.put("penalty", penalty));
    epoch.trainAccuracy().ifPresent(accuracy -> json.put("trainAccuracy", accuracy));
    epoch.validation().ifPresent(validation -> {
      json.put("validationLoss", validation.loss());
      validation.accuracy().ifPresent(accuracy -> json.put("validationAccuracy", accuracy));
    });
    epoch.test().ifPresent(test -> {
      json.put("testLoss", test.loss());
      test.accuracy().ifPresent(accuracy -> json.put("testAccuracy", accuracy));
    });
    json.put("seconds", epoch.seconds()).put("samplesPerSecond", epoch.samplesPerSecond());
    epoch.learningRate().ifPresent(rate -> json.put("learningRate", rate));
    return json;
  }

  private static void put(ObjectNode json, Evaluation test) {
    json.put("testLoss", test.loss());
    test.accuracy().ifPresent(accuracy -> json.put("testAccuracy", accuracy));
    if (test.confusion().length > 0) {
      json.set("confusion", JSON.valueToTree(test.confusion()));
    }
  }
}
