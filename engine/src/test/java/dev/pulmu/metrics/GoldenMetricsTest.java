package dev.pulmu.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.recipe.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against scikit-learn 1.9.1 by {@code src/test/python/golden_metrics.py}. */
class GoldenMetricsTest {
  /** Both sum a few dozen numbers in double, in other orders. */
  private static final double DOUBLE = 1e-13;

  /** scikit-learn sums the rows' log losses in 32 bits where probabilities have 32. */
  private static final double FLOAT = 40 * 0x1p-24;

  @ParameterizedTest
  @MethodSource
  void classificationIsThatOfScikitLearn(JsonNode wanted) {
    Matrix probabilities = matrix(wanted, "probabilities", wanted.get("classes").asInt());
    int[] labels = IntStream.range(0, probabilities.rows())
        .map(row -> wanted.get("labels").get(row).asInt())
        .toArray();
    Classification came = Classification.of(
        probabilities,
        new Targets.Labels(labels, probabilities.columns()),
        names(probabilities.columns()));

    for (int i = 0; i < probabilities.columns(); i++) {
      checkClass(wanted.get("perClass").get(i), came.classes().get(i));
      check(wanted.get("topKAccuracy"), i, came.topKAccuracy(i + 1));
    }
    check(wanted.get("topKAccuracy"), 0, came.accuracy());
    check(wanted, "macroPrecision", came.macroPrecision());
    check(wanted, "macroRecall", came.macroRecall());
    check(wanted, "macroF1", came.macroF1());
    check(wanted, "rocAuc", came.macroRocAuc());
    check(wanted, "logLoss", came.logLoss(), FLOAT);
    check(wanted, "calibrationError", came.calibrationError(), DOUBLE);
  }

  @ParameterizedTest
  @MethodSource
  void questionsAreThoseOfScikitLearn(JsonNode wanted) {
    Matrix probabilities =
        matrix(wanted, "probabilities", wanted.get("questions").asInt());
    Matrix yes = matrix(wanted, "yes", probabilities.columns());
    Questions came = Questions.of(
        probabilities,
        new Targets.Values(yes.values(), yes.columns()),
        names(probabilities.columns()));

    for (int i = 0; i < probabilities.columns(); i++) {
      JsonNode question = wanted.get("perQuestion").get(i);
      Questions.Question each = came.questions().get(i);
      checkClass(question, each.yes());
      check(question, "accuracy", each.accuracy());
      check(question, "logLoss", OptionalDouble.of(each.logLoss()), FLOAT);
      check(question, "calibrationError", each.calibrationError());
    }
    check(wanted, "subsetAccuracy", came.subsetAccuracy());
    check(wanted, "accuracy", came.accuracy());
    check(wanted, "macroPrecision", came.macroPrecision());
    check(wanted, "macroRecall", came.macroRecall());
    check(wanted, "macroF1", came.macroF1());
    check(wanted, "rocAuc", came.macroRocAuc());
    check(wanted, "logLoss", OptionalDouble.of(came.logLoss()), FLOAT);
    check(wanted, "calibrationError", came.calibrationError());
  }

  @ParameterizedTest
  @MethodSource
  void regressionIsThatOfScikitLearn(JsonNode wanted) {
    Matrix outputs = matrix(wanted, "outputs", wanted.get("targets").asInt());
    Matrix targets = matrix(wanted, "wanted", outputs.columns());
    List<Scale> scales = new ArrayList<>();
    for (int i = 0; i < outputs.columns(); i++) {
      scales.add(new Scale(
          wanted.get("means").get(i).asDouble(), wanted.get("deviations").get(i).asDouble()));
    }
    Regression came = Regression.of(
        outputs,
        new Targets.Values(targets.values(), targets.columns()),
        scales,
        names(outputs.columns()));

    for (int i = 0; i < outputs.columns(); i++) {
      JsonNode target = wanted.get("perTarget").get(i);
      Regression.Target each = came.targets().get(i);
      check(target, "meanAbsoluteError", each.meanAbsoluteError());
      check(target, "rootMeanSquaredError", each.rootMeanSquaredError());
      check(target, "medianAbsoluteError", each.medianAbsoluteError());
      check(target, "r2", each.r2());
    }
    check(wanted, "meanAbsoluteError", came.meanAbsoluteError());
    check(wanted, "rootMeanSquaredError", came.rootMeanSquaredError());
    check(wanted, "medianAbsoluteError", came.medianAbsoluteError());
    check(wanted, "r2", came.r2());
  }

  private static void checkClass(JsonNode wanted, ClassFigures came) {
    assertThat(came.samples()).isEqualTo(wanted.get("samples").asLong());
    assertThat(came.answers()).isEqualTo(wanted.get("answers").asLong());
    assertThat(came.right()).isEqualTo(wanted.get("right").asLong());
    check(wanted, "precision", came.precision());
    check(wanted, "recall", came.recall());
    check(wanted, "f1", came.f1());
    check(wanted, "rocAuc", came.rocAuc());
  }

  private static void check(JsonNode wanted, int place, double came) {
    check("place " + place, wanted.get(place), OptionalDouble.of(came), DOUBLE);
  }

  private static void check(JsonNode wanted, String key, double came) {
    check(wanted, key, OptionalDouble.of(came));
  }

  private static void check(JsonNode wanted, String key, OptionalDouble came) {
    check(wanted, key, came, DOUBLE);
  }

  private static void check(JsonNode wanted, String key, OptionalDouble came, double tolerance) {
    check(key, wanted.get(key), came, tolerance);
  }

  private static void check(String what, JsonNode wanted, OptionalDouble came, double tolerance) {
    if (wanted.isNull()) {
      assertThat(came).as(what).isEmpty();
      return;
    }
    double size = Math.max(1, Math.abs(wanted.asDouble()));
    assertThat(came.orElseThrow())
        .as(what)
        .isBetween(wanted.asDouble() - tolerance * size, wanted.asDouble() + tolerance * size);
  }

  private static Matrix matrix(JsonNode json, String key, int columns) {
    float[] values = new float[json.get(key).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) json.get(key).get(i).asDouble();
    }
    return new Matrix(values.length / columns, columns, values);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  static Stream<Named<JsonNode>> classificationIsThatOfScikitLearn() throws IOException {
    return cases("classification");
  }

  static Stream<Named<JsonNode>> questionsAreThoseOfScikitLearn() throws IOException {
    return cases("questions");
  }

  static Stream<Named<JsonNode>> regressionIsThatOfScikitLearn() throws IOException {
    return cases("regression");
  }

  private static Stream<Named<JsonNode>> cases(String kind) throws IOException {
    try (InputStream json = GoldenMetricsTest.class.getResourceAsStream("golden.json")) {
      JsonNode cases = new ObjectMapper().readTree(json).get(kind);
      return StreamSupport.stream(cases.spliterator(), false)
          .map(each -> Named.of(each.get("name").asText(), each));
    }
  }
}
