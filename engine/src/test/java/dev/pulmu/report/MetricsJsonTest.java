package dev.pulmu.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import dev.pulmu.metrics.Classification;
import dev.pulmu.metrics.Questions;
import dev.pulmu.metrics.Regression;
import dev.pulmu.recipe.Scale;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsJsonTest {
  @Test
  void aClassifierHasItsMeansAndEveryClass() {
    Matrix shares = new Matrix(2, 4, new float[] {0.5f, 0.25f, 0.25f, 0, 0.25f, 0.5f, 0.25f, 0});
    Labels labels = new Labels(new int[] {0, 2}, 4);

    JsonNode json =
        MetricsJson.of(Classification.of(shares, labels, List.of("ash", "elm", "oak", "yew")));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "accuracy",
            "macroPrecision",
            "macroRecall",
            "macroF1",
            "rocAuc",
            "logLoss",
            "expectedCalibrationError",
            "topKAccuracy",
            "classes");
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(0.5);
    assertThat(json.get("topKAccuracy")).hasToString("{\"3\":1.0}");
    assertThat(json.at("/classes/0"))
        .hasToString("{\"name\":\"ash\",\"support\":1,\"precision\":1.0,\"recall\":1.0,\"f1\":1.0,"
            + "\"rocAuc\":1.0}");
  }

  @Test
  void whatIsNotDefinedHasNoKey() {
    Labels labels = new Labels(new int[] {0, 0}, 2);
    Matrix scores = new Matrix(2, 2, new float[] {1, 0, 1, 0});

    JsonNode json = MetricsJson.of(Classification.ofScores(scores, labels, List.of("no", "yes")));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("accuracy", "macroPrecision", "macroRecall", "macroF1", "classes");
    assertThat(json.at("/classes/1")).hasToString("{\"name\":\"yes\",\"support\":0}");
  }

  @Test
  void questionsHaveTheirOwnFigures() {
    Matrix shares = new Matrix(2, 1, new float[] {0.75f, 0.75f});

    JsonNode json =
        MetricsJson.of(Questions.of(shares, new Values(new float[] {1, 0}, 1), List.of("sunny")));

    assertThat(json.get("subsetAccuracy").doubleValue()).isEqualTo(0.5);
    assertThat(json.at("/questions/0").fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "support",
            "precision",
            "recall",
            "f1",
            "rocAuc",
            "accuracy",
            "logLoss",
            "expectedCalibrationError");
    assertThat(json.at("/questions/0/expectedCalibrationError").doubleValue()).isEqualTo(0.25);
  }

  /** The second target is constant: the mean R² is that of the first, 1 − 1/2. */
  @Test
  void aRegressionHasItsMeansAndEveryTarget() {
    Matrix outputs = new Matrix(2, 2, new float[] {2, 5, 3, 5});
    Values wanted = new Values(new float[] {1, 5, 3, 5}, 2);

    JsonNode json = MetricsJson.of(Regression.of(
        outputs, wanted, Collections.nCopies(2, Scale.NONE), List.of("price", "rooms")));

    assertThat(json)
        .hasToString("{\"meanAbsoluteError\":0.25,\"rootMeanSquaredError\":" + Math.sqrt(0.5) / 2
            + ",\"medianAbsoluteError\":0.25,\"r2\":0.5,\"targets\":[{\"name\":\"price\","
            + "\"meanAbsoluteError\":0.5,\"rootMeanSquaredError\":" + Math.sqrt(0.5)
            + ",\"medianAbsoluteError\":0.5,\"r2\":0.5},{\"name\":\"rooms\","
            + "\"meanAbsoluteError\":0.0,\"rootMeanSquaredError\":0.0,"
            + "\"medianAbsoluteError\":0.0}]}");
  }
}
