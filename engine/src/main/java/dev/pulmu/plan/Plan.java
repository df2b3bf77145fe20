package dev.pulmu.plan;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.Layout;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a backend has to know to train a network: its blocks, an update and a batch size,
 * and a table of tensors that has the optimizer's slots and averages too. The {@link Planner} makes
 * it. Pure data; scratch, padding and kernels belong to the backend that runs it.
 *
 * <p><b>Accumulation.</b> A step, which is one update and one step number, takes {@code batch ×
 * accumulate} rows of its epoch's order and works through them as micro-batches of {@code batch}
 * rows. Its gradient is that of the mean loss over all its rows, so each micro-batch counts by its
 * rows; the penalty is added once, then come clipping, the rule and the average, as without
 * accumulation. Batch norm normalises each micro-batch by itself, and its running statistics take
 * in each in turn. Dropout counts rows within the step, not within the micro-batch. So without
 * batch norm 4 × 32 rows are 128 rows up to rounding, at the memory of 32. Where a micro-batch's
 * loss or gradient is not finite the whole step changes nothing. An epoch's last step has the rows
 * that are left, and is cut the same way; {@code dev.pulmu.feed.Feed} says where.
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
 * on are their slots: as many points as their history is long, the newest first, and then the
 * gradients there; a point whose gradient is all 0 is still empty.
 *
 * @param network what it was planned from
 * @param update what moves the weights
 * @param batch rows of a full micro-batch; of a full step, if nothing is accumulated
 * @param accumulate how many micro-batches make a full step
 * @param frozen names of the blocks that keep their parameters, in forward order
 * @param precision of matrix products
 * @param blocks in forward order; the last one puts out the logits
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
    List<Tensor> tensors)
    implements Layout {
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

  /** Whether training leaves the parameters of a block as they are. */
  public boolean isFrozen(Block block) {
    return frozen.contains(block.name());
  }

  /** The index of the first block that is not frozen; the blocks before it need no gradients. */
  public int firstMoved() {
    return blocks.stream()
        .filter(block -> !isFrozen(block))
        .findFirst()
        .orElseThrow()
        .index();
  }

  /**
   * The range of a slot of the optimizer: one number for each parameter, in their order.
   *
   * @param index the place of its name among those of the rule, from 0
   */
  public Range slot(int index) {
    int from = range(Role.SLOT).from() + index * parameters();
    return new Range(from, from + parameters());
  }

  /**
   * The parameters that the optimizer moves, as ranges of the canonical order: in order, with a gap
   * between each two. Those of a slot lie at the same distances behind the slot's begin.
   */
  public List<Range> moved() {
    return ranges(movedTensors());
  }

  /** The parameters that the optimizer moves, as ranges, each tensor by itself. */
  public List<Range> movedTensorByTensor() {
    return movedTensors()
        .map(tensor -> new Range(tensor.offset(), tensor.end()))
        .toList();
  }

  /** Those of the moved parameters that are under weight decay, as ranges likewise. */
  public List<Range> movedAndDecayed() {
    return ranges(movedTensors().filter(Tensor::decays));
  }

  private Stream<Tensor> movedTensors() {
    List<Tensor> kept = blocks.stream()
        .filter(this::isFrozen)
        .flatMap(block -> block.tensors().stream())
        .toList();
    return tensors(Role.WEIGHT).stream().filter(tensor -> !kept.contains(tensor));
  }

  private static List<Range> ranges(Stream<Tensor> tensors) {
    List<Range> ranges = new ArrayList<>();
    tensors.forEach(tensor -> {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).to() == tensor.offset()) {
        ranges.set(last, new Range(ranges.get(last).from(), tensor.end()));
      } else {
        ranges.add(new Range(tensor.offset(), tensor.end()));
      }
    });
    return ranges;
  }

  /**
   * The penalty of the update: ½ λ₂ Σ w² + λ₁ Σ |w| over the weights of dense layers that move.
   *
   * @param values all tensors in canonical order
   */
  public double penalty(float[] values) {
    double squares = 0;
    double magnitudes = 0;
    for (Range range : movedAndDecayed()) {
      for (int i = range.from(); i < range.to(); i++) {
        squares += (double) values[i] * values[i];
        magnitudes += Math.abs(values[i]);
      }
    }
    return 0.5 * update.weightDecay() * squares + update.l1() * magnitudes;
  }

  /** The plan as text, for people. */
  public String describe() {
    return PlanText.of(this);
  }
}
