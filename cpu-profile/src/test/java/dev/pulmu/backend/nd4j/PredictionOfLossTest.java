package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.model.Model;
import dev.pulmu.run.Outcome;
import dev.pulmu.run.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole runs on numbers as targets. */
class PredictionOfLossTest {
  private static final int SAMPLES = 240;
  private static final int TEST_ROWS = 40;
  private static final String CONFIG = """
      hidden = 16
      activation = tanh
      optimizer = adam(rate=0.02)
      batch = 20
      epochs = 40
      loss =\s""";

  @TempDir
  private Path directory;

  /** y = (a − b, a + b / 2): no right and wrong, and the outputs themselves are predicted. */
  @Test
  void aRegressionPredictsItsOutputs() {
    Outcome outcome = train("mean-squared-error", false);

    assertThat(outcome.report().test().orElseThrow().loss()).isLessThan(0.02);
    assertThat(outcome.report().test().orElseThrow().accuracy()).isEmpty();
    assertThat(outcome.report().json())
        .contains("testLoss", "trainLoss")
        .doesNotContain("Accuracy", "confusion");
    INDArray predicted = predict(outcome, new float[][] {{0.5f, -0.5f}});
    assertThat(predicted.getDouble(0, 0)).isCloseTo(1, within(0.3));
    assertThat(predicted.getDouble(0, 1)).isCloseTo(0.25, within(0.3));
  }

  /** Two questions: a > b? a + b / 2 > 0? */
  @Test
  void yesOrNoQuestionsArePredictedAsProbabilities() {
    Outcome outcome = train("sigmoid-cross-entropy", true);

    assertThat(outcome.report().test().orElseThrow().accuracy().orElseThrow()).isGreaterThan(0.8);
    assertThat(outcome.report().json()).contains("testAccuracy").doesNotContain("confusion");
    INDArray predicted = predict(outcome, new float[][] {{0.8f, -0.8f}, {-1, 0.5f}});
    assertThat(predicted.getDouble(0, 0)).isBetween(0.8, 1.0);
    assertThat(predicted.getDouble(0, 1)).isBetween(0.5, 1.0);
    assertThat(predicted.getDouble(1, 0)).isBetween(0.0, 0.2);
    assertThat(predicted.getDouble(1, 1)).isBetween(0.0, 0.2);
  }

  private static Outcome train(String loss, boolean questions) {
    SplittableRandom random = new SplittableRandom(4);
    float[] features = new float[SAMPLES * 2];
    float[] targets = new float[SAMPLES * 2];
    for (int i = 0; i < features.length; i += 2) {
      features[i] = (float) random.nextDouble(-1, 1);
      features[i + 1] = (float) random.nextDouble(-1, 1);
      targets[i] = features[i] - features[i + 1];
      targets[i + 1] = features[i] + features[i + 1] / 2;
    }
    for (int i = 0; i < targets.length && questions; i++) {
      targets[i] = targets[i] > 0 ? 1 : 0;
    }
    Dataset data = new Dataset(
        "plane",
        new Features.Floats(features, 2, 1, 0),
        new Targets.Values(targets, 2),
        List.of(),
        TEST_ROWS);
    Run run = new Run(RunConfig.parse(CONFIG + loss), data, Backend.choose("nd4j"));
    return run.train();
  }

  /** What the model says that was saved and loaded. */
  private INDArray predict(Outcome outcome, float[][] features) {
    outcome.model().save(directory.resolve(Model.FILE));
    try (Nd4jInference inference = new Nd4jInference(Model.load(directory))) {
      return inference.predict(Nd4j.createFromArray(features));
    }
  }
}
