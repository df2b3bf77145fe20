package dev.pulmu.backend.nd4j;

import dev.pulmu.plan.State;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network in use, on ND4J arrays that come from anywhere. */
public final class Nd4jInference implements AutoCloseable {
  private final Memory memory = new Memory();
  private final List<DenseOps> blocks;

  /** A network with these weights and running statistics, which are copied. */
  public Nd4jInference(State state) {
    INDArray persistent = memory.own(Nd4j.createFromArray(state.values()));
    this.blocks = state.layout().blocks().stream()
        .map(block -> DenseOps.of(block, persistent))
        .toList();
  }

  /**
   * The logits (N,O) of N samples.
   *
   * @param x (N,I) floats, scaled and shifted as the network was trained
   */
  public INDArray logits(INDArray x) {
    try (Memory scratch = new Memory()) {
      INDArray y = x;
      for (DenseOps block : blocks) {
        y = block.infer(y, block.arrays(x.rows(), scratch));
      }
      return y.dup();
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
