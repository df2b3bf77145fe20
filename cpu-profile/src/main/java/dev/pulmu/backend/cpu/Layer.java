package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.backend.cpu.Parameters.Place;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.plan.Block.DenseBlock;

/**
 * A dense block at work: what each worker does of its products and sweeps. B rows, I inputs, O
 * outputs.
 *
 * <p>A product of many inputs and few outputs is cut in two along its inputs, whatever the number
 * of workers: each then needs only its half of inputs and weights.
 */
final class Layer {
  /** Inputs from which on a product is worth cutting along them. */
  private static final int LONG = 256;

  /** Panels of inputs whose weights make a piece: 1,024 weights a panel of outputs. */
  private static final int PIECE = 4;

  private final Kernels kernels;
  private final Products products;
  private final Parameters parameters;
  private final DenseBlock block;
  private final Place place;
  private final BatchNorm norm;
  private final boolean relu;
  private final boolean moves;
  private final Mask mask;
  private final int workers;
  private final Cut cut;

  /** Where the inputs are cut; behind all of them if they are not. */
  private final int middle;

  /** (B,O). */
  final Panels shape;

  private final float[] u; // x̂ with batch norm, z without
  private final float[] second;
  private final float[] z;
  final float[] y;

  /** The gradient of y, which becomes that of u. */
  final float[] d;

  private final float[] mean;
  private final float[] variance;
  private final float[] scale;

  /**
   * @param moves whether its parameters do; if not they have no gradient
   * @param rows the most that there will be
   */
  Layer(
      Kernels kernels,
      Parameters parameters,
      DenseBlock block,
      boolean moves,
      int rows,
      int workers) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.block = block;
    this.place = parameters.place(block);
    this.products = new Products(kernels, place);
    this.norm = block.batchNorm().orElse(null);
    this.relu = block.activation() == Activation.RELU;
    this.moves = moves;
    this.workers = workers;
    this.shape = new Panels(rows, block.outputs());
    // Going back, a worker does this layer's weights and what the layer two before put out without
    // a barrier between: who has more panels of the one should have fewer of the other
    this.cut = new Cut(shape.count(), workers, block.index() / 2 % 2 == 1);
    this.mask = block
        .dropout()
        .map(dropout -> new Mask(block.outputs(), dropout, shape))
        .orElse(null);
    boolean split = isSplit(block);
    this.middle = split ? Cut.first(Panels.count(block.inputs()), 1, 2) * WIDTH : block.inputs();
    this.u = new float[shape.size()];
    this.second = new float[split ? shape.size() : 0];
    this.z = norm == null || relu ? u : new float[shape.size()];
    boolean same = block.activation() == Activation.IDENTITY && mask == null;
    this.y = same ? z : new float[shape.size()];
    this.d = new float[shape.size()];
    int length = shape.count() * WIDTH;
    this.mean = new float[length];
    this.variance = new float[length];
    this.scale = new float[length];
  }

  /** Whether a block's product is cut along its inputs. */
  static boolean isSplit(DenseBlock block) {
    return block.inputs() >= LONG && block.inputs() >= 2 * block.outputs();
  }

  /** Whether its parameters move. */
  boolean moves() {
    return moves;
  }

  /** Whether workers must meet between product and sweep in use. */
  boolean split() {
    return second.length > 0;
  }

  /** Whether workers must meet between product and sweep in training. */
  boolean sweepsLater() {
    return split() || norm != null && !cut.whole();
  }

  /** u(B,O) = x(B,I) · w(I,O), in two parts if it is split. */
  void product(int worker, float[] x, Panels xShape, int rows, float[] weights) {
    if (!split()) {
      products.forward(cut, worker, x, xShape, 0, block.inputs(), rows, weights, u, shape);
      return;
    }
    // As if each worker were two, and half of those twice as many had each half of the inputs
    for (int i = 2 * worker; i < 2 * worker + 2; i++) {
      boolean first = i < workers;
      int from = first ? 0 : middle;
      int to = first ? middle : block.inputs();
      products.forward(
          cut, i % workers, x, xShape, from, to, rows, weights, first ? u : second, shape);
    }
  }

  /** y = dropout(activation(batchNorm(u))) in training; takes in the running statistics. */
  void sweep(int worker, Batch batch, Scratch scratch) {
    if (sweepsLater()) {
      int last = Cut.first(shape.count(), worker + 1, workers);
      for (int panel = Cut.first(shape.count(), worker, workers); panel < last; panel++) {
        sweep(panel, 0, batch.rows(), batch, scratch);
      }
    } else {
      int row = cut.row(worker, batch.rows());
      int count = cut.rowEnd(worker, batch.rows()) - row;
      for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
        sweep(panel, row, count, batch, scratch);
      }
    }
  }

  private void sweep(int panel, int row, int rows, Batch batch, Scratch scratch) {
    int at = shape.at(row, panel * WIDTH);
    int column = panel * WIDTH;
    float[] values = parameters.values;
    if (split()) {
      kernels.add(u, at, second, at, rows);
    }
    if (norm == null) {
      kernels.addVector(u, at, rows, values, place.shift() + column);
      activate(u, at, rows);
    } else {
      kernels.statistics(u, at, rows, mean, variance, column);
      for (int j = column; j < column + WIDTH; j++) {
        scale[j] = 1 / (float) Math.sqrt(variance[j] + norm.epsilon());
      }
      kernels.normalise(u, at, rows, mean, scale, column);
      int gamma = place.gamma() + column;
      int beta = place.shift() + column;
      kernels.scale(u, at, rows, values, gamma, values, beta, relu ? y : z, at, relu);
      if (!relu) {
        activate(z, at, rows);
      }
      if (batch.counts()) {
        takeIn(panel, rows);
      }
    }
    if (mask != null) {
      mask.draw(panel, row, rows, batch.masks()[block.index()], batch.firstRow(), scratch.words);
      mask.apply(panel, row, rows, y);
    }
  }

  private void activate(float[] from, int at, int rows) {
    if (relu) {
      kernels.relu(from, at, rows, y, at);
    } else if (from != y) {
      Activations.forward(block.activation(), from, at, y, at, rows * WIDTH);
    }
  }

  private void takeIn(int panel, int rows) {
    float momentum = norm.momentum();
    float gain = (1 - momentum) * norm.statistics().varianceFactor(rows);
    float[] means = parameters.means[block.index()];
    float[] variances = parameters.variances[block.index()];
    for (int j = panel * WIDTH; j < panel * WIDTH + WIDTH; j++) {
      means[j] = momentum * means[j] + (1 - momentum) * mean[j];
      variances[j] = momentum * variances[j] + gain * variance[j];
    }
    if (panel == 0) {
      parameters.seen[block.index()] = momentum * parameters.seen[block.index()] + (1 - momentum);
    }
  }

  /** y as in use: running statistics, no dropout; before any training mean 0 and variance 1. */
  void use(int worker, int rows, float[] values, Scratch scratch) {
    float used = block
        .dropout()
        .map(dropout -> dropout.style().used(dropout.probability()))
        .orElse(1f);
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
      int at = shape.at(row, panel * WIDTH);
      int column = panel * WIDTH;
      if (split()) {
        kernels.add(u, at, second, at, count);
      }
      if (norm != null) {
        running(column, values, scratch);
        kernels.normalise(u, at, count, scratch.shift, scratch.scale, 0);
      }
      kernels.addVector(u, at, count, values, place.shift() + column);
      activate(u, at, count);
      for (int i = at; used != 1 && i < at + count * WIDTH; i++) {
        y[i] *= used;
      }
    }
  }

  private void running(int column, float[] values, Scratch scratch) {
    float seen = parameters.seen[block.index()];
    for (int j = 0; j < WIDTH; j++) {
      float spread = seen > 0 ? parameters.variances[block.index()][column + j] / seen : 1;
      scratch.shift[j] = seen > 0 ? parameters.means[block.index()][column + j] / seen : 0;
      scratch.scale[j] =
          values[place.gamma() + column + j] / (float) Math.sqrt(spread + norm.epsilon());
    }
  }

  /**
   * dx(B,I) = du(B,O) · w(I,O)ᵀ, where x is what the layer before put out; its panels of weights
   * are transposed as they are needed.
   */
  void inputGradient(int worker, int rows, Layer before, Scratch scratch) {
    products.backward(
        before.cut,
        worker,
        d,
        shape,
        rows,
        parameters.values,
        scratch.strip,
        before.d,
        before.shape);
  }

  /** Whether workers must meet before {@link #sweepBack}. */
  boolean sweepsBackLater() {
    return norm != null && !cut.whole();
  }

  /** The gradient of u in {@code d}, given that of y there; moves γ and β if they may. */
  void sweepBack(int worker, int rows, WeightUpdate update, Step step, Scratch scratch) {
    if (sweepsBackLater()) {
      int last = Cut.first(shape.count(), worker + 1, workers);
      for (int panel = Cut.first(shape.count(), worker, workers); panel < last; panel++) {
        sweepBack(panel, 0, rows);
        normalBack(worker, panel, rows, update, step, scratch);
      }
    } else {
      int row = cut.row(worker, rows);
      int count = cut.rowEnd(worker, rows) - row;
      for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
        sweepBack(panel, row, count);
        if (norm != null) {
          normalBack(worker, panel, rows, update, step, scratch);
        }
      }
    }
  }

  private void sweepBack(int panel, int row, int rows) {
    int at = shape.at(row, panel * WIDTH);
    if (mask != null) {
      mask.apply(panel, row, rows, d);
    }
    if (relu) {
      kernels.reluSlope(y, at, rows, d, at); // what is dropped is 0 in both
    } else if (block.activation() != Activation.IDENTITY) {
      Activations.backward(block.activation(), z, at, d, at, rows * WIDTH);
    }
  }

  private void normalBack(
      int worker, int panel, int rows, WeightUpdate update, Step step, Scratch scratch) {
    int at = panel * shape.stride();
    int column = panel * WIDTH;
    kernels.normSums(d, at, u, at, rows, scratch.shift, 0, scratch.scale, 0);
    for (int j = column; j < column + WIDTH; j++) {
      scale[j] *= parameters.values[place.gamma() + j];
    }
    kernels.normSlope(d, at, u, at, rows, scratch.shift, 0, scratch.scale, 0, scale, column);
    add(worker, scratch.scale, place.gamma() + column, update, step);
    add(worker, scratch.shift, place.shift() + column, update, step);
  }

  /**
   * dw(I,O) = x(B,I)ᵀ · du(B,O) in pieces that stay in the first-level cache, and that of the bias,
   * added to those of the step's batches before.
   *
   * @param update moves each piece as soon as it is there; null if nothing is to move yet
   */
  void weightGradient(
      int worker,
      float[] x,
      Panels xShape,
      Batch batch,
      WeightUpdate update,
      Step step,
      Scratch scratch) {
    boolean ownPanels = cut.whole() && !split();
    int end = ownPanels ? cut.panelEnd(worker) : shape.count();
    int first = ownPanels ? 0 : Cut.first(xShape.count(), worker, workers);
    int last = ownPanels ? xShape.count() : Cut.first(xShape.count(), worker + 1, workers);
    float[] gradient = parameters.gradient;
    int rows = batch.rows();
    int width;
    for (int panel = ownPanels ? cut.panel(worker) : 0; panel < end; panel += width) {
      width = Math.min(2, end - panel);
      for (int from = first; from < last; from += PIECE) {
        int to = Math.min(from + PIECE, last);
        if (batch.isFirst()) {
          products.clear(gradient, from, to, panel, width);
        }
        products.gradient(x, xShape, from, to, d, shape, panel, width, rows, gradient);
        for (int i = panel; update != null && i < panel + width; i++) {
          update.take(worker, products.at(from, i), products.end(to, i), step);
        }
      }
    }
    if (norm == null) {
      biasGradient(worker, rows, update, step, scratch);
    }
  }

  private void biasGradient(int worker, int rows, WeightUpdate update, Step step, Scratch scratch) {
    boolean own = cut.whole(); // those that the worker has swept
    int last = own ? cut.panelEnd(worker) : Cut.first(shape.count(), worker + 1, workers);
    int panel = own ? cut.panel(worker) : Cut.first(shape.count(), worker, workers);
    for (; panel < last; panel++) {
      kernels.sum(d, panel * shape.stride(), rows, scratch.shift, 0);
      add(worker, scratch.shift, place.shift() + panel * WIDTH, update, step);
    }
  }

  /** Takes in the gradient of a panel's part of a vector. */
  private void add(int worker, float[] part, int at, WeightUpdate update, Step step) {
    if (!moves) {
      return;
    }
    for (int j = 0; j < WIDTH; j++) {
      parameters.gradient[at + j] += part[j];
    }
    if (update != null) {
      update.take(worker, at, at + WIDTH, step);
    }
  }
}
