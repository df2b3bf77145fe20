package dev.pulmu.plan;

import dev.pulmu.names.Names;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dense;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Layer;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Block.LossBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    List<DenseBlock> dense = denseBlocks(network);
    List<Block> blocks = new ArrayList<>(dense);
    blocks.add(new LossBlock("loss", network.outputs(), network.loss()));
    List<Tensor> tensors = tensors(dense, update);
    Plan plan = new Plan(
        network, update, batch, accumulate, frozen(dense, freeze), Precision.FP32, blocks, tensors);
    if (batch == 1 && plan.hasBatchNorm()) {
      throw new IllegalArgumentException(
          "batch norm wants batches of at least 2 rows, came 1: one row has no variance");
    }
    return FullBatchLimits.checked(plan);
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

  private static List<String> frozen(List<DenseBlock> blocks, Collection<String> freeze) {
    List<String> names = blocks.stream().map(DenseBlock::name).toList();
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

  private static List<DenseBlock> denseBlocks(Network network) {
    List<DenseBlock> blocks = new ArrayList<>();
    List<Layer> layers = network.layers();
    int inputs = network.inputs();
    for (int i = 0; i < layers.size(); ) {
      Dense dense = (Dense) layers.get(i++);
      Optional<BatchNorm> batchNorm = Optional.empty();
      Activation activation = Activation.IDENTITY;
      Optional<Dropout> dropout = Optional.empty();
      if (i < layers.size() && layers.get(i) instanceof BatchNorm found) {
        batchNorm = Optional.of(found);
        i++;
      }
      if (i < layers.size() && layers.get(i) instanceof Activation found) {
        activation = found;
        i++;
      }
      if (i < layers.size() && layers.get(i) instanceof Dropout found) {
        dropout = Optional.of(found);
        i++;
      }
      int index = blocks.size();
      blocks.add(new DenseBlock(
          "dense" + (index + 1),
          index,
          inputs,
          dense.outputs(),
          dense.initialization(),
          batchNorm,
          activation,
          dropout));
      inputs = dense.outputs();
    }
    return blocks;
  }

  private static List<Tensor> tensors(List<DenseBlock> blocks, Update update) {
    Table table = new Table();
    for (DenseBlock block : blocks) {
      table.add(block.name() + ".w", Role.WEIGHT, block.inputs(), block.outputs(), 0);
    }
    for (DenseBlock block : blocks) {
      if (block.batchNorm().isPresent()) {
        table.add(block.name() + ".gamma", Role.WEIGHT, 1, block.outputs(), 1);
        table.add(block.name() + ".beta", Role.WEIGHT, 1, block.outputs(), 0);
      } else {
        table.add(block.name() + ".b", Role.WEIGHT, 1, block.outputs(), 0);
      }
    }
    List<Tensor> weights = List.copyOf(table.tensors);
    if (update.optimizer() instanceof ElementRule rule) {
      for (String slot : rule.slots()) {
        table.beside(weights, slot, Role.SLOT, rule.slotStart(slot));
      }
    } else if (update.optimizer() instanceof FullBatch method && method.history() > 0) {
      int parameters = table.end;
      table.add("past.points", Role.SLOT, method.history(), parameters, 0);
      table.add("past.gradients", Role.SLOT, method.history(), parameters, 0);
    }
    if (update.ema() > 0) {
      table.beside(weights, "ema", Role.EMA, 0);
    }
    for (DenseBlock block : blocks) {
      if (block.batchNorm().isPresent()) {
        BatchNorm.Statistics start = block.batchNorm().get().statistics();
        int columns = block.outputs();
        table.add(block.name() + ".runningMean", Role.STATISTIC, 1, columns, 0);
        table.add(
            block.name() + ".runningVariance", Role.STATISTIC, 1, columns, start.startVariance());
        table.add(block.name() + ".runningWeight", Role.STATISTIC, 1, 1, start.startWeight());
      }
    }
    if (update.ema() > 0) {
      table.add("ema.weight", Role.STATISTIC, 1, 1, 0);
    }
    return table.tensors;
  }

  /** Gives each tensor the place behind the one before it. */
  private static final class Table {
    private final List<Tensor> tensors = new ArrayList<>();
    private int end;

    void add(String name, Role role, int rows, int columns, float start) {
      long newEnd = end + (long) rows * columns;
      if (newEnd > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("the network is too large: with '" + name
            + "' its tensors have " + newEnd + " elements, 2147483647 at most fit");
      }
      tensors.add(new Tensor(name, role, rows, columns, end, start));
      end = (int) newEnd;
    }

    void beside(List<Tensor> weights, String suffix, Role role, float start) {
      for (Tensor weight : weights) {
        add(weight.name() + "." + suffix, role, weight.rows(), weight.columns(), start);
      }
    }
  }
}
