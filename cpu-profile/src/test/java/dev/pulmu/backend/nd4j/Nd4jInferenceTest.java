package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.files.DataException;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Planner;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jInferenceTest {
  private static final float SCALE = 1f / 255;
  private static final float SHIFT = -0.5f;

  /** w(3,2) row by row, then b(2). */
  private static final float[] VALUES = {1, -1, 0.5f, 2, -3, 0.25f, 0.125f, -0.75f};

  private final Model model =
      model(Network.input(3).dense(2).loss(new SoftmaxCrossEntropy()), VALUES);

  @Test
  void predictionsAreTheSoftmaxOfTheLogitsOfNormalisedFeatures() {
    float[][] samples = {{0, 255, 128}, {17, 3, 200}};

    INDArray predicted = predict(model, Nd4j.createFromArray(samples));

    assertThat(predicted.shape()).containsExactly(2, 2);
    for (int row = 0; row < 2; row++) {
      assertThat(predicted.getDouble(row, 0)).isCloseTo(first(samples[row]), within(1e-6));
      assertThat(predicted.getDouble(row, 1)).isCloseTo(1 - first(samples[row]), within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UBYTE", "INT", "LONG", "FLOAT", "DOUBLE"})
  void anyNumericTypeGivesTheSame(DataType type) {
    INDArray features = Nd4j.createFromArray(new int[][] {{200, 255, 0}}).castTo(type);

    assertThat(predict(model, features).getDouble(0, 0))
        .isCloseTo(first(new float[] {200, 255, 0}), within(1e-6));
  }

  @Test
  void oneSampleMayComeWithoutRows() {
    INDArray predicted = predict(model, Nd4j.createFromArray(1f, 2f, 3f));

    assertThat(predicted.shape()).containsExactly(1, 2);
    assertThat(predicted.getDouble(0, 0)).isCloseTo(first(new float[] {1, 2, 3}), within(1e-6));
  }

  @Test
  void theFeaturesAreNotChanged() {
    INDArray features = Nd4j.createFromArray(new float[][] {{10, 20, 30}});

    predict(model, features);

    assertThat(features.toFloatVector()).containsExactly(10, 20, 30);
  }

  @Test
  void aViewOfColumnsIsPredictedLikeItsCopy() {
    INDArray wide = Nd4j.rand(DataType.FLOAT, 5, 7).muli(255);
    INDArray view = wide.get(
        org.nd4j.linalg.indexing.NDArrayIndex.all(),
        org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 5));

    assertThat(predict(model, view)).isEqualTo(predict(model, view.dup('c')));
  }

  @Test
  void noRowsGetNoAnswers() {
    INDArray predicted = predict(model, Nd4j.create(DataType.FLOAT, 0, 3));

    assertThat(predicted.shape()).containsExactly(0, 2);
    assertThat(predicted.isEmpty()).isTrue();
  }

  /** ND4J's argMax would take such a row for its first class, or for another. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void anAnswerThatIsNoNumberIsAnErrorWithItsRow(float bad) {
    INDArray features = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {1, bad, 3}});

    assertThatThrownBy(() -> predict(model, features))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("row 2: the model's answer is ")
        .hasMessageEndingWith(
            "; look for numbers far beyond those that it learnt from, or train it anew");
  }

  @Test
  void anotherShapeIsRefusedWithBothShapes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predict(model, Nd4j.zeros(2, 4)))
        .withMessage("the network wants features (N, 3) or (3), came shape [2, 4]");
    assertThatIllegalArgumentException().isThrownBy(() -> predict(model, Nd4j.zeros(4)));
    assertThatIllegalArgumentException().isThrownBy(() -> predict(model, Nd4j.zeros(2, 2, 3)));
    assertThatIllegalArgumentException().isThrownBy(() -> predict(model, Nd4j.scalar(1f)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predict(model, Nd4j.empty(DataType.FLOAT)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> predict(model, Nd4j.create(DataType.FLOAT, 0, 4)));
  }

  @Test
  void aLoadedModelPredictsTheSameBits(@TempDir Path directory) {
    Network network = Network.input(3)
        .dense(4)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.RELU)
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    float[] values = State.initial(Planner.plan(network, Sgd.DEFAULT, 2), 3).values();
    values[values.length - 1] = 0.5f;
    Model deep = model(network, values);
    INDArray features = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {200, 100, 0}});

    deep.save(directory.resolve(Model.FILE));

    assertThat(predict(Model.load(directory), features)).isEqualTo(predict(deep, features));
  }

  private static INDArray predict(Model model, INDArray features) {
    try (Nd4jInference inference = new Nd4jInference(model)) {
      return inference.predict(features);
    }
  }

  private static Model model(Network network, float[] values) {
    return new Model(
        new State(Planner.plan(network, Sgd.DEFAULT, 2), values),
        List.of("no", "yes"),
        new Normalisation(SCALE, SHIFT),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()));
  }

  /** The probability of the first class, in double. */
  private static double first(float[] sample) {
    double[] logits = {VALUES[6], VALUES[7]};
    for (int input = 0; input < 3; input++) {
      double x = (double) sample[input] * SCALE + SHIFT;
      logits[0] += x * VALUES[2 * input];
      logits[1] += x * VALUES[2 * input + 1];
    }
    return 1 / (1 + Math.exp(logits[1] - logits[0]));
  }
}
