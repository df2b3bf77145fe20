package dev.pulmu.backend.cuda;

import static dev.pulmu.backend.cuda.Argument.NONE;
import static dev.pulmu.backend.cuda.Argument.POSITION;
import static dev.pulmu.backend.cuda.Argument.of;

import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.plan.Plan;
import dev.pulmu.random.Use;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the nodes that launch kernels: one method a kernel, with its constants, its grid, and its
 * arguments in the order of its file.
 */
final class Launches {
  private static final int THREADS = 256;

  /**
   * The least number of strips of columns, so that this many multiprocessors find one to work on.
   */
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
        Kernel.of("gather", Map.of("BYTES", Kernel.flag(tensors.bytes))),
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
        dense.hasDropout(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            tensors.at(block.first()),
            block.y().at()),
        List.of(of(batch.first()), of(dense.index())),
        4L * batch.rows() * dense.outputs());
  }

  private Node matmul(
      Node.Multiply product,
      boolean epilogue,
      ElementFunction activation,
      boolean dropout,
      List<Argument> more,
      List<Argument> address,
      long moreBytes) {
    int micro = products.micro(product);
    int tile = 16 * micro;
    Kernel kernel = Kernel.of(
        "matmul",
        Map.of(
            "A_TRANSPOSED", Kernel.flag(product.aTransposed()),
            "B_TRANSPOSED", Kernel.flag(product.bTransposed()),
            "MICRO", micro,
            "EPILOGUE", Kernel.flag(epilogue),
            "DROPOUT", Kernel.flag(dropout),
            "USE_DROPOUT", Use.DROPOUT.ordinal()),
        headers(activation));
    List<Argument> arguments = new ArrayList<>(List.of(product.a(), product.b(), product.c()));
    arguments.addAll(more);
    arguments.addAll(
        List.of(of(product.m()), of(product.n()), of(product.k()), of(Kernel.flag(product.add()))));
    arguments.addAll(address);
    return new Node.Launch(
        product.does(),
        kernel,
        (product.m() + tile - 1) / tile,
        (product.n() + tile - 1) / tile,
        THREADS,
        4 * 2 * 16 * (tile + 1),
        arguments,
        product.bytes() + moreBytes);
  }

  /** Batch norm or bias, activation and dropout in training. */
  Node forward(BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    boolean norm = dense.hasBatchNorm();
    Argument after = dense.norm().<Argument>map(tensors::pending).orElse(NONE);
    // The first batch of a step takes the statistics as they were before it
    Argument before = norm && batch.first() == 0 ? statistics(dense) : after;
    boolean unbiased = dense
        .norm()
        .map(found -> found.batchNorm().statistics())
        .filter(Statistics.PYTORCH::equals)
        .isPresent();
    int columns = columns(dense.outputs());
    return strips(
        dense.name() + ": " + (norm ? "batch norm" : "bias") + behind(dense),
        block("forward", dense),
        dense.outputs(),
        batch.rows(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            block.u().at(),
            tensors.at(block.first()),
            block.beta().<Argument>map(tensors::at).orElse(NONE),
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
            of(Kernel.flag(unbiased))),
        (norm ? 16L : 8L) * batch.rows() * dense.outputs());
  }

  /** The gradients of u, and of the bias or γ and β, given that of y. */
  Node backward(BlockTensors block, Batch batch) {
    DenseBlock dense = block.block();
    boolean norm = dense.hasBatchNorm();
    return strips(
        dense.name() + ": back through " + (dense.hasDropout() ? "dropout, " : "")
            + (dense.activation() == Activation.IDENTITY
                ? ""
                : dense.activation().text() + ", ")
            + (norm ? "batch norm" : "bias"),
        block("backward", dense),
        dense.outputs(),
        batch.rows(),
        List.of(
            batch.place().at(),
            POSITION,
            block.numbers().at(),
            block.u().at(),
            tensors.at(block.first()),
            block.beta().<Argument>map(tensors::at).orElse(NONE),
            block.mean().at(),
            block.scale().at(),
            block.dy().at(),
            tensors.slopes(block.first()),
            block.beta().<Argument>map(tensors::slopes).orElse(NONE),
            of(batch.rows()),
            of(dense.outputs()),
            of(batch.first()),
            of(dense.index()),
            of(columns(dense.outputs())),
            of(Kernel.flag(!plan.isFrozen(dense))),
            of(Kernel.flag(batch.add()))),
        (norm ? 24L : 12L) * batch.rows() * dense.outputs());
  }

  /** A launch whose blocks have some columns each; their threads share the rows. */
  private static Node strips(
      String does, Kernel kernel, int outputs, int rows, List<Argument> arguments, long bytes) {
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
  Node use(BlockTensors block, int rows, Argument first, Argument beta) {
    DenseBlock dense = block.block();
    boolean norm = dense.hasBatchNorm();
    long size = (long) rows * dense.outputs();
    return Node.Launch.overAll(
        dense.name() + ": " + (norm ? "running statistics" : "bias") + behind(dense) + " in use",
        Kernel.of("use", Map.of("NORM", Kernel.flag(norm)), headers(dense.activation())),
        size,
        List.of(
            block.numbers().at(),
            block.u().at(),
            first,
            beta,
            statistics(dense),
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
        "loss: " + Call.nameOf(plan.network().loss().text()) + (train ? ", gradient" : "")
            + ", answers",
        Kernel.of(
            "loss",
            Map.of(
                "TRAIN", Kernel.flag(train),
                "CLASSES", Kernel.flag(tensors.judges && tensors.labels),
                "SIGNS", Kernel.flag(tensors.judges && !tensors.labels)),
            FormulaText.of(plan.network().loss())),
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

  private Argument statistics(DenseBlock block) {
    return block.norm().<Argument>map(tensors::statistics).orElse(NONE);
  }

  private static Kernel block(String name, DenseBlock block) {
    return Kernel.of(
        name,
        Map.of(
            "NORM", Kernel.flag(block.hasBatchNorm()),
            "DROPOUT", Kernel.flag(block.hasDropout()),
            "USE_DROPOUT", Use.DROPOUT.ordinal()),
        headers(block.activation()));
  }

  /** What block.cuh includes. */
  private static Map<String, String> headers(ElementFunction activation) {
    Map<String, String> headers = new HashMap<>(BlockNumber.header());
    headers.putAll(FormulaText.of(activation));
    return headers;
  }

  private static String behind(DenseBlock block) {
    return (block.activation() == Activation.IDENTITY
            ? ""
            : ", " + block.activation().text())
        + (block.hasDropout() ? ", dropout" : "");
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
