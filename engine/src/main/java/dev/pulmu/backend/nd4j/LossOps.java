package dev.pulmu.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax cross-entropy as ND4J operations, on logits(B,O) and t(B,O). */
final class LossOps {
  private LossOps() {}

  /** The sum of the samples' losses, −Σ t log softmax(logits). */
  static double sum(NetworkArrays at) {
    INDArray logits = at.last().y;
    Nd4j.exec(DynamicCustomOp.builder("log_softmax")
        .addInputs(logits)
        .addOutputs(at.logProbabilities)
        .build());
    return -at.logProbabilities.mul(at.targets).sumNumber().doubleValue();
  }

  /**
   * The gradient of the mean loss, (softmax − t) / B, into the last block's {@code dy}; after
   * {@link #sum}.
   */
  static void gradient(NetworkArrays at) {
    INDArray dy = at.last().dy.assign(at.logProbabilities);
    Transforms.exp(dy, false).subi(at.targets).divi(dy.rows());
  }

  /** Each row's answer: the column of the largest logit, the first one if several are. */
  static int[] answers(INDArray logits) {
    return logits.argMax(1).toIntVector();
  }
}
