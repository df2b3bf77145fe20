package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.network.Activation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationOpsTest {
  private static final float[] SPECIAL = {
    0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1e-30f
  };

  /** Of NaN there is no slope to agree on: the loss has it by then. Zeros may differ in sign. */
  @Test
  void nd4jsReluGivesTheNumbersOfTheFormula() {
    SplittableRandom random = new SplittableRandom(1);
    float[] numbers = new float[1000];
    float[] slopes = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i < SPECIAL.length ? SPECIAL[i] : (float) random.nextGaussian();
      slopes[i] = (float) random.nextGaussian();
    }
    INDArray u = Nd4j.createFromArray(numbers);
    INDArray[] y = {u.dup(), u.dup()};
    INDArray[] dy = {Nd4j.createFromArray(slopes), Nd4j.createFromArray(slopes)};
    try (Memory memory = new Memory()) {
      ActivationOps own = new ActivationOps.Relu(u, y[0], dy[0]);
      ActivationOps formula = ActivationOps.ByFormula.of(Activation.RELU, u, y[1], dy[1], memory);
      for (ActivationOps ops : new ActivationOps[] {own, formula}) {
        ops.forward();
        ops.backward();
      }
    }
    assertThat(y[1].getFloat(2)).isNaN();
    dy[0].putScalar(2, 0);
    dy[1].putScalar(2, 0);
    assertThat(numbers(y[0])).isEqualTo(numbers(y[1]));
    assertThat(numbers(dy[0])).isEqualTo(numbers(dy[1]));
  }

  private static float[] numbers(INDArray array) {
    return array.add(0f).toFloatVector(); // −0 + 0 is 0
  }
}
