package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.State;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network in use, on ND4J arrays that come from anywhere. */
public final class Nd4jInference implements AutoCloseable {
  private final Plan plan;
  private final Nd4jNetwork network;

  /** A network with these weights and running statistics, which are copied. */
  public Nd4jInference(State state) {
    this.plan = state.plan();
    this.network = new Nd4jNetwork(plan);
    network.restore(state.values());
  }

  /**
   * The logits (N,O) of N samples.
   *
   * @param x (N,I) floats, scaled and shifted as the network was trained
   */
  public INDArray logits(INDArray x) {
    try (Memory memory = new Memory()) {
      List<DenseArrays> arrays = plan.denseBlocks().stream()
          .map(block -> new DenseArrays(block, x.rows(), memory))
          .toList();
      network.infer(x, arrays, Weights.LIVE);
      return arrays.get(arrays.size() - 1).y.dup();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
