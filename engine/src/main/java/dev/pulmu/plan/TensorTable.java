package dev.pulmu.plan;

import dev.pulmu.network.BatchNorm;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Block.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of tensors as the planner fills it: each tensor gets the place behind the one before it.
 * Nobody else puts the names of tensors together.
 */
final class TensorTable {
  /** The name of the tensor that says how much of the start of the weights' average is gone. */
  static final String AVERAGE_WEIGHT = "ema.weight";

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private int end;

  /** All tensors, in canonical order. */
  List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  /** Adds the parameters of all groups: weights, which decay, and then vectors, which do not. */
  void addParameters(List<Group> groups) {
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

  /** Adds the slots of a rule: for each of its names a tensor beside each parameter. */
  TensorTable addSlots(ElementRule rule) {
    for (String slot : rule.slots()) {
      addBeside(slot, Role.SLOT, rule.slotStart(slot));
    }
    return this;
  }

  /** Adds what a method looks back on: points, and the gradients there. */
  TensorTable addPast(FullBatch method) {
    if (method.history() > 0) {
      int parameters = end;
      add("past.points", Role.SLOT, method.history(), parameters, 0);
      add("past.gradients", Role.SLOT, method.history(), parameters, 0);
    }
    return this;
  }

  /** Adds the moving average of each parameter. */
  void addAverages() {
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
  void addStatistics(List<Group> groups) {
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
  void addAverageWeight() {
    add(AVERAGE_WEIGHT, Role.STATISTIC, 1, 1, 0);
  }

  /** The block of a group whose tensors are all there. */
  DenseBlock block(Group group) {
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
