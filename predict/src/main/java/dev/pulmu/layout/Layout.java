package dev.pulmu.layout;

import dev.pulmu.network.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A network as blocks, and the table of its persistent tensors, that is of all numbers that are
 * kept from step to step. They lie one behind the other in one array, in the order of the table:
 * the canonical order.
 */
public interface Layout {
  /** The network that this was planned from. */
  Network network();

  /** The blocks in forward order; the outputs of the last one are the logits. */
  List<Block> blocks();

  /** Every persistent tensor in canonical order, without gaps. */
  List<Tensor> tensors();

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  default Tensor tensor(String name) {
    for (Tensor tensor : tensors()) {
      if (tensor.name().equals(name)) {
        return tensor;
      }
    }
    String known = tensors().stream().map(Tensor::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no tensor '" + name + "' in this plan; it has " + known);
  }

  /** The tensors of one role, in canonical order. */
  default List<Tensor> tensors(Role role) {
    return tensors().stream().filter(tensor -> tensor.role() == role).toList();
  }

  /** The range of the tensors of one role, which lie together; of size 0 where there are none. */
  default Range range(Role role) {
    int from = 0;
    for (Tensor tensor : tensors()) {
      from = tensor.role().compareTo(role) < 0 ? tensor.end() : from;
    }
    List<Tensor> found = tensors(role);
    return new Range(from, found.isEmpty() ? from : found.get(found.size() - 1).end());
  }

  /** How many parameters there are, the first elements of the canonical order; frozen or not. */
  default int parameters() {
    return range(Role.WEIGHT).size();
  }

  /**
   * How many parameters, the first ones, are under weight decay: the weights of the dense layers,
   * frozen or not.
   */
  default int decayedParameters() {
    return tensors().stream().filter(Tensor::decays).mapToInt(Tensor::size).sum();
  }

  /**
   * The tensor, (1), that says how much of its start the moving average of the weights has lost;
   * empty where no average is kept.
   */
  default Optional<Tensor> averageWeight() {
    return tensors(Role.EMA).isEmpty()
        ? Optional.empty()
        : Optional.of(tensor(TensorTable.AVERAGE_WEIGHT));
  }

  /** The range of the running statistics of all batch norms. */
  default Range runningStatistics() {
    Range all = range(Role.STATISTIC);
    return new Range(all.from(), averageWeight().map(Tensor::offset).orElse(all.to()));
  }

  /** Whether any block normalises its batch. */
  default boolean hasBatchNorm() {
    return blocks().stream().anyMatch(Block::hasBatchNorm);
  }

  /** How many numbers all persistent tensors have together. */
  default int size() {
    return tensors().get(tensors().size() - 1).end();
  }

  /** The network alone as text, for people: its blocks and tensors. */
  default String describeNetwork() {
    return LayoutText.of(this);
  }
}
