package dev.pulmu.backend.nd4j;

import dev.pulmu.network.Network;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All arrays that a pass over B rows needs besides parameters. */
final class NetworkArrays implements AutoCloseable {
  /** Features as stored, (B,I). */
  final INDArray stored;

  /** Features as the network sees them, (B,I). */
  final INDArray x;

  /** Wanted outputs, (B,O). */
  final INDArray targets;

  /** One per block, in forward order. */
  final List<DenseArrays> blocks;

  /** Of the last block's outputs and {@link #targets}. */
  final LossOps loss;

  private final Memory memory = new Memory();

  NetworkArrays(Network network, List<DenseOps> live, int rows, DataType storedType) {
    stored = memory.zeros(storedType, rows, network.inputs());
    x = memory.floats(rows, network.inputs());
    targets = memory.floats(rows, network.outputs());
    blocks = live.stream().map(block -> block.arrays(rows, memory)).toList();
    loss = LossOps.of(network.loss(), last().y, targets, last().dy, memory);
  }

  DenseArrays last() {
    return blocks.get(blocks.size() - 1);
  }

  @Override
  public void close() {
    memory.close();
  }
}
