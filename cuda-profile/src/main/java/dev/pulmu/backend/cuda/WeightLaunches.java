package dev.pulmu.backend.cuda;

import static dev.pulmu.backend.cuda.Argument.POSITION;
import static dev.pulmu.backend.cuda.Argument.of;

import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.Tensor;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.text.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the nodes that work on all parameters at once; those of blocks and losses are in
 * {@link Launches}.
 */
final class WeightLaunches {
  private static final int THREADS = 256;

  private final DeviceTensors tensors;
  private final Plan plan;

  WeightLaunches(DeviceTensors tensors) {
    this.tensors = tensors;
    this.plan = tensors.plan;
  }

  /** The gradient of weights of inputs that never vary. */
  Node constant(BlockTensors first) {
    long weights = (long) tensors.constant.length * first.block().outputs();
    return Node.Launch.overAll(
        first.block().name() + ": dw of constant inputs",
        Kernel.of("constant", Map.of()),
        weights,
        List.of(
            tensors.constantColumns.at(),
            tensors.slopes(first.block().weight()),
            of(tensors.constant.length),
            of(first.block().outputs())),
        4 * weights);
  }

  /** The penalty's share, the check, and the squares for clipping. */
  Node gradient(Region place, Region bad) {
    boolean penalty = plan.update().hasPenalty();
    return new Node.Launch(
        "gradient: " + (penalty ? "penalty, " : "") + "check"
            + (plan.update().clip() > 0 ? ", norm" : ""),
        Kernel.of(
            "gradient",
            Map.of("PENALTY", Kernel.flag(penalty), "CLIP", clips()),
            UpdateNumber.header()),
        tensors.gradientBlocks(),
        1,
        THREADS,
        0,
        List.of(
            place.at(),
            POSITION,
            tensors.persistent.at(),
            tensors.gradient.at(),
            tensors.updateNumbers.at(),
            tensors.ranges.at(),
            tensors.squares.at(),
            bad.at(),
            of(plan.parameters()),
            of(plan.decayedParameters()),
            of(tensors.movedRanges().size())),
        (penalty ? 12L : 4L) * plan.parameters());
  }

  /** What the rule takes norms of, and the norms; nothing where it takes none. */
  List<Node> norms() {
    ElementRule rule = plan.update().rule();
    if (rule.norms() == 0) {
      return List.of();
    }
    int blocks = tensors.normBlocks();
    Map<String, Integer> constants = Map.of("CLIP", clips(), "DECOUPLED", decouples());
    Node measure = new Node.Launch(
        "norms: squares",
        Kernel.of("measure", constants, headers(rule)),
        blocks,
        tensors.movedRanges().size(),
        THREADS,
        0,
        List.of(
            tensors.place.at(),
            POSITION,
            tensors.persistent.at(),
            tensors.gradient.at(),
            tensors.table.at(),
            tensors.updateNumbers.at(),
            tensors.ranges.at(),
            tensors.squares.at(),
            tensors.bad.at(),
            tensors.normSquares.at(),
            of(plan.parameters()),
            of(plan.decayedParameters()),
            of(tensors.tableWidth()),
            of(tensors.gradientBlocks())),
        4L * (2 + rule.slots().size()) * plan.parameters());
    Node norms = new Node.Launch(
        "norms: of each tensor",
        Kernel.of("norms", Map.of(), UpdateNumber.header()),
        tensors.norms(),
        1,
        THREADS,
        0,
        List.of(tensors.normSquares.at(), tensors.norms.at(), of(blocks)),
        8L * blocks * tensors.norms());
    return List.of(measure, norms);
  }

  /** The optimizer, the average, and the running statistics. */
  Node update() {
    Update update = plan.update();
    boolean ema = update.ema() > 0;
    Range running = plan.runningStatistics();
    Map<String, Integer> constants = Map.of(
        "CLIP", clips(),
        "DECOUPLED", decouples(),
        "EMA", Kernel.flag(ema));
    return Node.Launch.overAll(
        "update: " + Call.nameOf(update.rule().text()) + (ema ? ", average" : ""),
        Kernel.of("update", constants, headers(update.rule())),
        Math.max(plan.parameters(), running.size()),
        List.of(
            tensors.place.at(),
            POSITION,
            tensors.persistent.at(),
            tensors.gradient.at(),
            tensors.pending.at(),
            tensors.table.at(),
            tensors.updateNumbers.at(),
            tensors.ranges.at(),
            tensors.squares.at(),
            tensors.norms.at(),
            tensors.bad.at(),
            of(plan.parameters()),
            of(plan.decayedParameters()),
            of(tensors.movedRanges().size()),
            of(tensors.tableWidth()),
            of(tensors.gradientBlocks()),
            of(plan.range(Role.EMA).from()),
            of(plan.averageWeight().map(Tensor::offset).orElse(0)),
            of(running.size()),
            of(running.from())),
        (update.rule().bytesPerWeight() + (ema ? 8L : 0)) * plan.parameters());
  }

  private static Map<String, String> headers(ElementRule rule) {
    Map<String, String> headers = new HashMap<>(UpdateNumber.header());
    headers.put("rule.cuh", RuleText.of(rule));
    return headers;
  }

  private int clips() {
    return Kernel.flag(plan.update().clip() > 0);
  }

  private int decouples() {
    return Kernel.flag(plan.update().rule().decoupledDecay() > 0);
  }

  /** Moves on to the steps behind those of a graph. */
  Node advance(int steps, int rows) {
    return new Node.Launch(
        "advance " + steps + " steps",
        Kernel.of("advance", Map.of()),
        1,
        1,
        32,
        0,
        List.of(tensors.place.at(), of(steps), of(rows)),
        DeviceTensors.PLACE_BYTES);
  }

  /** The corrected average of the weights. */
  Node average() {
    int parameters = plan.parameters();
    return Node.Launch.overAll(
        "weights: corrected average",
        Kernel.of("average", Map.of()),
        parameters,
        List.of(
            tensors.persistent.at(),
            tensors.persistent.at(plan.range(Role.EMA).from()),
            tensors.at(plan.averageWeight().orElseThrow()),
            tensors.averaged.at(),
            of(parameters)),
        12L * parameters);
  }
}
