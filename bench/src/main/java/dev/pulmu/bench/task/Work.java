package dev.pulmu.bench.task;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Range;
import java.util.List;

/**
 * What a full step has to do, whoever does it.
 *
 * @param rows samples
 * @param flop floating-point operations of its matrix products, 2 for each multiply and add: y =
 *     x·w, dx = dy·wᵀ for all but the first layer, dw = xᵀ·dy for all that are not frozen
 * @param optimizerBytes what one pass of the optimizer must move between memory and processor, see
 *     {@link dev.pulmu.optimizer.ElementRule#bytesPerWeight}
 */
public record Work(int rows, long flop, long optimizerBytes) {
  public static Work of(Plan plan) {
    int rows = Workload.rowsPerStep(plan);
    List<DenseBlock> blocks = plan.denseBlocks();
    long products = 0;
    for (DenseBlock block : blocks) {
      int count = 1 + (block.index() == 0 ? 0 : 1) + (plan.isFrozen(block) ? 0 : 1);
      products += (long) count * block.inputs() * block.outputs();
    }
    long moved = plan.moved().stream().mapToLong(Range::size).sum();
    return new Work(rows, 2 * rows * products, plan.update().rule().bytesPerWeight() * moved);
  }
}
