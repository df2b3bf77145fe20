package dev.pulmu.plan;

import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network, an update and a batch size, made into blocks and a table of tensors. Pure data;
 * scratch, padding and kernels belong to the backend that runs it.
 *
 * <p><b>Accumulation.</b> A step, which is one update and one step number, takes {@code batch ×
 * accumulate} rows of its epoch's order and works through them as micro-batches of {@code batch}
 * rows. Its gradient is that of the mean loss over all its rows, so each micro-batch counts by its
 * rows; the penalty is added once, then come clipping, the rule and the average as ever. Batch norm
 * normalises each micro-batch by itself, and its running statistics take in each in turn. Dropout
 * counts rows within the step, not within the micro-batch. So without batch norm 4 × 32 rows are
 * 128 rows up to rounding, at the memory of 32. Where a micro-batch's loss or gradient is not
 * finite the whole step changes nothing. An epoch's last step is as short as it comes, and cut the
 * same way; {@code dev.pulmu.feed.Feed} says where.
 *
 * <p><b>Frozen blocks.</b> The weights, biases, γ and β of a frozen block and the optimizer's slots
 * beside them keep their bits. Their gradient is 0 by definition, whatever it would be otherwise:
 * no penalty, decay or clipping norm counts them, and the check for finite numbers does not see
 * them. All else goes on: the moving average takes them in and so comes ever nearer to them; batch
 * norm in a frozen block works as in training, with the batch's statistics, and its running
 * statistics go on; dropout drops; gradients pass through to the blocks before.
 *
 * <p><b>Full-batch methods</b> take all rows at every step, so they are refused with what makes the
 * loss another function from step to step, or not smooth: dropout, batch norm, accumulation,
 * clipping, an L1 penalty, an average of weights, products that are not fp32. What they look back
 * on are two tensors: {@code past.points} (history × parameters) and {@code past.gradients}, the
 * newest point first; a row whose gradient is all 0 is still empty.
 *
 * @param network what it was planned from
 * @param update what moves the weights
 * @param batch rows of a full micro-batch; of a full step, if nothing is accumulated
 * @param accumulate how many micro-batches make a full step
 * @param frozen names of the blocks that keep their parameters, in forward order
 * @param precision of matrix products
 * @param blocks in forward order; the last one is the loss
 * @param tensors every persistent tensor in canonical order, without gaps
 */
public record Plan(
    Network network,
    Update update,
    int batch,
    int accumulate,
    List<String> frozen,
    Precision precision,
    List<Block> blocks,
    List<Tensor> tensors) {
  public Plan {
    frozen = List.copyOf(frozen);
    blocks = List.copyOf(blocks);
    tensors = List.copyOf(tensors);
  }

  /**
   * This plan in another precision.
   *
   * @throws IllegalArgumentException if a full-batch method does not go with it
   */
  public Plan with(Precision other) {
    return FullBatchLimits.checked(
        new Plan(network, update, batch, accumulate, frozen, other, blocks, tensors));
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

  /** How many parameters there are, the first ones of the canonical order; frozen or not. */
  public int parameters() {
    return tensors(Role.WEIGHT).stream().mapToInt(Tensor::size).sum();
  }

  /**
   * How many of the first parameters are such that weight decay is for them: the weights of the
   * dense layers, frozen or not.
   */
  public int decayedParameters() {
    return denseBlocks().stream()
        .mapToInt(block -> block.inputs() * block.outputs())
        .sum();
  }

  /** Whether a block keeps its parameters. */
  public boolean isFrozen(DenseBlock block) {
    return frozen.contains(block.name());
  }

  /**
   * The parameters that the optimizer moves, as ranges of the canonical order: in order, with a gap
   * between each two. Those of a slot lie at the same distances behind the slot's begin.
   */
  public List<Range> moved() {
    List<Range> ranges = new ArrayList<>();
    for (Tensor tensor : tensors(Role.WEIGHT)) {
      String block = tensor.name().substring(0, tensor.name().indexOf('.'));
      if (frozen.contains(block)) {
        continue;
      }
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).to() == tensor.offset()) {
        ranges.set(last, new Range(ranges.get(last).from(), tensor.end()));
      } else {
        ranges.add(new Range(tensor.offset(), tensor.end()));
      }
    }
    return ranges;
  }

  /** Those of the moved parameters that weight decay is for, likewise. */
  public List<Range> movedAndDecayed() {
    int decayed = decayedParameters();
    return moved().stream()
        .filter(range -> range.from() < decayed)
        .map(range -> new Range(range.from(), Math.min(range.to(), decayed)))
        .toList();
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
