package dev.pulmu.backend.nd4j;

import dev.pulmu.formula.Formula;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Loss;
import dev.pulmu.network.LossVisitor;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Computes a loss and its gradient by ND4J operations, of logits(B,O) and wanted outputs t(B,O).
 */
sealed interface LossOps {
  /** The sum of the samples' losses. */
  double sum();

  /**
   * This batch's part of the gradient of the mean loss over {@code rows} rows, into {@code dy};
   * after {@link #sum}.
   */
  void gradient(long rows);

  /**
   * The operations of a loss.
   *
   * @param logits (B,O)
   * @param targets t(B,O)
   * @param dy where the gradient of the logits goes, (B,O)
   */
  static LossOps of(Loss loss, INDArray logits, INDArray targets, INDArray dy, Memory memory) {
    return loss.accept(new LossVisitor<>() {
      @Override
      public LossOps softmax(SoftmaxCrossEntropy softmax) {
        long[] shape = logits.shape();
        return new Softmax(logits, targets, dy, memory.floats(shape));
      }

      @Override
      public LossOps elements(ElementLoss elements) {
        return Elements.of(elements, logits, targets, dy, memory);
      }
    });
  }

  /**
   * −Σ t log softmax(logits). The logarithm is taken of the sum alone: ND4J's own log_softmax takes
   * it of each quotient, which is −∞ for a logit 104 below the largest.
   *
   * @param logSoftmax what {@link #sum} leaves for {@link #gradient}
   */
  record Softmax(INDArray logits, INDArray targets, INDArray dy, INDArray logSoftmax)
      implements LossOps {
    @Override
    public double sum() {
      INDArray shifted = logSoftmax.assign(logits).subiColumnVector(logits.max(1));
      INDArray sums = Transforms.exp(shifted).sum(1);
      shifted.subiColumnVector(Transforms.log(sums, false));
      return -shifted.mul(targets).sumNumber().doubleValue();
    }

    @Override
    public void gradient(long rows) {
      Transforms.exp(dy.assign(logSoftmax), false)
          .muliColumnVector(targets.sum(1))
          .subi(targets)
          .divi(rows);
    }
  }

  /**
   * By the formula.
   *
   * @param terms of each output, (B,O)
   * @param weights of the outputs, (O); null where all weigh 1
   */
  record Elements(FormulaOps term, FormulaOps slope, INDArray terms, INDArray dy, INDArray weights)
      implements LossOps {
    static Elements of(
        ElementLoss loss, INDArray logits, INDArray targets, INDArray dy, Memory memory) {
      Formula formula = Formula.parse(loss.device());
      INDArray terms = memory.floats(logits.shape());
      Map<String, INDArray> term = Map.of("x", logits, "t", targets, "term", terms);
      Map<String, INDArray> slope = Map.of("x", logits, "t", targets, "slope", dy);
      List<Float> weights = loss.termWeights();
      return new Elements(
          new FormulaOps(formula.only("term"), term, memory),
          new FormulaOps(formula.only("slope"), slope, memory),
          terms,
          dy,
          weights.isEmpty()
              ? null
              : memory.own(Nd4j.createFromArray(weights.toArray(Float[]::new))));
    }

    @Override
    public double sum() {
      term.run(Map.of());
      weigh(terms);
      return terms.sumNumber().doubleValue() / terms.columns();
    }

    @Override
    public void gradient(long rows) {
      slope.run(Map.of());
      dy.muli(1.0 / (rows * dy.columns()));
      weigh(dy);
    }

    private void weigh(INDArray each) {
      if (weights != null) {
        each.muliRowVector(weights);
      }
    }
  }
}
