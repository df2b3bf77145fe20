package dev.pulmu.plan;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.TensorTable;
import dev.pulmu.names.Names;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Makes plans: groups layers into blocks and gives every persistent tensor its place. A pure
 * function.
 */
public final class Planner {
  private Planner() {}

  /** The plan of an optimizer without penalty or average. */
  public static Plan plan(Network network, Optimizer optimizer, int batch) {
    return plan(network, new Update(optimizer), batch);
  }

  /** The plan of a network, an update and a batch size; every batch a step, no block frozen. */
  public static Plan plan(Network network, Update update, int batch) {
    return plan(network, update, batch, 1, List.of());
  }

  /**
   * The plan, in single precision, of a network, an update, a batch size, how many batches make a
   * step, and which blocks keep their parameters.
   *
   * @param freeze names of blocks in any order
   * @throws IllegalArgumentException if batch or accumulate is below 1, a batch is 1 with batch
   *     norm, a step's rows or the tensors' elements are more than 2^31 − 1, there is no block of a
   *     name to freeze, none is left to train, or a full-batch method does not go with something
   */
  public static Plan plan(
      Network network, Update update, int batch, int accumulate, Collection<String> freeze) {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch wants at least 1 row, came " + batch);
    }
    if (accumulate < 1) {
      throw new IllegalArgumentException("a step wants at least 1 batch, came " + accumulate);
    }
    if ((long) batch * accumulate > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(String.format(
              Locale.ROOT,
              "a step of %d batches of %d rows is too large: it has %d",
              accumulate,
              batch,
              (long) batch * accumulate)
          + " rows, 2147483647 at most fit");
    }
    TensorTable table = table(network, update);
    List<Block> blocks = table.blocks();
    Plan plan = new Plan(
        network,
        update,
        batch,
        accumulate,
        frozen(blocks, freeze),
        Precision.FP32,
        blocks,
        table.tensors());
    if (batch == 1 && plan.hasBatchNorm()) {
      throw new IllegalArgumentException(
          "batch norm wants batches of at least 2 rows, came 1: one row has no variance");
    }
    return FullBatchLimits.checked(plan);
  }

  /**
   * The plan that a backend runs for a full-batch method: the same network and penalty, asked for
   * the loss and gradient of pieces of the rows, never trained.
   *
   * @param piece the most rows of a piece
   */
  public static Plan inPieces(Plan plan, int piece) {
    Update penalty = new Update(Sgd.DEFAULT).withWeightDecay(plan.update().weightDecay());
    return plan(plan.network(), penalty, Math.min(piece, plan.batch()), 1, plan.frozen());
  }

  private static List<String> frozen(List<Block> blocks, Collection<String> freeze) {
    List<String> names = blocks.stream().map(Block::name).toList();
    for (String name : freeze) {
      if (!names.contains(name)) {
        throw Names.unknown("block to freeze", name, names);
      }
    }
    if (freeze.containsAll(names)) {
      throw new IllegalArgumentException(
          "all blocks are frozen: " + String.join(", ", names) + "; leave one to train");
    }
    return names.stream().filter(freeze::contains).toList();
  }

  private static TensorTable table(Network network, Update update) {
    TensorTable table = new TensorTable(network);
    table.addParameters();
    update
        .optimizer()
        .match(rule -> addSlots(table, rule), method -> table.addPast(method.history()));
    if (update.ema() > 0) {
      table.addAverages();
    }
    table.addStatistics();
    if (update.ema() > 0) {
      table.addAverageWeight();
    }
    return table;
  }

  private static TensorTable addSlots(TensorTable table, ElementRule rule) {
    rule.slots().forEach(slot -> table.addSlot(slot, rule.slotStart(slot)));
    return table;
  }
}
