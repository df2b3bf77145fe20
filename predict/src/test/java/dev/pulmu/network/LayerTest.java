package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
  @Test
  void layersPrintAsText() {
    assertThat(new Dense(100, new Initialization.He()).text()).isEqualTo("dense(100, init=he)");
    assertThat(BatchNorm.DEFAULT.text())
        .isEqualTo("batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)");
    assertThat(Activation.RELU.text()).isEqualTo("relu");
    assertThat(Activation.IDENTITY.text()).isEqualTo("identity");
    assertThat(new Dropout(0.25f).text()).isEqualTo("dropout(0.25, style=inverted)");
  }

  @ParameterizedTest
  @EnumSource
  void activationsAreReadBack(Activation activation) {
    assertThat(Activation.parse(activation.text())).isEqualTo(activation);
  }

  @Test
  void unknownActivationNamesTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.parse("mish"))
        .withMessage("no activation 'mish'; known: " + String.join(", ", Activation.names()));
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
  void dropoutKeepsTheMeanInTrainingOrInUse() {
    assertThat(Dropout.Style.INVERTED.kept(0.75f)).isEqualTo(4);
    assertThat(Dropout.Style.INVERTED.used(0.75f)).isEqualTo(1);
    assertThat(Dropout.Style.BOOK.kept(0.75f)).isEqualTo(1);
    assertThat(Dropout.Style.BOOK.used(0.75f)).isEqualTo(0.25f);
    assertThat(new Dropout(0.5f)).isEqualTo(new Dropout(0.5f, Dropout.Style.INVERTED));
    assertThat(new Dropout(0.5f, Dropout.Style.BOOK).text()).isEqualTo("dropout(0.5, style=book)");
  }

  @Test
  void builderTakesDropoutOfBothStylesAndNoneOfZero() {
    Dropout book = new Dropout(0.5f, Dropout.Style.BOOK);
    Network network = Network.input(1)
        .dense(2)
        .dropout(book)
        .dense(2)
        .dropout(new Dropout(0, Dropout.Style.BOOK))
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    assertThat(network.layers()).hasSize(4).contains(book);
  }

  /** The sources: PyTorch's BatchNorm1d begins at (0, 1), the book's class at (0, 0). */
  @ParameterizedTest
  @CsvSource({
    // statistics, weight and variance at the start, factor of 1, 2, 5 and 1000 rows
    "CORRECTED, 0, 0, 1, 1, 1,    1",
    "BOOK,      1, 0, 1, 1, 1,    1",
    "PYTORCH,   1, 1, 1, 2, 1.25, 1.001001"
  })
  void statisticsBeginAndCountAsTheirSourceHasThem(
      BatchNorm.Statistics statistics,
      float weight,
      float variance,
      float one,
      float two,
      float five,
      float thousand) {
    assertThat(statistics.startWeight()).isEqualTo(weight);
    assertThat(statistics.startVariance()).isEqualTo(variance);
    assertThat(statistics.varianceFactor(1)).as("a lone row has no spread").isEqualTo(one);
    assertThat(statistics.varianceFactor(2)).isEqualTo(two);
    assertThat(statistics.varianceFactor(5)).isEqualTo(five);
    assertThat(statistics.varianceFactor(1000)).isEqualTo(thousand);
  }

  @Test
  void batchNormIsCorrectedUnlessSaidOtherwise() {
    assertThat(new BatchNorm(1e-5f, 0.9f))
        .isEqualTo(new BatchNorm(1e-5f, 0.9f, BatchNorm.Statistics.CORRECTED))
        .isEqualTo(BatchNorm.DEFAULT);
  }
}
