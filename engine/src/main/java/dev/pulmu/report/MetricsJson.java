package dev.pulmu.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Json;
import dev.pulmu.metrics.ClassFigures;
import dev.pulmu.metrics.Classification;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.metrics.Questions;
import dev.pulmu.metrics.Regression;
import java.util.OptionalDouble;

/**
 * Writes metrics as JSON, each under the name that scikit-learn has for it; what is not defined has
 * no key.
 */
public final class MetricsJson {
  /** Where a test's metrics stand. */
  public static final String KEY = "testMetrics";

  private MetricsJson() {}

  /** The means first, then every class, question or target by its name. */
  public static ObjectNode of(Metrics metrics) {
    return metrics.match(MetricsJson::of, MetricsJson::of, MetricsJson::of);
  }

  private static ObjectNode of(Classification metrics) {
    ObjectNode json = Json.object()
        .put("accuracy", metrics.accuracy())
        .put("macroPrecision", metrics.macroPrecision())
        .put("macroRecall", metrics.macroRecall())
        .put("macroF1", metrics.macroF1());
    put(json, "rocAuc", metrics.macroRocAuc());
    put(json, "logLoss", metrics.logLoss());
    put(json, "expectedCalibrationError", metrics.calibrationError());
    for (int k : metrics.severalK()) {
      json.withObject("/topKAccuracy").put(Integer.toString(k), metrics.topKAccuracy(k));
    }
    for (ClassFigures each : metrics.classes()) {
      putFigures(json.withArray("classes").addObject(), each);
    }
    return json;
  }

  private static ObjectNode of(Questions metrics) {
    ObjectNode json = Json.object()
        .put("subsetAccuracy", metrics.subsetAccuracy())
        .put("accuracy", metrics.accuracy());
    put(json, "macroPrecision", metrics.macroPrecision());
    put(json, "macroRecall", metrics.macroRecall());
    put(json, "macroF1", metrics.macroF1());
    put(json, "rocAuc", metrics.macroRocAuc());
    json.put("logLoss", metrics.logLoss());
    json.put("expectedCalibrationError", metrics.calibrationError());
    for (Questions.Question each : metrics.questions()) {
      ObjectNode question = json.withArray("questions").addObject();
      putFigures(question, each.yes());
      question.put("accuracy", each.accuracy());
      question.put("logLoss", each.logLoss());
      question.put("expectedCalibrationError", each.calibrationError());
    }
    return json;
  }

  private static void putFigures(ObjectNode json, ClassFigures figures) {
    json.put("name", figures.name()).put("support", figures.samples());
    put(json, "precision", figures.precision());
    put(json, "recall", figures.recall());
    put(json, "f1", figures.f1());
    put(json, "rocAuc", figures.rocAuc());
  }

  private static ObjectNode of(Regression metrics) {
    ObjectNode json = Json.object();
    putErrors(
        json,
        metrics.meanAbsoluteError(),
        metrics.rootMeanSquaredError(),
        metrics.medianAbsoluteError(),
        metrics.r2());
    for (Regression.Target each : metrics.targets()) {
      putErrors(
          json.withArray("targets").addObject().put("name", each.name()),
          each.meanAbsoluteError(),
          each.rootMeanSquaredError(),
          each.medianAbsoluteError(),
          each.r2());
    }
    return json;
  }

  private static void putErrors(
      ObjectNode json, double mean, double root, double median, OptionalDouble r2) {
    json.put("meanAbsoluteError", mean);
    json.put("rootMeanSquaredError", root);
    json.put("medianAbsoluteError", median);
    put(json, "r2", r2);
  }

  private static void put(ObjectNode json, String key, OptionalDouble value) {
    value.ifPresent(number -> json.put(key, number));
  }
}
