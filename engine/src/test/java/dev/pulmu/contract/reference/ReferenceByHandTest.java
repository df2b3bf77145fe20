package dev.pulmu.contract.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that central differences cannot see: a loss that is wrong has slopes that fit it. */
class ReferenceByHandTest {
  private static final double ROUNDING = 1e-12;
  private static final double LN3 = Math.log(3);

  /** Of Python's math, to 12 digits; GELU of x is near x Φ(x), .841345 of 1. */
  @ParameterizedTest
  @CsvSource({
    "identity, -3, -3",
    "identity, 0.5, 0.5",
    "relu, -3, 0",
    "relu, 0.5, 0.5",
    "leaky-relu, -3, -0.03",
    "leaky-relu, 0.5, 0.5",
    "sigmoid, -3, 0.047425873178",
    "sigmoid, 0, 0.5",
    "sigmoid, 1, 0.731058578630",
    "tanh, -1, -0.761594155956",
    "tanh, 0.5, 0.462117157260",
    "elu, -1, -0.632120558829",
    "elu, -0.5, -0.393469340287",
    "elu, 3, 3",
    "gelu-tanh, -3, -0.003637392082",
    "gelu-tanh, -1, -0.158808009392",
    "gelu-tanh, 1, 0.841191990608",
    "gelu-tanh, 3, 2.996362607918"
  })
  void activationsByHand(String name, double x, double y) {
    assertThat(ReferenceActivation.value(name, x)).isCloseTo(y, within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"relu, 0", "leaky-relu, 0.01", "elu, 1"})
  void slopesAtZeroAreThoseOfTheLeft(String name, double slope) {
    assertThat(ReferenceActivation.slope(name, 0)).isEqualTo(slope);
  }

  /** Logits (0, ln 3) are shares (1/4, 3/4). */
  @Test
  void smoothedTargetsThatTheSharesMeetHaveNoSlope() {
    ReferenceLoss loss = ReferenceLoss.softmax(new int[] {1}, 2, 0.5, new double[0]);
    assertThat(loss.wanted()).containsExactly(0.25, 0.75);
    double[] logits = {0, LN3};
    assertThat(loss.losses(logits)[0])
        .isCloseTo(0.25 * Math.log(4) + 0.75 * Math.log(4 / 3.0), within(ROUNDING));
    assertThat(loss.slopes(logits)).containsExactly(new double[2], within(ROUNDING));
  }

  @Test
  void classWeightsMultiplyLossAndSlopeAndTheMeanCountsSamples() {
    ReferenceLoss loss = ReferenceLoss.softmax(new int[] {0, 1}, 2, 0, new double[] {2, 0.5});
    double[] logits = {0, LN3, 0, LN3};
    assertThat(loss.losses(logits))
        .containsExactly(new double[] {2 * Math.log(4), 0.5 * Math.log(4 / 3.0)}, within(ROUNDING));
    assertThat(loss.slopes(logits))
        .containsExactly(
            new double[] {2 * -0.75 / 2, 2 * 0.75 / 2, 0.5 * 0.25 / 2, 0.5 * -0.25 / 2},
            within(ROUNDING));
  }

  /** Logits (0, ln 3) answer yes with (1/2, 3/4). */
  @Test
  void yesOrNoQuestionsByHand() {
    ReferenceLoss loss =
        new ReferenceLoss("sigmoid-cross-entropy", new double[] {1, 0.25}, 2, null);
    double[] logits = {0, LN3};
    assertThat(loss.losses(logits)[0])
        .isCloseTo(
            (Math.log(2) - 0.25 * Math.log(0.75) - 0.75 * Math.log(0.25)) / 2, within(ROUNDING));
    assertThat(loss.slopes(logits)).containsExactly(new double[] {-0.25, 0.25}, within(ROUNDING));
    assertThat(loss.right(logits, 0)).as("0 is no, and 1 was wanted").isFalse();
    assertThat(loss.right(new double[] {1e-9, -5}, 0)).isTrue();
    assertThat(loss.losses(new double[] {1000, -1000})[0]).isCloseTo(125, within(ROUNDING));
  }

  /** Logits (0, ln 3) answer yes with (1/2, 3/4); the mean divides by 2 rows and 2 questions. */
  @Test
  void weightsOfQuestionsMultiplyTheirTermsAndTheMeanCountsAll() {
    ReferenceLoss loss = new ReferenceLoss(
            "sigmoid-cross-entropy", new double[] {1, 0, 0, 1}, 2, null)
        .weighted(new double[] {3, 0.5});
    double[] logits = {0, LN3, 0, LN3};
    double asked = 3 * Math.log(2);
    assertThat(loss.losses(logits))
        .containsExactly(
            new double[] {(asked + 0.5 * Math.log(4)) / 2, (asked + 0.5 * Math.log(4 / 3.0)) / 2},
            within(ROUNDING));
    assertThat(loss.slopes(logits))
        .containsExactly(
            new double[] {3 * -0.5 / 4, 0.5 * 0.75 / 4, 3 * 0.5 / 4, 0.5 * -0.25 / 4},
            within(ROUNDING));
    assertThat(loss.right(new double[] {1, -1}, 0))
        .as("weights change no answer")
        .isTrue();
  }

  @Test
  void squaresByHand() {
    ReferenceLoss loss =
        new ReferenceLoss("mean-squared-error", new double[] {1, 0, 5, 1}, 2, null);
    double[] logits = {2, -2, 5, 4};
    assertThat(loss.losses(logits)).containsExactly(2.5, 4.5);
    assertThat(loss.slopes(logits)).containsExactly(0.5, -1, 0, 1.5);
    assertThat(loss.judges()).isFalse();
    assertThat(ReferenceLoss.onLabels("mean-squared-error", new int[] {1}, 2).judges())
        .isTrue();
  }

  @Test
  void penaltyOfBothKindsByHand() {
    ReferenceLayer layer = new ReferenceLayer("a", 1, 2, false, 0, 0, false, "identity", 0, false);
    Map<String, double[]> tensors = Map.of("a.w", new double[] {3, -1}, "a.b", new double[] {9, 9});
    ReferenceLoss loss = ReferenceLoss.softmax(new int[] {0}, 2, 0, new double[0]);
    ReferencePass pass = ReferencePass.training(
        List.of(layer), tensors, new double[] {0}, loss, nothing(), 0.5, 0.25);
    assertThat(pass.penalty()).isEqualTo(0.25 * 10 + 0.25 * 4);
    assertThat(pass.gradient().slopes().get("a.w"))
        .as("x is 0: the penalty alone")
        .containsExactly(0.5 * 3 + 0.25, -0.5 - 0.25);
    assertThat(pass.gradient().slopes().get("a.b")).as("no penalty").containsExactly(-0.5, 0.5);
  }

  @Test
  void dropoutByTheBookScalesInUse() {
    ReferenceLayer layer = new ReferenceLayer("a", 1, 2, false, 0, 0, false, "relu", 0.75, true);
    Map<String, double[]> tensors = Map.of("a.w", new double[] {1, 2}, "a.b", new double[2]);
    ReferenceLoss loss = ReferenceLoss.softmax(new int[] {0}, 2, 0, new double[0]);
    double[] x = {4};
    List<boolean[]> dropped = List.of(new boolean[] {true, false});
    assertThat(ReferencePass.training(List.of(layer), tensors, x, loss, dropped, 0, 0)
            .logits())
        .containsExactly(0, 8);
    assertThat(ReferencePass.use(List.of(layer), tensors, x, loss).logits()).containsExactly(1, 2);
  }

  /** Column (1, 3, 8): mean 4, unbiased variance 26/2; PyTorch starts at mean 0, variance 1. */
  @Test
  void unbiasedRunningVarianceByHand() {
    ReferenceLayer layer =
        new ReferenceLayer("a", 1, 1, true, 1e-2, 0.9, true, "identity", 0, false);
    Map<String, double[]> tensors = new HashMap<>();
    tensors.put("a.w", new double[] {1});
    tensors.put("a.gamma", new double[] {1});
    tensors.put("a.beta", new double[] {0});
    tensors.put("a.runningMean", new double[] {0});
    tensors.put("a.runningVariance", new double[] {1});
    tensors.put("a.runningWeight", new double[] {1});
    ReferenceLoss loss = ReferenceLoss.softmax(new int[3], 1, 0, new double[0]);
    Map<String, double[]> statistics = ReferencePass.training(
            List.of(layer), tensors, new double[] {1, 3, 8}, loss, nothing(), 0, 0)
        .statistics();
    assertThat(statistics.get("a.runningMean")[0]).isCloseTo(0.4, within(ROUNDING));
    assertThat(statistics.get("a.runningVariance")[0]).isCloseTo(2.2, within(ROUNDING));
    assertThat(statistics.get("a.runningWeight")[0]).isCloseTo(1, within(ROUNDING));
  }

  @Test
  void clippingAndDecayByHand() {
    Map<String, double[]> slopes = new HashMap<>();
    slopes.put("w", new double[] {3, 0});
    slopes.put("b", new double[] {-4});
    ReferenceUpdate.clip(slopes, 10);
    assertThat(slopes.get("w")).containsExactly(3, 0);
    ReferenceUpdate.clip(slopes, 2.5);
    assertThat(slopes.get("w")).containsExactly(1.5, 0);
    assertThat(slopes.get("b")).containsExactly(-2);
    double[] w = {2, -4};
    ReferenceUpdate.decay(w, 0.5, 0.25);
    assertThat(w).containsExactly(1.75, -3.5);
  }

  private static List<boolean[]> nothing() {
    List<boolean[]> nothing = new ArrayList<>();
    nothing.add(null);
    return nothing;
  }
}
