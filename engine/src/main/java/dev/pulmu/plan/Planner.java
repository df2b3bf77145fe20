package dev.pulmu.plan;

import dev.pulmu.names.Names;
import dev.pulmu.network.Network;
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
    List<Group> groups = Group.of(network);
    TensorTable table = table(groups, update);
    Plan plan = new Plan(
        network,
        update,
        batch,
        accumulate,
        frozen(groups, freeze),
        Precision.FP32,
        blocks(groups, table),
        table.tensors());
    if (batch == 1 && plan.hasBatchNorm()) {
      throw new IllegalArgumentException(
          "batch norm wants batches of at least 2 rows, came 1: one row has no variance");
    }
    return FullBatchLimits.checked(plan);
  }

  /**
   * The plan of a network in use.
   *
   * @throws IllegalArgumentException if the tensors' elements are more than 2^31 − 1
   */
  public static NetworkPlan inUse(Network network) {
    List<Group> groups = Group.of(network);
    TensorTable table = new TensorTable();
    table.addParameters(groups);
    table.addStatistics(groups);
    return new NetworkPlan(network, blocks(groups, table), table.tensors());
  }

  /**
   * What a backend runs for a full-batch method: the same network and penalty, asked for loss and
   * gradient of pieces of the rows, never trained.
   *
   * @param piece the most rows of a piece
   */
  public static Plan inPieces(Plan plan, int piece) {
    Update penalty = new Update(Sgd.DEFAULT).withWeightDecay(plan.update().weightDecay());
    return plan(plan.network(), penalty, Math.min(piece, plan.batch()), 1, plan.frozen());
  }

  private static List<String> frozen(List<Group> groups, Collection<String> freeze) {
    List<String> names = groups.stream().map(Group::name).toList();
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

  private static List<Block> blocks(List<Group> groups, TensorTable table) {
    return groups.stream().<Block>map(table::block).toList();
  }

  private static TensorTable table(List<Group> groups, Update update) {
    TensorTable table = new TensorTable();
    table.addParameters(groups);
    update.optimizer().match(table::addSlots, table::addPast);
    if (update.ema() > 0) {
      table.addAverages();
    }
    table.addStatistics(groups);
    if (update.ema() > 0) {
      table.addAverageWeight();
    }
    return table;
  }
}
