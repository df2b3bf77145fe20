package dev.pulmu.backend.cuda;

import static dev.pulmu.backend.cuda.Word.NONE;
import static dev.pulmu.backend.cuda.Word.POSITION;

import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.backend.cuda.Word.At;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Loss;
import dev.pulmu.network.MeanSquaredError;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One method a kernel: its constants, its grid, its arguments in the order of its file. */
final class Launches {
  private static final int THREADS = 256;

  /** More blocks of a launch over all elements only wait for each other. */
  private static final int MOST_BLOCKS = 2048;

  /** Columns of a strip are as many as 132 multiprocessors find strips to work on. */
  private static final int ENOUGH_STRIPS = 132;

  private static final int ENOUGH_TILES = 96;

  private final DeviceTensors tensors;
  private final Plan plan;

  Launches(DeviceTensors tensors) {
    this.tensors = tensors;
    this.plan = tensors.plan;
  }

  Node gather(Batch batch) {
    int inputs = plan.network().inputs();
    SortedMap<String, Integer> constants = constants(Map.of(
        "ROWS", batch.rows(),
        "FIRST", batch.first(),
        "SAMPLES", batch.samples(),
        "INPUTS", inputs,
        "BYTES", flag(tensors.bytes)));
    return new Node.Launch(
        "batch: gather, bytes or floats to numbers",
        new Kernel("gather", constants, ""),
        batch.rows(),
        1,
        Math.min(THREADS, roundUp(inputs, 32)),
        0,
        List.of(
            batch.place().at(),
            POSITION,
            batch.order().at(),
            tensors.features.at(),
            tensors.featureNumbers.at(),
            tensors.x.at()),
        (tensors.bytes ? 5L : 8L) * batch.rows() * inputs);
  }

  /** C(M,N) = A · B by the own kernel. */
  Node product(
      String does,
      At a,
      boolean aTransposed,
      At b,
      boolean bTransposed,
      At c,
      int[] mnk,
      boolean add) {
    SortedMap<String, Integer> constants = matmul(mnk, aTransposed, bTransposed, add, false);
    constants.putAll(Map.of("ACTIVATION", 0, "DROPOUT", 0, "TENSOR", 0, "FIRST", 0));
    constants.put("OUTPUTS", mnk[1]);
    return matmul(does, constants, List.of(a, b, c, NONE, POSITION, NONE, NONE, NONE), 0);
  }

  /** u(B,O) = x · w, and y of it, by the own kernel; for blocks without batch norm. */
  Node productAndForward(BlockTensors block, At input, Batch batch) {
    DenseBlock dense = block.block();
    int[] mnk = {batch.rows(), dense.outputs(), dense.inputs()};
    SortedMap<String, Integer> constants = matmul(mnk, false, false, false, true);
    constants.putAll(blockConstants(dense, batch));
    return matmul(
        dense.name() + ": x · w, bias" + behind(dense),
        constants,
        List.of(
            input,
            persistent(block.w()),
            block.u().at(),
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            persistent(block.first()),
            block.y().at()),
        4L * batch.rows() * dense.outputs());
  }

  private static SortedMap<String, Integer> matmul(
      int[] mnk, boolean aTransposed, boolean bTransposed, boolean add, boolean epilogue) {
    int m = mnk[0];
    int n = mnk[1];
    long largeTiles = ((m + 63L) / 64) * ((n + 63L) / 64);
    return constants(Map.of(
        "M",
        m,
        "N",
        n,
        "K",
        mnk[2],
        "A_TRANSPOSED",
        flag(aTransposed),
        "B_TRANSPOSED",
        flag(bTransposed),
        "ADD",
        flag(add),
        "EPILOGUE",
        flag(epilogue),
        "MICRO",
        largeTiles >= ENOUGH_TILES ? 4 : 2));
  }

  private static Node matmul(
      String does, SortedMap<String, Integer> constants, List<Word> arguments, long moreBytes) {
    int tile = 16 * constants.get("MICRO");
    long m = constants.get("M");
    long n = constants.get("N");
    long k = constants.get("K");
    return new Node.Launch(
        does,
        new Kernel("matmul", constants, ""),
        (int) ((n + tile - 1) / tile),
        (int) ((m + tile - 1) / tile),
        THREADS,
        4 * 2 * 16 * (tile + 1),
        arguments,
        4 * (m * k + k * n + (constants.get("ADD") + 1) * m * n) + moreBytes);
  }

  /**
   * Batch norm or bias, activation and dropout in training.
   *
   * @param firstBatch whether it takes the running statistics as they were before the step
   */
  Node forward(BlockTensors block, Batch batch, boolean firstBatch) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    SortedMap<String, Integer> constants = stripConstants(dense, batch);
    boolean unbiased = dense
        .batchNorm()
        .map(BatchNorm::statistics)
        .equals(java.util.Optional.of(BatchNorm.Statistics.PYTORCH));
    constants.put("UNBIASED", flag(unbiased));
    Word after = norm ? tensors.pending.at(statistics(dense) - tensors.statisticsAt()) : NONE;
    Word before = norm && firstBatch ? tensors.persistent.at(statistics(dense)) : after;
    long size = (long) batch.rows() * dense.outputs();
    return strips(
        dense.name() + ": " + (norm ? "batch norm" : "bias") + behind(dense),
        new Kernel("forward", constants, ""),
        dense.outputs(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            block.u().at(),
            persistent(block.first()),
            norm ? persistent(block.beta()) : NONE,
            block.mean().at(),
            block.scale().at(),
            before,
            after,
            block.y().at()),
        (norm ? 16L : 8L) * size);
  }

  /** The gradients of u, and of the bias or γ and β, given that of y. */
  Node backward(BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    SortedMap<String, Integer> constants = stripConstants(dense, batch);
    constants.put("GRADIENT", flag(!plan.isFrozen(dense)));
    constants.put("ADD", flag(batch.add()));
    long size = (long) batch.rows() * dense.outputs();
    return strips(
        dense.name() + ": back through" + (dense.dropout().isPresent() ? " dropout," : "") + " "
            + dense.activation().text() + (norm ? ", batch norm" : ", bias"),
        new Kernel("backward", constants, ""),
        dense.outputs(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            block.u().at(),
            persistent(block.first()),
            norm ? persistent(block.beta()) : NONE,
            block.mean().at(),
            block.scale().at(),
            block.dy().at(),
            slopes(block.first()),
            norm ? slopes(block.beta()) : NONE),
        (norm ? 24L : 12L) * size);
  }

  private static Node strips(
      String does, Kernel kernel, int outputs, List<Word> arguments, long bytes) {
    int columns = kernel.constants().get("COLUMNS");
    int threads = columns * kernel.constants().get("LANES");
    return new Node.Launch(
        does, kernel, (outputs + columns - 1) / columns, 1, threads, 4 * threads, arguments, bytes);
  }

  /** Batch norm or bias, activation and dropout's scale in use. */
  Node use(BlockTensors block, int rows, Word first, Word beta) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    long size = (long) rows * dense.outputs();
    SortedMap<String, Integer> constants = constants(Map.of(
        "ROWS", rows,
        "OUTPUTS", dense.outputs(),
        "NORM", flag(norm),
        "ACTIVATION", dense.activation().ordinal()));
    return overAll(
        dense.name() + ": " + (norm ? "running statistics" : "bias") + behind(dense) + " in use",
        new Kernel("use", constants, ""),
        size,
        List.of(
            block.numbers().at(),
            block.u().at(),
            first,
            beta,
            norm ? tensors.persistent.at(statistics(dense)) : NONE,
            block.y().at()),
        8 * size);
  }

  /** Loss and right answers, and in training the gradient of the logits. */
  Node loss(Batch batch, boolean train) {
    BlockTensors last = tensors.blocks.get(tensors.blocks.size() - 1);
    int outputs = plan.network().outputs();
    SortedMap<String, Integer> constants = constants(Map.of(
        "ROWS", batch.rows(),
        "FIRST", batch.first(),
        "SAMPLES", batch.samples(),
        "OUTPUTS", outputs,
        "KIND", kind(plan.network().loss()),
        "TRAIN", flag(train),
        "LABELS", flag(tensors.labels),
        "JUDGES", flag(tensors.judges),
        "PARTS", batch.parts(),
        "PART", batch.part()));
    return new Node.Launch(
        "loss: " + plan.network().loss().text() + (train ? ", its gradient" : "") + ", answers",
        new Kernel("loss", constants, ""),
        DeviceTensors.lossBlocks(batch.rows()),
        1,
        THREADS,
        0,
        List.of(
            batch.place().at(),
            POSITION,
            batch.order().at(),
            tensors.targets.at(),
            tensors.labelValues.at(),
            tensors.termWeights.at(),
            last.y().at(),
            last.dy().at(),
            batch.sums().at(),
            tensors.answers.at(),
            batch.bad().at()),
        (train ? 12L : 8L) * batch.rows() * outputs);
  }

  private static int kind(Loss loss) {
    return loss instanceof SoftmaxCrossEntropy ? 0 : loss instanceof MeanSquaredError ? 2 : 1;
  }

  /** The penalty's share, the check, and the squares for clipping. */
  Node gradient(Region place, Region bad) {
    boolean penalty = plan.update().hasPenalty();
    SortedMap<String, Integer> constants = updateConstants();
    constants.put("PENALTY", flag(penalty));
    return new Node.Launch(
        "gradient: " + (penalty ? "penalty, " : "") + "check"
            + (plan.update().clip() > 0 ? ", norm" : ""),
        new Kernel("gradient", constants, ""),
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
            bad.at()),
        (penalty ? 12L : 4L) * plan.parameters());
  }

  /** The optimizer, the average, and the running statistics. */
  Node update() {
    Update update = plan.update();
    boolean ema = update.ema() > 0;
    SortedMap<String, Integer> constants = updateConstants();
    constants.put("WIDTH", tensors.tableWidth());
    constants.put("DECOUPLED", flag(update.rule().decoupledDecay() > 0));
    constants.put("EMA", flag(ema));
    constants.put("EMA_AT", ema ? (1 + update.rule().slots().size()) * plan.parameters() : 0);
    constants.put("EMA_WEIGHT_AT", ema ? plan.tensor("ema.weight").offset() : 0);
    constants.put("STATISTICS", tensors.statistics());
    constants.put("STATISTICS_AT", tensors.statisticsAt());
    long slots = update.rule().slots().size();
    return overAll(
        "update: " + update.rule().text() + (ema ? ", average" : ""),
        new Kernel("update", constants, RuleText.of(update.rule())),
        Math.max(plan.parameters(), tensors.statistics()),
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
            tensors.bad.at()),
        4 * (3 + 2 * slots + (ema ? 2 : 0)) * plan.parameters());
  }

  private SortedMap<String, Integer> updateConstants() {
    return constants(Map.of(
        "PARAMETERS", plan.parameters(),
        "DECAYED", plan.decayedParameters(),
        "RANGES", tensors.movedRanges().size(),
        "CLIP", flag(plan.update().clip() > 0),
        "BLOCKS", tensors.gradientBlocks()));
  }

  /** Moves on to the steps behind those of a graph. */
  Node advance(int steps, int rows) {
    return new Node.Launch(
        "advance " + steps + " steps",
        new Kernel("advance", new TreeMap<>(), ""),
        1,
        1,
        32,
        0,
        List.of(tensors.place.at(), new Word.Number(steps), new Word.Number(rows)),
        DeviceTensors.PLACE_BYTES);
  }

  /** The corrected average of the weights. */
  Node average() {
    int parameters = plan.parameters();
    return overAll(
        "weights: corrected average",
        new Kernel("average", constants(Map.of("PARAMETERS", parameters)), ""),
        parameters,
        List.of(
            tensors.persistent.at(),
            tensors.persistent.at((1L + plan.update().rule().slots().size()) * parameters),
            tensors.persistent.at(plan.tensor("ema.weight").offset()),
            tensors.averaged.at()),
        12L * parameters);
  }

  private static Node overAll(
      String does, Kernel kernel, long elements, List<Word> arguments, long bytes) {
    int blocks = (int) Math.min(MOST_BLOCKS, (elements + THREADS - 1) / THREADS);
    return new Node.Launch(does, kernel, blocks, 1, THREADS, 0, arguments, bytes);
  }

  private SortedMap<String, Integer> stripConstants(DenseBlock block, Batch batch) {
    int columns = 32;
    while (columns > 8 && block.outputs() / columns < ENOUGH_STRIPS) {
      columns /= 2;
    }
    int lanes = 1;
    while (lanes < batch.rows() && lanes * columns < THREADS) {
      lanes *= 2;
    }
    SortedMap<String, Integer> constants = constants(Map.of(
        "ROWS",
        batch.rows(),
        "NORM",
        flag(block.batchNorm().isPresent()),
        "COLUMNS",
        columns,
        "LANES",
        lanes));
    constants.putAll(blockConstants(block, batch));
    return constants;
  }

  private static Map<String, Integer> blockConstants(DenseBlock block, Batch batch) {
    return Map.of(
        "ACTIVATION", block.activation().ordinal(),
        "DROPOUT", flag(block.dropout().isPresent()),
        "TENSOR", block.index(),
        "FIRST", batch.first(),
        "OUTPUTS", block.outputs());
  }

  private static String behind(DenseBlock block) {
    return ", " + block.activation().text() + (block.dropout().isPresent() ? ", dropout" : "");
  }

  /** Where a block's running mean, variance and weight lie, one behind the other. */
  private int statistics(DenseBlock block) {
    return plan.tensor(block.name() + ".runningMean").offset();
  }

  /** The address of a tensor. */
  At persistent(Tensor tensor) {
    return tensors.persistent.at(tensor.offset());
  }

  /** The address of its gradient. */
  At slopes(Tensor tensor) {
    return tensors.gradient.at(tensor.offset());
  }

  private static SortedMap<String, Integer> constants(Map<String, Integer> constants) {
    return new TreeMap<>(constants);
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
