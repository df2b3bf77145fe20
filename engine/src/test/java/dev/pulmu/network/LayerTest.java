package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
  @Test
  void layersPrintAsText() {
    assertThat(new Dense(100, new Initialization.He()).text())
        .isEqualTo("dense(outputs=100, init=he)");
    assertThat(BatchNorm.DEFAULT.text())
        .isEqualTo("batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)");
    assertThat(Activation.RELU.text()).isEqualTo("relu");
    assertThat(Activation.IDENTITY.text()).isEqualTo("identity");
    assertThat(new Dropout(0.25f).text()).isEqualTo("dropout(p=0.25, style=inverted)");
  }

  @ParameterizedTest
  @EnumSource
  void activationsAreReadBack(Activation activation) {
    assertThat(Activation.parse(activation.text())).isEqualTo(activation);
  }

  @Test
  void unknownActivationNamesTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.parse("RELU"))
        .withMessage(
            "no activation 'RELU'; known: identity, relu, leaky-relu, sigmoid, tanh, elu, gelu");
  }

  @Test
  void activationsSayHowTheirWeightsBegin() {
    assertThat(Activation.RELU.initialization()).isEqualTo(new Initialization.He());
    assertThat(Activation.IDENTITY.initialization()).isEqualTo(new Initialization.Xavier());
  }

  @Test
  void denseLayerWithoutOutputsIsRefused() {
    assertThat(new Dense(1, new Initialization.He()).outputs()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dense(0, new Initialization.He()))
        .withMessage("a dense layer wants at least 1 output, came 0");
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1e-5f, Float.NaN, Float.POSITIVE_INFINITY})
  void epsilonOfBatchNormIsAboveZero(float epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNorm(epsilon, 0.9f))
        .withMessageStartingWith("batch norm wants epsilon above 0, came ");
  }

  @ParameterizedTest
  @ValueSource(floats = {1, -0.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void momentumOfBatchNormIsBelowOne(float momentum) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNorm(1e-5f, momentum))
        .withMessageStartingWith("batch norm wants momentum in [0, 1), came ");
  }

  @Test
  void momentumOfZeroKeepsTheLastBatchOnly() {
    assertThat(new BatchNorm(1e-3f, 0).momentum()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNorm(1e-3f, 1.5f))
        .withMessage("batch norm wants momentum in [0, 1), came 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNorm(-2, 0))
        .withMessage("batch norm wants epsilon above 0, came -2");
  }

  @ParameterizedTest
  @ValueSource(floats = {1, -0.1f, 1.5f, Float.NaN})
  void dropoutIsAProbabilityBelowOne(float probability) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(probability))
        .withMessageStartingWith("dropout wants a probability in [0, 1), came ");
    assertThatIllegalArgumentException().isThrownBy(() -> Network.input(1).dropout(probability));
  }

  @Test
  void lossIsReadBackAndUnknownOnesNameTheKnown() {
    Loss loss = new SoftmaxCrossEntropy();
    assertThat(loss.text()).isEqualTo("softmax-cross-entropy(smoothing=0)");
    assertThat(Loss.parse(loss.text())).isEqualTo(loss);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.parse("hinge"))
        .withMessage("no loss 'hinge'; known: softmax-cross-entropy, sigmoid-cross-entropy,"
            + " mean-squared-error");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.parse("mean-squared-error(smoothing=0.1)"))
        .withMessage("mean-squared-error has no key 'smoothing'; it has none");
  }

  @Test
  void labelsBecomeOneAtTheClassAndZeroElsewhere() {
    float[] wanted = new SoftmaxCrossEntropy().targets(new Targets.Labels(new int[] {2, 0}, 3), 3);
    assertThat(wanted).containsExactly(0, 0, 1, 1, 0, 0);
  }

  @Test
  void targetsThatDoNotFitTheLossAreRefused() {
    Loss loss = new SoftmaxCrossEntropy();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.targets(new Targets.Values(new float[4], 2), 2))
        .withMessage(
            "softmax cross-entropy wants class labels, the data set has numbers as targets; take loss"
                + " mean-squared-error for numbers, sigmoid-cross-entropy for yes (1) and no (0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.targets(new Targets.Labels(new int[4], 2), 10))
        .withMessage("the network has 10 outputs, the data set has 2 classes; make them equal");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SigmoidCrossEntropy()
            .check(new Targets.Values(new float[] {0, 1, 1, 0, 0, 1.5f}, 2), 2))
        .withMessage("sigmoid cross-entropy wants targets in [0, 1], sample 2 has 1.5; take loss"
            + " mean-squared-error for other numbers");
  }
}
