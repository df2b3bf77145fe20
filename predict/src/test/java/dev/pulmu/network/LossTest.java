package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Targets;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
  private static final Loss SOFTMAX = new SoftmaxCrossEntropy();
  private static final Loss SIGMOID = new SigmoidCrossEntropy();
  private static final Loss SQUARES = new MeanSquaredError();

  private static Targets labels(int classes, int... labels) {
    return new Targets.Labels(labels, classes);
  }

  private static Targets values(int columns, float... values) {
    return new Targets.Values(values, columns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softmax-cross-entropy(smoothing=0)",
        "softmax-cross-entropy(smoothing=0.1)",
        "softmax-cross-entropy(smoothing=0, weights=1:0:2.5e-7)",
        "softmax-cross-entropy(smoothing=0.5, weights=3:0.25)",
        "sigmoid-cross-entropy",
        "sigmoid-cross-entropy(weights=1:2:0.5)",
        "sigmoid-cross-entropy(weights=0:2.5e-7)",
        "mean-squared-error"
      })
  void lossesAreReadBack(String text) {
    Loss loss = Loss.parse(text);
    assertThat(loss.text()).isEqualTo(text);
    assertThat(Loss.parse(" " + text + " ")).isEqualTo(loss);
    assertThat(Loss.names()).contains(text.replaceAll("\\(.*", ""));
  }

  @Test
  void whatIsLeftUnsaidIsPlain() {
    assertThat(Loss.parse("softmax-cross-entropy")).isEqualTo(SOFTMAX);
    assertThat(Loss.parse("softmax-cross-entropy(weights=1:2)"))
        .isEqualTo(new SoftmaxCrossEntropy(0, List.of(1f, 2f)));
    assertThat(SOFTMAX).isEqualTo(new SoftmaxCrossEntropy(0, List.of()));
    assertThat(Loss.parse("sigmoid-cross-entropy()")).isEqualTo(SIGMOID);
    assertThat(SIGMOID).isEqualTo(new SigmoidCrossEntropy(List.of()));
    assertThat(Loss.parse("sigmoid-cross-entropy(weights=1:2)"))
        .isEqualTo(new SigmoidCrossEntropy(List.of(1f, 2f)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          hinge | no loss 'hinge'; known: LOSSES
          mean-squared-error(smoothing=0.1) | mean-squared-error has no key 'smoothing'; it has none
          mean-squared-error(weights=1:2) | mean-squared-error has no key 'weights'; it has none
          sigmoid-cross-entropy(smoothing=0.1) | sigmoid-cross-entropy has no key 'smoothing'; known: weights
          sigmoid-cross-entropy(1:2) | 'sigmoid-cross-entropy(1:2)': '1:2' wants the form key=value
          sigmoid-cross-entropy(weights=1:x) | a class weight wants a number, came 'x'
          sigmoid-cross-entropy(weights=1:-2) | a class weight is a number of at least 0, came -2
          sigmoid-cross-entropy(weights=nan:1) | a class weight is a number of at least 0, came NaN
          sigmoid-cross-entropy(weights=1:inf) | a class weight is a number of at least 0, came Infinity
          sigmoid-cross-entropy(weights=0:0) | class weights want one above 0, came only zeros
          sigmoid-cross-entropy(weights=) | a class weight wants a number, came ''
          huber(delta=0) | huber wants a delta above 0, came 0
          huber(delta=nan) | huber wants a delta above 0, came NaN
          softmax-cross-entropy(smooth=0.1) | softmax-cross-entropy has no key 'smooth'; did you mean 'smoothing'? Known: smoothing, weights
          softmax-cross-entropy(0.1) | 'softmax-cross-entropy(0.1)': '0.1' wants the form key=value
          softmax-cross-entropy(smoothing=x) | softmax-cross-entropy: smoothing wants a number, came 'x'
          softmax-cross-entropy(smoothing=1) | label smoothing is in [0, 1), came 1
          softmax-cross-entropy(smoothing=-0.1) | label smoothing is in [0, 1), came -0.1
          softmax-cross-entropy(smoothing=nan) | label smoothing is in [0, 1), came NaN
          softmax-cross-entropy(weights=1:x) | a class weight wants a number, came 'x'
          softmax-cross-entropy(weights=1:-2) | a class weight is a number of at least 0, came -2
          softmax-cross-entropy(weights=nan:1) | a class weight is a number of at least 0, came NaN
          softmax-cross-entropy(weights=1:inf) | a class weight is a number of at least 0, came Infinity
          softmax-cross-entropy(weights=1::2) | a class weight wants a number, came ''
          softmax-cross-entropy(weights=:1) | a class weight wants a number, came ''
          softmax-cross-entropy(weights=1:2:) | a class weight wants a number, came ''
          softmax-cross-entropy(weights=0:0:0) | class weights want one above 0, came only zeros
          softmax-cross-entropy(weights=) | a class weight wants a number, came ''
          """)
  void whatIsNoLossIsRefused(String text, String message) {
    String losses = String.join(", ", Loss.names());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.parse(text))
        .withMessage(message.replace("LOSSES", losses));
  }

  @Test
  void classWeightsAreCopied() {
    List<Float> weights = new ArrayList<>(List.of(1f, 2f));
    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(0, weights);
    SigmoidCrossEntropy sigmoid = new SigmoidCrossEntropy(weights);
    weights.clear();
    assertThat(softmax.classWeights()).containsExactly(1f, 2f);
    assertThat(sigmoid.classWeights()).containsExactly(1f, 2f);
  }

  @Test
  void labelsBecomeOneAtTheClassAndZeroElsewhere() {
    for (Loss loss : List.of(SOFTMAX, SIGMOID, SQUARES)) {
      assertThat(loss.targets(labels(3, 2, 0), 3)).containsExactly(0, 0, 1, 1, 0, 0);
    }
  }

  @Test
  void numbersAreWantedAsTheyAre() {
    assertThat(SIGMOID.targets(values(2, 0, 1, 0.25f, 0.5f), 2)).containsExactly(0, 1, 0.25f, 0.5f);
    assertThat(SQUARES.targets(values(2, 3, -1, 0, 7), 2)).containsExactly(3, -1, 0, 7);
  }

  /** By hand: 1 − s + s/O at the label and s/O elsewhere; s = 1/4, O = 4 and s = 1/2, O = 2. */
  @Test
  void smoothingTakesAShareFromTheLabelAndSpreadsItEvenly() {
    assertThat(new SoftmaxCrossEntropy(0.25f, List.of()).targets(labels(4, 1, 3), 4))
        .containsExactly(
            0.0625f, 0.8125f, 0.0625f, 0.0625f, //
            0.0625f, 0.0625f, 0.0625f, 0.8125f);
    assertThat(new SoftmaxCrossEntropy(0.5f, List.of()).targets(labels(2, 0), 2))
        .containsExactly(0.75f, 0.25f);
    // Szegedy et al. 2016, section 7: s = .1 over 1000 classes
    float[] imageNet = new SoftmaxCrossEntropy(0.1f, List.of()).targets(labels(1000, 5), 1000);
    assertThat(imageNet[5]).isCloseTo(0.9001f, within(1e-6f));
    assertThat(imageNet[6]).isCloseTo(0.0001f, within(1e-9f));
  }

  @Test
  void classWeightsMultiplyAWholeSample() {
    Loss weighted = new SoftmaxCrossEntropy(0, List.of(2f, 0f, 0.5f));
    assertThat(weighted.targets(labels(3, 0, 1, 2), 3))
        .containsExactly(
            2, 0, 0, //
            0, 0, 0, //
            0, 0, 0.5f);
    Loss both = new SoftmaxCrossEntropy(0.75f, List.of(2f, 0f, 4f));
    assertThat(both.targets(labels(3, 2, 0), 3))
        .containsExactly(
            1, 1, 2, // 4 · (1/4, 1/4, 1/4 + 1/4)
            1, 0.5f, 0.5f);
  }

  @Test
  void answersToLabelsAreRightOrWrong() {
    for (Loss loss : List.of(SOFTMAX, SIGMOID, SQUARES)) {
      assertThat(loss.judges(labels(2, 0))).isTrue();
    }
  }

  @Test
  void answersToNumbersAreRightOrWrongForYesOrNoQuestionsOnly() {
    assertThat(SIGMOID.judges(values(1, 1))).isTrue();
    assertThat(SQUARES.judges(values(1, 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SOFTMAX", "SIGMOID", "SQUARES"})
  void otherNumbersOfOutputsAreRefused(String name) {
    Loss loss = named(name);
    assertThatCode(() -> loss.check(labels(10, 9), 10)).doesNotThrowAnyException();
    String message = "the network has 10 outputs, the data set has 2 classes; make them equal";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.check(labels(2, 0), 10))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.targets(labels(2, 0), 10))
        .withMessage(message);
    if (loss != SOFTMAX) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.check(values(3, 0, 0, 0), 2))
          .withMessage("the network has 2 outputs, the data set has 3 targets; make them equal");
    }
  }

  @Test
  void softmaxWantsLabels() {
    for (Loss loss : List.of(SOFTMAX, new SoftmaxCrossEntropy(0.1f, List.of(1f, 1f)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.check(values(2, 0, 1), 2))
          .withMessage(
              "softmax cross-entropy wants class labels, the data set has numbers as targets; take"
                  + " loss mean-squared-error for numbers, sigmoid-cross-entropy for yes (1) and no"
                  + " (0)");
    }
  }

  @Test
  void everyClassHasAWeightOrNone() {
    Loss loss = new SoftmaxCrossEntropy(0, List.of(1f, 2f, 3f));
    assertThatCode(() -> loss.check(labels(3, 0), 3)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.check(labels(2, 0), 2))
        .withMessage("there are 3 class weights for 2 classes; give one for each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.targets(labels(4, 0), 4))
        .withMessage("there are 3 class weights for 4 classes; give one for each");
  }

  @Test
  void everyQuestionHasAWeightOrNone() {
    Loss loss = new SigmoidCrossEntropy(List.of(1f, 2f, 3f));
    assertThatCode(() -> loss.check(labels(3, 0), 3)).doesNotThrowAnyException();
    assertThatCode(() -> loss.check(values(3, 0, 1, 1), 3)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.check(labels(2, 0), 2))
        .withMessage("there are 3 class weights for 2 classes; give one for each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.targets(values(4, 0, 1, 0, 1), 4))
        .withMessage("there are 3 class weights for 4 questions; give one for each");
  }

  /** They multiply terms of the loss; t is what is asked for. */
  @Test
  void weightsOfQuestionsLeaveTheTargetsAsTheyAre() {
    Loss loss = new SigmoidCrossEntropy(List.of(3f, 0.5f));
    assertThat(loss.targets(labels(2, 0, 1), 2)).containsExactly(1, 0, 0, 1);
    assertThat(loss.targets(values(2, 0.25f, 1), 2)).containsExactly(0.25f, 1);
    assertThat(loss.judges(values(2, 0, 1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1.5", "-0.25, -0.25", "2, 2", "NaN, NaN"})
  void sigmoidWantsSharesOfYes(float value, String came) {
    assertThatCode(() -> SIGMOID.check(values(2, 0, 1, 0.5f, 1), 2)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SIGMOID.check(values(2, 0, 1, 0.5f, value), 2))
        .withMessage("sigmoid cross-entropy wants targets in [0, 1], sample 1 has " + came
            + "; take loss mean-squared-error for other numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SIGMOID.targets(values(1, value), 1))
        .withMessage("sigmoid cross-entropy wants targets in [0, 1], sample 0 has " + came
            + "; take loss mean-squared-error for other numbers");
    assertThatCode(() -> SQUARES.check(values(1, value), 1)).doesNotThrowAnyException();
  }

  private static Loss named(String name) {
    return name.equals("SOFTMAX") ? SOFTMAX : name.equals("SIGMOID") ? SIGMOID : SQUARES;
  }
}
