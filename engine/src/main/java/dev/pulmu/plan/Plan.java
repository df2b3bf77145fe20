package dev.pulmu.plan;

import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network, an update and a batch size, made into blocks and a table of tensors. Pure data;
 * scratch, padding and kernels belong to the backend that runs it.
 *
 * @param network what it was planned from
 * @param update what moves the weights
 * @param batch rows of a full mini-batch
 * @param blocks in forward order; the last one is the loss
 * @param tensors every persistent tensor in canonical order, without gaps
 */
public record Plan(
    Network network, Update update, int batch, List<Block> blocks, List<Tensor> tensors) {
  public Plan {
    blocks = List.copyOf(blocks);
    tensors = List.copyOf(tensors);
  }

  /** The dense blocks, in forward order. */
  public List<DenseBlock> denseBlocks() {
    return blocks.stream()
        .filter(DenseBlock.class::isInstance)
        .map(DenseBlock.class::cast)
        .toList();
  }

  /** Whether any block normalises its batch. */
  public boolean hasBatchNorm() {
    return denseBlocks().stream().anyMatch(block -> block.batchNorm().isPresent());
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public Tensor tensor(String name) {
    for (Tensor tensor : tensors) {
      if (tensor.name().equals(name)) {
        return tensor;
      }
    }
    String known = tensors.stream().map(Tensor::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no tensor '" + name + "' in this plan; it has " + known);
  }

  /** The tensors of one role, in canonical order. */
  public List<Tensor> tensors(Role role) {
    return tensors.stream().filter(tensor -> tensor.role() == role).toList();
  }

  /** How many numbers the optimizer moves. They are the first ones of the canonical order. */
  public int parameters() {
    return tensors(Role.WEIGHT).stream().mapToInt(Tensor::size).sum();
  }

  /** How many of the first parameters are under weight decay: the weights of the dense layers. */
  public int decayedParameters() {
    return denseBlocks().stream()
        .mapToInt(block -> block.inputs() * block.outputs())
        .sum();
  }

  /** How many numbers all persistent tensors have together. */
  public int size() {
    return tensors.get(tensors.size() - 1).end();
  }

  /** The network alone as text, for people: its blocks and tensors. */
  public String describeNetwork() {
    return PlanText.ofNetwork(this);
  }

  /** The plan as text, for people. */
  public String describe() {
    return PlanText.of(this);
  }
}
