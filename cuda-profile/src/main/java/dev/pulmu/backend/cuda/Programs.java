package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.cuda.Argument.At;
import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Activation;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Makes the programs of a session from its plan: a training step, a pass in use, a gradient. */
final class Programs {
  private final DeviceTensors tensors;
  private final Plan plan;
  private final Products products;
  private final Launches launches;
  private final WeightLaunches weights;
  private final int firstMoved;

  Programs(DeviceTensors tensors, Products products) {
    this.tensors = tensors;
    this.plan = tensors.plan;
    this.products = products;
    this.launches = new Launches(tensors, products);
    this.weights = new WeightLaunches(tensors);
    this.firstMoved = plan.firstMoved();
  }

  /** Rows of each batch of a step. */
  static List<Integer> shape(Feed feed, long step) {
    int[] cuts = feed.cuts(step);
    List<Integer> rows = new ArrayList<>();
    for (int i = 1; i < cuts.length; i++) {
      rows.add(cuts[i] - cuts[i - 1]);
    }
    return rows;
  }

  /** The steps of an epoch, each that is unlike those before it: the first one, and the last. */
  List<Program> steps(Feed feed) {
    return LongStream.range(0, feed.stepsPerEpoch())
        .mapToObj(step -> shape(feed, step))
        .distinct()
        .map(this::step)
        .toList();
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
    nodes.add(weights.gradient(tensors.place, tensors.bad));
    nodes.addAll(weights.norms());
    nodes.add(weights.update());
    return new Program("step of " + samples + " rows", nodes);
  }

  /** Moves on behind the steps of a graph. */
  Program advance(int steps, int rows) {
    return new Program("advance", List.of(weights.advance(steps, rows)));
  }

  /** Loss and gradient of rows that are asked for, without an update. */
  Program lossAndGradient(int rows) {
    List<Node> nodes = new ArrayList<>();
    pass(nodes, Batch.asked(tensors, rows));
    nodes.add(weights.gradient(tensors.askedPlace, tensors.askedBad));
    return new Program("gradient of " + rows + " rows", nodes);
  }

  /** The network in use on a chunk of rows that are asked for, and its loss. */
  Program use(Weights which) {
    Batch batch = Batch.asked(tensors, tensors.chunk);
    List<Node> nodes = new ArrayList<>();
    if (which == Weights.EMA) {
      nodes.add(weights.average());
    }
    nodes.add(launches.gather(batch));
    At input = tensors.x.at();
    for (BlockTensors block : tensors.blocks) {
      nodes.add(either(
          forwardProduct(block, input, weight(block.block().weight(), which), batch.rows())));
      Argument beta =
          block.beta().<Argument>map(found -> weight(found, which)).orElse(Argument.NONE);
      nodes.add(launches.use(block, batch.rows(), weight(block.first(), which), beta));
      input = block.y().at();
    }
    nodes.add(launches.loss(batch, false));
    return new Program("use, " + batch.rows() + " rows", nodes);
  }

  private At weight(Tensor tensor, Weights which) {
    return which == Weights.EMA ? tensors.averaged.at(tensor.offset()) : tensors.at(tensor);
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
    At w = tensors.at(block.block().weight());
    Node.Multiply product = forwardProduct(block, input, w, batch.rows());
    if (!block.block().hasBatchNorm() && !products.byBlas(product)) {
      nodes.add(launches.productAndForward(product, block, batch));
    } else {
      nodes.add(either(product));
      nodes.add(launches.forward(block, batch));
    }
  }

  private static Node.Multiply forwardProduct(BlockTensors block, At input, At w, int rows) {
    DenseBlock dense = block.block();
    return new Node.Multiply(
        dense.name() + ": x · w",
        input,
        false,
        w,
        false,
        block.u().at(),
        rows,
        dense.outputs(),
        dense.inputs(),
        false);
  }

  private void backward(List<Node> nodes, int index, Batch batch) {
    BlockTensors block = tensors.blocks.get(index);
    DenseBlock dense = block.block();
    if (!plan.isFrozen(dense) || !passesGradient(dense)) {
      nodes.add(launches.backward(block, batch));
    }
    At dy = block.dy().at();
    if (!plan.isFrozen(dense)) {
      nodes.add(either(new Node.Multiply(
          dense.name() + ": dw = xᵀ · du",
          index == 0 ? tensors.x.at() : tensors.blocks.get(index - 1).y().at(),
          true,
          dy,
          false,
          tensors.slopes(dense.weight()),
          dense.inputs(),
          dense.outputs(),
          batch.rows(),
          batch.add())));
      if (index == 0 && tensors.constant.length > 0) {
        nodes.add(weights.constant(block));
      }
    }
    if (index > firstMoved) {
      nodes.add(either(new Node.Multiply(
          dense.name() + ": dx = du · wᵀ",
          dy,
          false,
          tensors.at(dense.weight()),
          true,
          tensors.blocks.get(index - 1).dy().at(),
          batch.rows(),
          dense.inputs(),
          dense.outputs(),
          false)));
    }
  }

  /** Whether the gradient of u is that of y. */
  private static boolean passesGradient(DenseBlock block) {
    return !block.hasBatchNorm()
        && block.activation() == Activation.IDENTITY
        && !block.hasDropout();
  }

  private Node either(Node.Multiply product) {
    return products.byBlas(product) ? product : launches.product(product);
  }
}
