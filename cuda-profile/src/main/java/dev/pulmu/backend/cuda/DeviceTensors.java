package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.Tensor;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The regions of device memory with everything that a session keeps there. B rows of the largest
 * batch, P parameters, N samples, I columns, O outputs.
 */
final class DeviceTensors {
  /** Rows of a pass that does not train: a batch, but for very small and very large ones. */
  private static final int LEAST_CHUNK = 256;

  private static final int MOST_CHUNK = 1024;

  /** Five numbers of 64 bits, see place.cuh. */
  static final int PLACE_BYTES = 40;

  final MemoryMap map = new MemoryMap();
  final Plan plan;
  final boolean bytes;
  final boolean labels;
  final boolean judges;

  /** See {@link #constantColumns}. */
  final int[] constant;

  /** Rows of a pass that does not train. */
  final int chunk;

  /** Most parts of a step's losses; every step has as much room. */
  final int parts;

  /** All tensors of the plan. */
  final Region persistent;

  /** The step's gradient (P). */
  final Region gradient;

  /** Running statistics with the present step taken in. */
  final Region pending;

  /** The corrected average of the weights (P). */
  final Region averaged;

  /** The rows of an epoch in their order, and the numbers of its steps. */
  final Region order;

  final Region table;

  /** For each part of each step of an epoch its loss and right answers, as doubles. */
  final Region sums;

  /** Where training is, and 1 + its first step that was not finite. */
  final Region place;

  final Region bad;

  /** The same for rows that are asked for by themselves. */
  final Region askedOrder;

  final Region askedSums;
  final Region askedPlace;
  final Region askedBad;

  /** Answers of a batch's rows. */
  final Region answers;

  final Region features;
  final Region featureNumbers;

  /** Inputs that never vary, where the first block has batch norm. */
  final Region constantColumns;

  final Region targets;
  final Region labelValues;
  final Region termWeights;
  final Region updateNumbers;
  final Region ranges;
  final Region squares;

  /** For each moved tensor and norm of the rule: sums of squares of blocks, and the norm. */
  final Region normSquares;

  final Region norms;
  final Region x;
  final List<BlockTensors> blocks = new ArrayList<>();

  /**
   * The tensors that a block keeps on the device.
   *
   * @param u (B,O) before batch norm or bias
   * @param y (B,O) what it puts out
   * @param dy (B,O) its gradient, and then that of u
   * @param mean (O) of the batch
   * @param scale (O) 1 / √(variance + ε)
   * @param numbers see block.cuh
   */
  record BlockTensors(
      DenseBlock block, Region u, Region y, Region dy, Region mean, Region scale, Region numbers) {
    /** The first vector of the block: γ, or without batch norm the bias. */
    Tensor first() {
      return block.norm().map(Norm::gamma).or(block::bias).orElseThrow();
    }

    Optional<Tensor> beta() {
      return block.norm().map(Norm::beta);
    }
  }

  DeviceTensors(Plan plan, Dataset data, Feed feed) {
    this.plan = plan;
    this.bytes = data.features().match(bytes -> true, floats -> false);
    this.labels = data.targets().match(labels -> true, values -> false);
    this.judges = plan.network().loss().judges(data.targets());
    this.constant = plan.blocks().get(0).hasBatchNorm()
        ? data.features().constantColumns(data.rows(Split.TRAIN))
        : new int[0];
    int samples = data.samples();
    this.chunk = Math.min(
        Math.max(LEAST_CHUNK, Math.min(feed.largestBatch(), MOST_CHUNK)),
        Stream.of(Split.values()).mapToInt(s -> data.rows(s).length).max().orElseThrow());
    this.parts = plan.accumulate() * lossBlocks(feed.largestBatch());
    int rows = Math.max(chunk, feed.largestBatch());
    int parameters = plan.parameters();
    int trainRows = data.rows(Split.TRAIN).length;
    this.persistent = map.words("persistent", plan.size());
    this.gradient = map.words("gradient", parameters);
    this.pending =
        map.words("pending statistics", Math.max(plan.runningStatistics().size(), 1));
    this.averaged = map.words("averaged weights", plan.range(Role.EMA).size());
    this.order = map.words("order", trainRows);
    this.table = map.words("per step", (long) feed.stepsPerEpoch() * tableWidth());
    this.sums = map.bytes("sums", 16L * feed.stepsPerEpoch() * parts);
    this.place = map.bytes("place", PLACE_BYTES);
    this.bad = map.bytes("first step not finite", 8);
    this.askedOrder = map.words("order, asked", rows);
    this.askedSums = map.bytes("sums, asked", 16L * lossBlocks(rows));
    this.askedPlace = map.bytes("place, asked", PLACE_BYTES);
    this.askedBad = map.bytes("not finite, asked", 8);
    this.answers = map.words("answers", rows);
    long cells = (long) samples * data.features().columns();
    this.features = map.bytes("features", bytes ? cells : 4 * cells);
    this.featureNumbers = map.words("scale and shift", 2);
    this.constantColumns = map.words("constant inputs", constant.length);
    this.targets = map.words("targets", (long) samples * plan.network().outputs());
    this.labelValues = map.words("labels", labels ? samples : 0);
    this.termWeights = map.words("class weights", plan.network().outputs());
    this.updateNumbers = map.words("update", UpdateNumber.count(plan.update()));
    this.ranges = map.words("moved ranges", 2L * movedRanges().size());
    this.squares = map.bytes("squares", 8L * gradientBlocks());
    this.normSquares = map.bytes("squares for norms", 8L * norms() * normBlocks());
    this.norms = map.words("norms", norms());
    this.x = map.words("x", (long) rows * plan.network().inputs());
    for (Block block : plan.blocks()) {
      blocks.add(block.accept(dense -> tensors(dense, rows)));
    }
  }

  private BlockTensors tensors(DenseBlock block, int rows) {
    long activations = (long) rows * block.outputs();
    String name = block.name();
    int normalised = block.hasBatchNorm() ? block.outputs() : 0;
    return new BlockTensors(
        block,
        map.words(name + ".u", activations),
        map.words(name + ".y", activations),
        map.words(name + ".dy", activations),
        map.words(name + ".mean", normalised),
        map.words(name + ".scale", normalised),
        map.words(name + " numbers", BlockNumber.values().length));
  }

  /** The numbers of a step in the table: what decoupled decay multiplies by, then the rule's. */
  int tableWidth() {
    return 1 + plan.update().rule().perStep().size();
  }

  /** Empty where all parameters move; tensor by tensor where the rule takes norms. */
  List<Range> movedRanges() {
    if (plan.update().rule().norms() > 0) {
      return plan.movedTensorByTensor();
    }
    return plan.frozen().isEmpty() ? List.of() : plan.moved();
  }

  /** Norms that the rule takes, of all tensors together. */
  int norms() {
    return plan.update().rule().norms() * movedRanges().size();
  }

  /** Blocks that a tensor is measured by; a block's threads add their sums up. */
  int normBlocks() {
    int largest = movedRanges().stream().mapToInt(Range::size).max().orElse(0);
    return Math.min(256, (largest + 1023) / 1024);
  }

  /** Blocks of a batch's losses: four rows a warp, eight warps a block. */
  static int lossBlocks(int rows) {
    return Math.min(128, (rows + 31) / 32);
  }

  /** Blocks of the launch that finishes the gradient; a block's threads add their sums up. */
  int gradientBlocks() {
    return Math.min(256, (plan.parameters() + 1023) / 1024);
  }

  /** The address of a tensor of the plan. */
  Argument.At at(Tensor tensor) {
    return persistent.at(tensor.offset());
  }

  /** The address of its gradient. */
  Argument.At slopes(Tensor tensor) {
    return gradient.at(tensor.offset());
  }

  /** The address of a running mean, behind which its variance and weight lie. */
  Argument.At statistics(Norm norm) {
    return at(norm.runningMean());
  }

  /** The address of the same with the present step taken in. */
  Argument.At pending(Norm norm) {
    return pending.at(norm.runningMean().offset() - plan.runningStatistics().from());
  }
}
