package dev.pulmu.layout;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network's table of tensors while a planner fills it, in the order of {@link Role}: each tensor
 * gets the place behind the one before it. Only this class makes names of tensors.
 */
public final class TensorTable {
  /** The name of the tensor that says how much of the start of the weights' average is gone. */
  static final String AVERAGE_WEIGHT = "ema.weight";

  private final List<Group> groups;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private int end;

  /** An empty table. */
  public TensorTable(Network network) {
    this.groups = Group.of(network);
  }

  /** All tensors, in canonical order. */
  public List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  /** The network's blocks, in forward order, once their tensors are all there. */
  public List<Block> blocks() {
    return groups.stream().<Block>map(this::block).toList();
  }

  /** Adds the parameters of all blocks: weights, which decay, and then vectors, which do not. */
  public void addParameters() {
    for (Group group : groups) {
      Start drawn = new Start.Drawn(
          group.dense().initialization(), group.inputs(), group.outputs(), group.index());
      add(name(group, "w"), Role.WEIGHT, group.inputs(), group.outputs(), drawn, true);
    }
    for (Group group : groups) {
      if (group.batchNorm().isPresent()) {
        add(name(group, "gamma"), Role.WEIGHT, 1, group.outputs(), 1);
        add(name(group, "beta"), Role.WEIGHT, 1, group.outputs(), 0);
      } else {
        add(name(group, "b"), Role.WEIGHT, 1, group.outputs(), 0);
      }
    }
  }

  /**
   * Adds a number beside each parameter, for the optimizer.
   *
   * @param name of the slot
   * @param start what it is before the first step
   */
  public TensorTable addSlot(String name, float start) {
    addBeside(name, Role.SLOT, start);
    return this;
  }

  /**
   * Adds what a full-batch method looks back on: points, and the gradients there.
   *
   * @param history how many
   */
  public TensorTable addPast(int history) {
    if (history > 0) {
      int parameters = end;
      add("past.points", Role.SLOT, history, parameters, 0);
      add("past.gradients", Role.SLOT, history, parameters, 0);
    }
    return this;
  }

  /** Adds the moving average of each parameter. */
  public void addAverages() {
    addBeside("ema", Role.EMA, 0);
  }

  private void addBeside(String suffix, Role role, float start) {
    List<Tensor> parameters =
        tensors.values().stream().filter(tensor -> tensor.role() == Role.WEIGHT).toList();
    for (Tensor parameter : parameters) {
      add(parameter.name() + "." + suffix, role, parameter.rows(), parameter.columns(), start);
    }
  }

  /** Adds the running statistics of all batch norms. */
  public void addStatistics() {
    for (Group group : groups) {
      if (group.batchNorm().isPresent()) {
        BatchNorm.Statistics start = group.batchNorm().get().statistics();
        int columns = group.outputs();
        add(name(group, "runningMean"), Role.STATISTIC, 1, columns, 0);
        add(name(group, "runningVariance"), Role.STATISTIC, 1, columns, start.startVariance());
        add(name(group, "runningWeight"), Role.STATISTIC, 1, 1, start.startWeight());
      }
    }
  }

  /** Adds what tells how much of the start of the weights' average is gone. */
  public void addAverageWeight() {
    add(AVERAGE_WEIGHT, Role.STATISTIC, 1, 1, 0);
  }

  private DenseBlock block(Group group) {
    return new DenseBlock(
        group.name(),
        group.index(),
        group.inputs(),
        group.outputs(),
        tensor(group, "w"),
        group.batchNorm().isPresent() ? Optional.empty() : Optional.of(tensor(group, "b")),
        group.batchNorm().map(batchNorm -> norm(group, batchNorm)),
        group.activation(),
        group.dropout());
  }

  private Norm norm(Group group, BatchNorm batchNorm) {
    return new Norm(
        batchNorm,
        tensor(group, "gamma"),
        tensor(group, "beta"),
        tensor(group, "runningMean"),
        tensor(group, "runningVariance"),
        tensor(group, "runningWeight"));
  }

  private static String name(Group group, String tensor) {
    return group.name() + "." + tensor;
  }

  private Tensor tensor(Group group, String tensor) {
    return tensors.get(name(group, tensor));
  }

  private void add(String name, Role role, int rows, int columns, float start) {
    add(name, role, rows, columns, new Start.Constant(start), false);
  }

  private void add(String name, Role role, int rows, int columns, Start start, boolean decays) {
    long newEnd = end + (long) rows * columns;
    if (newEnd > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the network is too large: with '" + name
          + "' its tensors have " + newEnd + " elements, 2147483647 at most fit");
    }
    tensors.put(name, new Tensor(name, role, List.of(rows, columns), end, start, decays));
    end = (int) newEnd;
  }
}
