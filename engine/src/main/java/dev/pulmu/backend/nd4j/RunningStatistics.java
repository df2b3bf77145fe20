package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Block.Norm;
import dev.pulmu.network.BatchNorm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The running statistics of a batch norm: moving averages of what training saw, and how much of
 * their start is gone.
 */
final class RunningStatistics {
  private final BatchNorm batchNorm;
  private final INDArray mean;
  private final INDArray variance;
  private final INDArray weight;

  /** The statistics among all persistent tensors. */
  RunningStatistics(INDArray persistent, Norm norm) {
    this.batchNorm = norm.batchNorm();
    this.mean = DenseParameters.vector(persistent, norm.runningMean());
    this.variance = DenseParameters.vector(persistent, norm.runningVariance());
    this.weight = DenseParameters.vector(persistent, norm.runningWeight());
  }

  /** Takes in the mean and biased variance of one batch of this many rows, (O) each. */
  void add(INDArray batchMean, INDArray batchVariance, int rows) {
    float momentum = batchNorm.momentum();
    float factor = (1 - momentum) * batchNorm.statistics().varianceFactor(rows);
    mean.muli(momentum).addi(batchMean.mul(1 - momentum));
    variance.muli(momentum).addi(batchVariance.mul(factor));
    weight.muli(momentum).addi(1 - momentum);
  }

  /**
   * Normalises u(B,O) in place, then scales and shifts it; before any training as if mean 0 and
   * variance 1 were seen.
   */
  void normalise(INDArray u, INDArray gamma, INDArray beta) {
    float seen = weight.getFloat(0);
    INDArray scale = seen > 0 ? variance.div(seen) : variance.rsub(1);
    Transforms.sqrt(scale.addi(batchNorm.epsilon()), false).rdivi(1).muli(gamma);
    u.subiRowVector(seen > 0 ? mean.div(seen) : mean);
    u.muliRowVector(scale).addiRowVector(beta);
  }
}
