package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.backend.cuda.Word.At;
import dev.pulmu.network.Activation;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What a session runs, as lists of nodes. */
final class Programs {
  private final DeviceTensors tensors;
  private final Plan plan;
  private final Products products;
  private final Launches launches;
  private final int firstMoved;

  Programs(DeviceTensors tensors, Products products) {
    this.tensors = tensors;
    this.plan = tensors.plan;
    this.products = products;
    this.launches = new Launches(tensors);
    this.firstMoved = plan.denseBlocks().stream()
        .filter(block -> !plan.isFrozen(block))
        .findFirst()
        .orElseThrow()
        .index();
  }

  /**
   * A training step.
   *
   * @param batches rows of each of its batches
   */
  Program step(List<Integer> batches) {
    int samples = batches.stream().mapToInt(rows -> rows).sum();
    List<Node> nodes = new ArrayList<>();
    int first = 0;
    int part = 0;
    for (int rows : batches) {
      pass(nodes, Batch.ofStep(tensors, rows, first, samples, part));
      first += rows;
      part += DeviceTensors.lossBlocks(rows);
    }
    nodes.add(launches.gradient(tensors.place, tensors.bad));
    nodes.add(launches.update());
    return new Program("step of " + samples + " rows", nodes);
  }

  /** Moves on behind the steps of a graph. */
  Program advance(int steps, int rows) {
    return new Program("advance", List.of(launches.advance(steps, rows)));
  }

  /** Loss and gradient of rows that are asked for, without an update. */
  Program lossAndGradient(int rows) {
    List<Node> nodes = new ArrayList<>();
    pass(nodes, Batch.asked(tensors, rows));
    nodes.add(launches.gradient(tensors.askedPlace, tensors.askedBad));
    return new Program("gradient of " + rows + " rows", nodes);
  }

  /** The network in use on a chunk of rows that are asked for, and its loss. */
  Program use(Weights weights) {
    Batch batch = Batch.asked(tensors, tensors.chunk);
    List<Node> nodes = new ArrayList<>();
    if (weights == Weights.EMA) {
      nodes.add(launches.average());
    }
    nodes.add(launches.gather(batch));
    At input = tensors.x.at();
    for (BlockTensors block : tensors.blocks) {
      DenseBlock dense = block.block();
      int[] mnk = {batch.rows(), dense.outputs(), dense.inputs()};
      nodes.add(product(
          dense.name() + ": x · w",
          input,
          false,
          weight(block.w(), weights),
          false,
          block.u().at(),
          mnk,
          false));
      Word beta = block.beta() == null ? Word.NONE : weight(block.beta(), weights);
      nodes.add(launches.use(block, batch.rows(), weight(block.first(), weights), beta));
      input = block.y().at();
    }
    nodes.add(launches.loss(batch, false));
    return new Program("use, " + batch.rows() + " rows", nodes);
  }

  private At weight(Tensor tensor, Weights weights) {
    return weights == Weights.EMA
        ? tensors.averaged.at(tensor.offset())
        : launches.persistent(tensor);
  }

  /** A batch forward and backward. */
  private void pass(List<Node> nodes, Batch batch) {
    nodes.add(launches.gather(batch));
    At input = tensors.x.at();
    for (BlockTensors block : tensors.blocks) {
      forward(nodes, block, input, batch);
      input = block.y().at();
    }
    nodes.add(launches.loss(batch, true));
    for (int i = tensors.blocks.size() - 1; i >= firstMoved; i--) {
      backward(nodes, i, batch);
    }
  }

  private void forward(List<Node> nodes, BlockTensors block, At input, Batch batch) {
    DenseBlock dense = block.block();
    int[] mnk = {batch.rows(), dense.outputs(), dense.inputs()};
    boolean norm = dense.batchNorm().isPresent();
    if (!norm && !products.byBlas(mnk[0], mnk[1], mnk[2])) {
      nodes.add(launches.productAndForward(block, input, batch));
      return;
    }
    At w = launches.persistent(block.w());
    nodes.add(
        product(dense.name() + ": x · w", input, false, w, false, block.u().at(), mnk, false));
    nodes.add(launches.forward(block, batch, batch.first() == 0));
  }

  private void backward(List<Node> nodes, int index, Batch batch) {
    BlockTensors block = tensors.blocks.get(index);
    DenseBlock dense = block.block();
    if (!plan.isFrozen(dense) || !passesGradient(dense)) {
      nodes.add(launches.backward(block, batch));
    }
    At dy = block.dy().at();
    if (!plan.isFrozen(dense)) {
      At input = index == 0 ? tensors.x.at() : tensors.blocks.get(index - 1).y().at();
      nodes.add(product(
          dense.name() + ": dw = xᵀ · du",
          input,
          true,
          dy,
          false,
          launches.slopes(block.w()),
          new int[] {dense.inputs(), dense.outputs(), batch.rows()},
          batch.add()));
    }
    if (index > firstMoved) {
      nodes.add(product(
          dense.name() + ": dx = du · wᵀ",
          dy,
          false,
          launches.persistent(block.w()),
          true,
          tensors.blocks.get(index - 1).dy().at(),
          new int[] {batch.rows(), dense.inputs(), dense.outputs()},
          false));
    }
  }

  /** Whether the gradient of u is that of y. */
  private static boolean passesGradient(DenseBlock block) {
    return block.batchNorm().isEmpty()
        && block.activation() == Activation.IDENTITY
        && block.dropout().isEmpty();
  }

  private Node product(
      String does,
      At a,
      boolean aTransposed,
      At b,
      boolean bTransposed,
      At c,
      int[] mnk,
      boolean add) {
    return products.byBlas(mnk[0], mnk[1], mnk[2])
        ? new Node.Multiply(
            does + " (cuBLAS)", a, aTransposed, b, bTransposed, c, mnk[0], mnk[1], mnk[2], add)
        : launches.product(does, a, aTransposed, b, bTransposed, c, mnk, add);
  }
}
