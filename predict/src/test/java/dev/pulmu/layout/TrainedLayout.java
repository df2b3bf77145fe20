package dev.pulmu.layout;

import dev.pulmu.network.Network;
import java.util.List;

/** A layout with all that a planner of training may add. */
record TrainedLayout(Network network, List<Block> blocks, List<Tensor> tensors) implements Layout {
  /**
   * The layout of a network.
   *
   * @param averages whether the average of its parameters is kept
   * @param slots names of numbers beside each parameter, which begin at 0
   */
  static TrainedLayout of(Network network, boolean averages, String... slots) {
    TensorTable table = new TensorTable(network);
    table.addParameters();
    for (String slot : slots) {
      table.addSlot(slot, 0);
    }
    if (averages) {
      table.addAverages();
    }
    table.addStatistics();
    if (averages) {
      table.addAverageWeight();
    }
    return new TrainedLayout(network, table.blocks(), table.tensors());
  }
}
