package dev.pulmu.backend.nd4j;

import dev.pulmu.network.Loss;
import dev.pulmu.network.MeanSquaredError;
import dev.pulmu.network.SigmoidCrossEntropy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Losses as ND4J operations, on logits(B,O) and t(B,O). */
final class LossOps {
  private LossOps() {}

  /** The sum of the samples' losses; what {@link #gradient} needs stays in {@code at.scratch}. */
  static double sum(Loss loss, NetworkArrays at) {
    if (loss instanceof MeanSquaredError) {
      at.last().y.subi(at.targets, at.scratch);
      return at.scratch.mul(at.scratch).sumNumber().doubleValue() / at.targets.columns();
    }
    return loss instanceof SigmoidCrossEntropy ? sigmoidSum(at) : softmaxSum(at);
  }

  /**
   * This batch's part of the gradient of the mean loss over {@code rows} rows, into the last
   * block's {@code dy}; after {@link #sum}.
   */
  static void gradient(Loss loss, NetworkArrays at, long rows) {
    INDArray dy = at.last().dy;
    if (loss instanceof MeanSquaredError) {
      dy.assign(at.scratch).muli(2.0 / (rows * dy.columns()));
    } else if (loss instanceof SigmoidCrossEntropy) {
      Transforms.sigmoid(dy.assign(at.last().y), false).subi(at.targets).divi(rows * dy.columns());
      weigh(dy, at);
    } else {
      Transforms.exp(dy.assign(at.scratch), false)
          .muliColumnVector(at.targets.sum(1))
          .subi(at.targets)
          .divi(rows);
    }
  }

  /**
   * −Σ t log softmax(logits), with log softmax left in the scratch. The logarithm is taken of the
   * sum alone: ND4J's own log_softmax takes it of each quotient, which is −∞ for a logit 104 below
   * the largest.
   */
  private static double softmaxSum(NetworkArrays at) {
    INDArray logits = at.last().y;
    INDArray shifted = at.scratch.assign(logits).subiColumnVector(logits.max(1));
    INDArray sums = Transforms.exp(shifted).sum(1);
    shifted.subiColumnVector(Transforms.log(sums, false));
    return -shifted.mul(at.targets).sumNumber().doubleValue();
  }

  /** Σ c (max(x, 0) − x t + log(1 + exp(−|x|))), over O. */
  private static double sigmoidSum(NetworkArrays at) {
    INDArray x = at.last().y;
    INDArray sum = Transforms.exp(Transforms.abs(x).negi(), false).addi(1);
    Transforms.log(sum, false).addi(Transforms.relu(x)).subi(x.mul(at.targets));
    weigh(sum, at);
    return sum.sumNumber().doubleValue() / at.targets.columns();
  }

  private static void weigh(INDArray terms, NetworkArrays at) {
    if (at.termWeights != null) {
      terms.muliRowVector(at.termWeights);
    }
  }
}
