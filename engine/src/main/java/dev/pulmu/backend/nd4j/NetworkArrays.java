package dev.pulmu.backend.nd4j;

import dev.pulmu.network.Network;
import dev.pulmu.network.SigmoidCrossEntropy;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All that a pass over B rows needs besides parameters. */
final class NetworkArrays implements AutoCloseable {
  /** Features as stored, (B,I). */
  final INDArray stored;

  /** Features as the network sees them, (B,I). */
  final INDArray x;

  /** Wanted outputs, (B,O). */
  final INDArray targets;

  /** The weight of each output's term in sigmoid cross-entropy, (O); null where all weigh 1. */
  final INDArray termWeights;

  /** What the loss leaves for its gradient, (B,O). */
  final INDArray scratch;

  /** One per block, in forward order. */
  final List<DenseArrays> blocks;

  private final Memory memory = new Memory();

  NetworkArrays(Network network, List<DenseOps> live, int rows, DataType storedType) {
    stored = memory.zeros(storedType, rows, network.inputs());
    x = memory.floats(rows, network.inputs());
    targets = memory.floats(rows, network.outputs());
    termWeights = network.loss() instanceof SigmoidCrossEntropy sigmoid
            && !sigmoid.classWeights().isEmpty()
        ? memory.own(Nd4j.createFromArray(sigmoid.classWeights().toArray(Float[]::new)))
        : null;
    scratch = memory.floats(rows, network.outputs());
    blocks = live.stream().map(block -> block.arrays(rows, memory)).toList();
  }

  DenseArrays last() {
    return blocks.get(blocks.size() - 1);
  }

  @Override
  public void close() {
    memory.close();
  }
}
