package dev.pulmu.layout;

import dev.pulmu.network.Network;
import java.util.List;

/**
 * The plan of a network in use, that is for inference: parameters and running statistics, and
 * nothing that only training needs.
 *
 * @param network what it was planned from
 * @param blocks in forward order; the last one puts out the logits
 * @param tensors parameters, then running statistics
 */
public record NetworkPlan(Network network, List<Block> blocks, List<Tensor> tensors)
    implements Layout {
  public NetworkPlan {
    blocks = List.copyOf(blocks);
    tensors = List.copyOf(tensors);
  }

  /**
   * The plan of a network in use.
   *
   * @throws IllegalArgumentException if the tensors' elements are more than 2^31 − 1
   */
  public static NetworkPlan of(Network network) {
    TensorTable table = new TensorTable(network);
    table.addParameters();
    table.addStatistics();
    return new NetworkPlan(network, table.blocks(), table.tensors());
  }
}
