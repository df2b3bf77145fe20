package dev.pulmu.backend.nd4j;

import dev.pulmu.network.Activation;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Activations as ND4J operations, element by element and in place. */
final class ActivationOps {
  private static final double LEAK = 0.01;
  private static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  private ActivationOps() {}

  /** Replaces u by f(u). */
  static void forward(Activation activation, INDArray u) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> Transforms.relu(u, false);
      case LEAKY_RELU -> Transforms.leakyRelu(u, LEAK, false);
      case SIGMOID -> Transforms.sigmoid(u, false);
      case TANH -> Transforms.tanh(u, false);
      case ELU -> Transforms.elu(u, false);
      case GELU -> u.muli(geluTanh(u).addi(1).muli(0.5));
    }
  }

  /** Replaces dy by dy · f′(u). */
  static void backward(Activation activation, INDArray u, INDArray dy) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> slope("relu_bp", u, dy);
      case LEAKY_RELU -> slope("lrelu_bp", u, dy, LEAK);
      case SIGMOID -> slope("sigmoid_bp", u, dy);
      case TANH -> slope("tanh_bp", u, dy);
      case ELU -> slope("elu_bp", u, dy, 1);
      case GELU -> dy.muli(geluSlope(u));
    }
  }

  private static void slope(String op, INDArray u, INDArray dy, double... arguments) {
    Nd4j.exec(DynamicCustomOp.builder(op)
        .addInputs(u, dy)
        .addFloatingPointArguments(Arrays.stream(arguments).boxed().toArray(Double[]::new))
        .addOutputs(dy)
        .build());
  }

  /** tanh(√(2/π) · (u + 0.044715 u³)). */
  private static INDArray geluTanh(INDArray u) {
    INDArray inner = u.mul(u).muli(GELU_CUBE).addi(1).muli(u).muli(GELU_SLOPE);
    return Transforms.tanh(inner, false);
  }

  /** ½ (1 + t) + ½ u (1 − t²) √(2/π) (1 + 3 · 0.044715 u²), where t is {@link #geluTanh}. */
  private static INDArray geluSlope(INDArray u) {
    INDArray t = geluTanh(u);
    INDArray inner = u.mul(u).muli(3 * GELU_CUBE).addi(1).muli(GELU_SLOPE);
    INDArray second = t.mul(t).rsubi(1).muli(u).muli(inner);
    return t.addi(1).addi(second).muli(0.5);
  }
}
