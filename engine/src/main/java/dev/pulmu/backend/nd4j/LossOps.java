package dev.pulmu.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax cross-entropy as ND4J operations, on logits(B,O) and t(B,O). */
final class LossOps {
  private LossOps() {}

  /**
   * The sum of the samples' losses, −Σ t log softmax(logits). The logarithm is taken of the sum
   * alone: ND4J's own log_softmax takes it of each quotient, which is −∞ for a logit 104 below the
   * largest.
   */
  static double sum(NetworkArrays at) {
    INDArray logits = at.last().y;
    INDArray shifted = at.logProbabilities.assign(logits).subiColumnVector(logits.max(1));
    INDArray sums = Transforms.exp(shifted).sum(1);
    shifted.subiColumnVector(Transforms.log(sums, false));
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
    float[] values = logits.data().asFloat();
    int columns = logits.columns();
    int[] answers = new int[values.length / columns];
    for (int row = 0; row < answers.length; row++) {
      for (int column = 1; column < columns; column++) {
        if (values[row * columns + column] > values[row * columns + answers[row]]) {
          answers[row] = column;
        }
      }
    }
    return answers;
  }
}
