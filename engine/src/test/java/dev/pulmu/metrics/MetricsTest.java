package dev.pulmu.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import dev.pulmu.network.Loss;
import dev.pulmu.recipe.Scale;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final List<String> ABC = List.of("a", "b", "c");
  private static final Labels LABELS = new Labels(new int[] {2, 0}, 3);

  /** Row 0: three equal scores, of which a comes first and c last. */
  @Test
  void ofEqualScoresTheLowestClassComesFirst() {
    Matrix equal = new Matrix(2, 3, new float[] {1, 1, 1, 5, 5, 4});

    Classification came = Classification.ofScores(equal, LABELS, ABC);

    assertThat(came.accuracy()).isEqualTo(0.5);
    assertThat(came.topKAccuracy(2)).isEqualTo(0.5);
    assertThat(came.topKAccuracy(3)).isEqualTo(1);
    assertThat(came.classes().get(0).answers()).isEqualTo(2);
  }

  @Test
  void zeroAndMinusZeroAreEqualScores() {
    Matrix zeros = new Matrix(2, 2, new float[] {0f, 1, -0f, 1});

    Classification came =
        Classification.ofScores(zeros, new Labels(new int[] {0, 1}, 2), List.of("a", "b"));

    assertThat(came.classes().get(0).rocAuc()).hasValue(0.5);
  }

  /** Of 200 rows with few different scores, by all 10,000 pairs. */
  @Test
  void theAreaUnderTheCurveIsTheShareOfPairsInTheRightOrder() {
    Random random = new Random(7);
    float[] scores = new float[200];
    boolean[] positive = new boolean[200];
    for (int i = 0; i < 200; i++) {
      scores[i] = random.nextInt(-9, 9) * 0.1f;
      positive[i] = random.nextInt(3) == 0;
    }
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        if (positive[i] && !positive[j]) {
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }

    assertThat(RocAuc.of(scores, row -> positive[row]).orElseThrow()).isEqualTo(won / pairs);
  }

  @Test
  void scoresWithoutProbabilitiesHaveNeitherLogLossNorCalibrationError() {
    Matrix logits = new Matrix(2, 3, new float[] {0, 1, 2, 3, 1, 2});
    for (String loss : List.of("mean-squared-error", "sigmoid-cross-entropy")) {
      Classification came = (Classification) of(loss, logits, LABELS);
      assertThat(came.logLoss()).isEmpty();
      assertThat(came.calibrationError()).isEmpty();
      assertThat(came.accuracy()).isEqualTo(1);
    }
  }

  /** Softmax of (ln 1, ln 2, ln 5) is (1, 2, 5)/8. */
  @Test
  void logitsBecomeProbabilitiesAsTheLossSays() {
    Matrix logits = new Matrix(1, 3, new float[] {0, (float) Math.log(2), (float) Math.log(5)});

    Metrics shares = of("softmax-cross-entropy", logits, new Labels(new int[] {1}, 3));
    Metrics yes = of("sigmoid-cross-entropy", logits, new Values(new float[] {1, 1, 0}, 3));

    assertThat(((Classification) shares).logLoss().orElseThrow())
        .isEqualTo(Math.log(4), within(1e-6)); // logits have 24 bits
    assertThat(((Questions) yes).questions())
        .extracting(each -> Math.exp(-each.logLoss()))
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1, Double.class)
        .containsExactly(1 / 2., 2 / 3., 1 / 6.);
  }

  @Test
  void numbersAreInTheUnitOfTheTargets() {
    Matrix standardised = new Matrix(2, 1, new float[] {-1, 1});
    Values wanted = new Values(new float[] {90, 120}, 1);
    Loss loss = Loss.parse("huber");

    Metrics came =
        Metrics.of(loss, standardised, wanted, List.of(new Scale(100, 20)), List.of("price"));

    Regression.Target price = ((Regression) came).targets().get(0);
    assertThat(price.name()).isEqualTo("price");
    assertThat(price.meanAbsoluteError()).isEqualTo(5); // 80 for 90, 120 for 120
    assertThat(price.rootMeanSquaredError()).isEqualTo(Math.sqrt(50));
    assertThat(price.r2()).hasValue(1 - 100 / 450.);
  }

  @Test
  void aPredictionOfNaNIsRefusedWithItsRow() {
    Matrix logits = new Matrix(2, 3, new float[] {0, 1, 2, 3, Float.NaN, 2});
    for (String loss : List.of("softmax-cross-entropy", "mean-squared-error")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(loss, logits, LABELS))
          .withMessage("metrics want numbers as predictions, row 1 (the first is 0) has NaN in"
              + " column 1");
    }
  }

  /** A network says so where its weights are finite and its sums are not; the loss is finite. */
  @Test
  void aLogitOfMinusInfinityIsAProbabilityOfZero() {
    float[] logits = {0, 0, Float.NEGATIVE_INFINITY};

    Classification came = (Classification)
        of("softmax-cross-entropy", new Matrix(1, 3, logits), new Labels(new int[] {1}, 3));

    assertThat(came.logLoss().orElseThrow()).isEqualTo(Math.log(2), within(1e-12));
  }

  @Test
  void aTargetOfNaNIsRefusedWithItsRow() {
    Matrix outputs = new Matrix(2, 3, new float[6]);
    Values wanted = new Values(new float[] {0, 1, 2, Float.NaN, 1, 2}, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("mean-squared-error", outputs, wanted))
        .withMessage("metrics want numbers as targets, row 1 (the first is 0) has NaN in column 0");
  }

  @Test
  void whatDoesNotFitOrIsEmptyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("mean-squared-error", new Matrix(1, 3, new float[3]), LABELS))
        .withMessage("metrics want a prediction for each target and at least one row, came 1×3"
            + " predictions, 2×3 targets and 3 names");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            of("mean-squared-error", new Matrix(0, 3, new float[0]), new Labels(new int[0], 3)));
    Classification came = Classification.ofScores(new Matrix(2, 3, new float[6]), LABELS, ABC);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> came.topKAccuracy(4))
        .withMessage("top k of 3 classes wants k in 1..3, came 4");
  }

  private static Metrics of(String loss, Matrix logits, Targets wanted) {
    return Metrics.of(Loss.parse(loss), logits, wanted, Collections.nCopies(3, Scale.NONE), ABC);
  }
}
