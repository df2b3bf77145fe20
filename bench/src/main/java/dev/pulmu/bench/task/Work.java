package dev.pulmu.bench.task;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.Range;
import dev.pulmu.plan.Plan;

/**
 * The work of a full training step, counted from the plan: the same for every backend and library.
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
    long products = 0;
    for (Block block : plan.blocks()) {
      int count = 1 + (block.index() == 0 ? 0 : 1) + (plan.isFrozen(block) ? 0 : 1);
      products += count * block.<Long>accept(dense -> (long) dense.inputs() * dense.outputs());
    }
    long moved = plan.moved().stream().mapToLong(Range::size).sum();
    return new Work(rows, 2 * rows * products, plan.update().rule().bytesPerWeight() * moved);
  }
}
