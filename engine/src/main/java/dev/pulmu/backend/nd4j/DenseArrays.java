package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays that a dense block keeps between forward and backward, for B rows. */
final class DenseArrays {
  /** The input of the activation, (B,O). */
  final INDArray u;

  /** The output of the block, (B,O); the same array as u where the activation is the identity. */
  final INDArray y;

  /** The gradient of y; backward turns it in place into that of u, (B,O). */
  final INDArray dy;

  /**
   * The dropout mask, (B,O): 0 for a dropped element, otherwise the factor of the others; null
   * without dropout.
   */
  final INDArray mask;

  /**
   * The differences of x from its first row, (B,I); this and the next four are null without batch
   * norm.
   */
  final INDArray differences;

  /** x̂(B,O). */
  final INDArray normalised;

  /** The batch's mean, (O). */
  final INDArray mean;

  /** The batch's biased variance, (O). */
  final INDArray variance;

  /** 1 / √(variance + ε), (O). */
  final INDArray scale;

  /** From u to y and back. */
  final ActivationOps activation;

  DenseArrays(DenseBlock block, int rows, Memory memory) {
    boolean normalises = block.hasBatchNorm();
    u = memory.floats(rows, block.outputs());
    y = block.activation() == Activation.IDENTITY ? u : memory.floats(rows, block.outputs());
    dy = memory.floats(rows, block.outputs());
    activation = ActivationOps.of(block.activation(), u, y, dy, memory);
    mask = block.hasDropout() ? memory.floats(rows, block.outputs()) : null;
    differences = normalises ? memory.floats(rows, block.inputs()) : null;
    normalised = normalises ? memory.floats(rows, block.outputs()) : null;
    mean = normalises ? memory.floats(block.outputs()) : null;
    variance = normalises ? memory.floats(block.outputs()) : null;
    scale = normalises ? memory.floats(block.outputs()) : null;
  }
}
