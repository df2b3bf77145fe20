package dev.pulmu.backend.nd4j;

import dev.pulmu.formula.Formula;
import dev.pulmu.network.Activation;
import dev.pulmu.network.ElementFunction;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Runs an activation as ND4J operations: those of its formula, or the one operation that ND4J has
 * for it.
 */
sealed interface ActivationOps {
  /** y = f(u). */
  void forward();

  /** Replaces dy by dy · f′(u). */
  void backward();

  /**
   * The operations of an activation.
   *
   * @param u what comes in, (B,O)
   * @param y what goes out, (B,O)
   * @param dy its gradient, (B,O)
   */
  static ActivationOps of(
      ElementFunction activation, INDArray u, INDArray y, INDArray dy, Memory memory) {
    if (activation == Activation.IDENTITY) {
      return new Nothing();
    }
    return activation == Activation.RELU
        ? new Relu(u, y, dy)
        : ByFormula.of(activation, u, y, dy, memory);
  }

  /** The identity, where u and y are one array. */
  record Nothing() implements ActivationOps {
    @Override
    public void forward() {}

    @Override
    public void backward() {}
  }

  /** In one pass each, with the numbers of the formula, but for the sign of 0. */
  record Relu(INDArray u, INDArray y, INDArray dy) implements ActivationOps {
    @Override
    public void forward() {
      Transforms.relu(y.assign(u), false);
    }

    @Override
    public void backward() {
      Nd4j.exec(
          DynamicCustomOp.builder("relu_bp").addInputs(u, dy).addOutputs(dy).build());
    }
  }

  record ByFormula(FormulaOps value, FormulaOps slope) implements ActivationOps {
    static ByFormula of(
        ElementFunction activation, INDArray u, INDArray y, INDArray dy, Memory memory) {
      Formula value = Formula.parse(activation.device()).only("y");
      Formula slope = Formula.parse(activation.device() + "dy *= slope;").only("dy");
      return new ByFormula(
          new FormulaOps(value, Map.of("x", u, "y", y), memory),
          new FormulaOps(slope, Map.of("x", u, "dy", dy), memory));
    }

    @Override
    public void forward() {
      value.run(Map.of());
    }

    @Override
    public void backward() {
      slope.run(Map.of());
    }
  }
}
