package dev.pulmu.backend.cuda;

import static dev.pulmu.backend.cuda.Word.NONE;
import static dev.pulmu.backend.cuda.Word.POSITION;
import static dev.pulmu.backend.cuda.Word.of;

import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.backend.cuda.Word.At;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.Loss;
import dev.pulmu.network.MeanSquaredError;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Tensor;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One method a kernel: its constants, its grid, its arguments in the order of its file. */
final class Launches {
  private static final int THREADS = 256;

  /** More blocks of a launch over all elements only wait for each other. */
  private static final int MOST_BLOCKS = 2048;

  /** Strips of columns are so narrow that as many multiprocessors find one to work on. */
  private static final int ENOUGH_STRIPS = 132;

  private final DeviceTensors tensors;
  private final Plan plan;
  private final Products products;

  Launches(DeviceTensors tensors, Products products) {
    this.products = products;
    this.tensors = tensors;
    this.plan = tensors.plan;
  }

  Node gather(Batch batch) {
    int inputs = plan.network().inputs();
    return new Node.Launch(
        "batch: gather, " + (tensors.bytes ? "bytes" : "floats") + " to numbers",
        kernel("gather", Map.of("BYTES", flag(tensors.bytes))),
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
            tensors.x.at(),
            of(inputs),
            of(batch.first()),
            of(batch.samples())),
        (tensors.bytes ? 5L : 8L) * batch.rows() * inputs);
  }

  /** A product by the own kernel. */
  Node product(Node.Multiply of) {
    return matmul(
        of,
        false,
        Activation.IDENTITY,
        false,
        List.of(NONE, POSITION, NONE, NONE, NONE),
        List.of(NONE, NONE),
        0);
  }

  /** u(B,O) = x · w, and y of it, by the own kernel; for blocks without batch norm. */
  Node productAndForward(Node.Multiply product, BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    return matmul(
        product.named(product.does() + ", bias" + behind(dense)),
        true,
        dense.activation(),
        dense.dropout().isPresent(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            persistent(block.first()),
            block.y().at()),
        List.of(of(batch.first()), of(dense.index())),
        4L * batch.rows() * dense.outputs());
  }

  private Node matmul(
      Node.Multiply product,
      boolean epilogue,
      Activation activation,
      boolean dropout,
      List<Word> more,
      List<Word> address,
      long moreBytes) {
    int micro = products.micro(product);
    int tile = 16 * micro;
    Kernel kernel = kernel(
        "matmul",
        Map.of(
            "A_TRANSPOSED", flag(product.aTransposed()),
            "B_TRANSPOSED", flag(product.bTransposed()),
            "MICRO", micro,
            "EPILOGUE", flag(epilogue),
            "ACTIVATION", activation.ordinal(),
            "DROPOUT", flag(dropout)));
    List<Word> arguments = new ArrayList<>(List.of(product.a(), product.b(), product.c()));
    arguments.addAll(more);
    arguments.addAll(
        List.of(of(product.m()), of(product.n()), of(product.k()), of(flag(product.add()))));
    arguments.addAll(address);
    return new Node.Launch(
        product.does(),
        kernel,
        (product.n() + tile - 1) / tile,
        (product.m() + tile - 1) / tile,
        THREADS,
        4 * 2 * 16 * (tile + 1),
        arguments,
        product.bytes() + moreBytes);
  }

  /** Batch norm or bias, activation and dropout in training. */
  Node forward(BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    Word after = norm ? tensors.pending.at(statistics(dense) - tensors.statisticsAt()) : NONE;
    // The first batch of a step takes the statistics as they were before it
    Word before = norm && batch.first() == 0 ? tensors.persistent.at(statistics(dense)) : after;
    boolean unbiased = dense
        .batchNorm()
        .map(BatchNorm::statistics)
        .filter(Statistics.PYTORCH::equals)
        .isPresent();
    int columns = columns(dense.outputs());
    return strips(
        dense.name() + ": " + (norm ? "batch norm" : "bias") + behind(dense),
        kernel("forward", blockConstants(dense)),
        dense.outputs(),
        batch.rows(),
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
            block.y().at(),
            of(batch.rows()),
            of(dense.outputs()),
            of(batch.first()),
            of(dense.index()),
            of(columns),
            of(flag(unbiased))),
        (norm ? 16L : 8L) * batch.rows() * dense.outputs());
  }

  /** The gradients of u, and of the bias or γ and β, given that of y. */
  Node backward(BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    return strips(
        dense.name() + ": back through " + (dense.dropout().isPresent() ? "dropout, " : "")
            + (dense.activation() == Activation.IDENTITY
                ? ""
                : dense.activation().text() + ", ")
            + (norm ? "batch norm" : "bias"),
        kernel("backward", blockConstants(dense)),
        dense.outputs(),
        batch.rows(),
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
            norm ? slopes(block.beta()) : NONE,
            of(batch.rows()),
            of(dense.outputs()),
            of(batch.first()),
            of(dense.index()),
            of(columns(dense.outputs())),
            of(flag(!plan.isFrozen(dense))),
            of(flag(batch.add()))),
        (norm ? 24L : 12L) * batch.rows() * dense.outputs());
  }

  /** A launch whose blocks have some columns each; their threads share the rows. */
  private static Node strips(
      String does, Kernel kernel, int outputs, int rows, List<Word> arguments, long bytes) {
    int columns = columns(outputs);
    int lanes = 1;
    while (lanes < rows && lanes * columns < THREADS) {
      lanes *= 2;
    }
    int threads = columns * lanes;
    int blocks = (outputs + columns - 1) / columns;
    return new Node.Launch(does, kernel, blocks, 1, threads, 4 * threads, arguments, bytes);
  }

  private static int columns(int outputs) {
    int columns = 32;
    while (columns > 8 && outputs / columns < ENOUGH_STRIPS) {
      columns /= 2;
    }
    return columns;
  }

  /** Batch norm or bias, activation and dropout's scale in use, with these γ (or bias) and β. */
  Node use(BlockTensors block, int rows, Word first, Word beta) {
    DenseBlock dense = block.block();
    boolean norm = dense.batchNorm().isPresent();
    long size = (long) rows * dense.outputs();
    return overAll(
        dense.name() + ": " + (norm ? "running statistics" : "bias") + behind(dense) + " in use",
        kernel(
            "use", Map.of("NORM", flag(norm), "ACTIVATION", dense.activation().ordinal())),
        size,
        List.of(
            block.numbers().at(),
            block.u().at(),
            first,
            beta,
            norm ? tensors.persistent.at(statistics(dense)) : NONE,
            block.y().at(),
            of(rows),
            of(dense.outputs())),
        8 * size);
  }

  /** Loss and right answers, and in training the gradient of the logits. */
  Node loss(Batch batch, boolean train) {
    BlockTensors last = tensors.blocks.get(tensors.blocks.size() - 1);
    int outputs = plan.network().outputs();
    return new Node.Launch(
        "loss: " + name(plan.network().loss().text()) + (train ? ", gradient" : "") + ", answers",
        kernel(
            "loss",
            Map.of(
                "KIND", kind(plan.network().loss()),
                "TRAIN", flag(train),
                "JUDGES", !tensors.judges ? 0 : tensors.labels ? 1 : 2)),
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
            batch.bad().at(),
            of(batch.rows()),
            of(outputs),
            of(batch.first()),
            of(batch.samples()),
            of(batch.parts()),
            of(batch.part())),
        (train ? 12L : 8L) * batch.rows() * outputs);
  }

  private static int kind(Loss loss) {
    return loss instanceof SoftmaxCrossEntropy ? 0 : loss instanceof MeanSquaredError ? 2 : 1;
  }

  /** The penalty's share, the check, and the squares for clipping. */
  Node gradient(Region place, Region bad) {
    boolean penalty = plan.update().hasPenalty();
    return new Node.Launch(
        "gradient: " + (penalty ? "penalty, " : "") + "check"
            + (plan.update().clip() > 0 ? ", norm" : ""),
        kernel("gradient", Map.of("PENALTY", flag(penalty), "CLIP", clips())),
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

  /** The optimizer, the average, and the running statistics. */
  Node update() {
    Update update = plan.update();
    boolean ema = update.ema() > 0;
    long slots = update.rule().slots().size();
    Map<String, Integer> constants = Map.of(
        "CLIP", clips(),
        "DECOUPLED", flag(update.rule().decoupledDecay() > 0),
        "EMA", flag(ema));
    return overAll(
        "update: " + name(update.rule().text()) + (ema ? ", average" : ""),
        new Kernel("update", new TreeMap<>(constants), RuleText.of(update.rule())),
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
            tensors.bad.at(),
            of(plan.parameters()),
            of(plan.decayedParameters()),
            of(tensors.movedRanges().size()),
            of(tensors.tableWidth()),
            of(tensors.gradientBlocks()),
            of((1 + slots) * plan.parameters()),
            of(ema ? plan.tensor("ema.weight").offset() : 0),
            of(tensors.statistics()),
            of(tensors.statisticsAt())),
        4 * (3 + 2 * slots + (ema ? 2 : 0)) * plan.parameters());
  }

  private int clips() {
    return flag(plan.update().clip() > 0);
  }

  /** Moves on to the steps behind those of a graph. */
  Node advance(int steps, int rows) {
    return new Node.Launch(
        "advance " + steps + " steps",
        kernel("advance", Map.of()),
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
    return overAll(
        "weights: corrected average",
        kernel("average", Map.of()),
        parameters,
        List.of(
            tensors.persistent.at(),
            tensors.persistent.at((1L + plan.update().rule().slots().size()) * parameters),
            tensors.persistent.at(plan.tensor("ema.weight").offset()),
            tensors.averaged.at(),
            of(parameters)),
        12L * parameters);
  }

  private static Node overAll(
      String does, Kernel kernel, long elements, List<Word> arguments, long bytes) {
    int blocks = (int) Math.min(MOST_BLOCKS, (elements + THREADS - 1) / THREADS);
    return new Node.Launch(does, kernel, blocks, 1, THREADS, 0, arguments, bytes);
  }

  private static Map<String, Integer> blockConstants(DenseBlock block) {
    return Map.of(
        "NORM", flag(block.batchNorm().isPresent()),
        "ACTIVATION", block.activation().ordinal(),
        "DROPOUT", flag(block.dropout().isPresent()));
  }

  private static String behind(DenseBlock block) {
    return (block.activation() == Activation.IDENTITY
            ? ""
            : ", " + block.activation().text())
        + (block.dropout().isPresent() ? ", dropout" : "");
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

  /** A text's name without its arguments. */
  private static String name(String text) {
    return Call.parse(text).name();
  }

  private static Kernel kernel(String name, Map<String, Integer> constants) {
    return new Kernel(name, new TreeMap<>(constants), "");
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
