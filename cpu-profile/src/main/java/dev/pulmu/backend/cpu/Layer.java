package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.backend.cpu.Parameters.Place;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.plan.Block.DenseBlock;

/**
 * A dense block at work: its products and sweeps, each cut among the workers. Between two of these
 * methods all workers wait for one another, where it does not say otherwise. B rows, I inputs, O
 * outputs.
 *
 * <p>A product of many inputs and few outputs is cut in two along its inputs, whatever the number
 * of workers: each then needs only its half of inputs and weights.
 */
final class Layer {
  private static final int LONG = 256;

  /** Rows of a part of an operand that stays in the first-level cache. */
  private static final int DEPTH = 256;

  /** The same for the weights' gradient, of whose operands two parts are in use at a time. */
  private static final int DEPTH_BACK = 128;

  /** Panels of inputs whose weights make a piece: 64 rows of weights. */
  private static final int PIECE = 4;

  private final Kernels kernels;
  private final Parameters parameters;
  final DenseBlock block;
  final Place place;
  private final BatchNorm norm;
  private final boolean relu;
  private final Mask mask;

  /** Where the inputs are cut; all of them if they are not. */
  private final int middle;

  /** (B,O): z without batch norm, x̂ with it, and y; the gradient of y that becomes that of u. */
  final Panels shape;

  private final float[] u;
  private final float[] second;
  private final float[] z;
  final float[] y;
  final float[] d;

  private final float[] mean;
  private final float[] variance;
  private final float[] scale;

  private final boolean moves;

  /** A layer for at most so many rows; one that does not move has no gradient. */
  Layer(Kernels kernels, Parameters parameters, DenseBlock block, boolean moves, int rows) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.block = block;
    this.place = parameters.place(block);
    this.moves = moves;
    this.norm = block.batchNorm().orElse(null);
    this.relu = block.activation() == Activation.RELU;
    this.shape = new Panels(rows, block.outputs());
    this.mask = block.dropout().map(dropout -> new Mask(block, dropout, shape)).orElse(null);
    boolean split = block.inputs() >= LONG && block.inputs() >= 2 * block.outputs();
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

  /** Whether its parameters move. */
  boolean moves() {
    return moves;
  }

  private boolean split() {
    return second.length > 0;
  }

  /** u(B,O) = x(B,I) · w(I,O), in two parts if it is split. */
  void product(int worker, int workers, float[] x, Panels xShape, int rows, float[] weights) {
    if (!split()) {
      product(worker, workers, x, xShape, 0, block.inputs(), rows, weights, u);
      return;
    }
    // Workers 0 ≤ i < 2 · workers, of whom each of ours is two
    for (int half = 0; half < 2; half++) {
      int first = Math.max(2 * worker, half * workers) - half * workers;
      int last = Math.min(2 * worker + 2, (half + 1) * workers) - half * workers;
      for (int i = first; i < last; i++) {
        int from = half == 0 ? 0 : middle;
        int to = half == 0 ? middle : block.inputs();
        product(i, workers, x, xShape, from, to, rows, weights, half == 0 ? u : second);
      }
    }
  }

  private void product(
      int worker,
      int workers,
      float[] x,
      Panels xShape,
      int from,
      int to,
      int rows,
      float[] weights,
      float[] out) {
    int panels = shape.count();
    for (int pair = 0; pair < Cut.pairs(panels); pair++) {
      int first = Cut.row(rows, panels, pair, worker, workers);
      int last = Cut.row(rows, panels, pair, worker + 1, workers);
      if (first == last) {
        continue;
      }
      for (int k = from; k < to; k += DEPTH) {
        kernels.rows(
            x,
            xShape.at(first, k),
            xShape.stride(),
            weights,
            place.weights() + place.shape().at(k, 2 * pair * WIDTH),
            place.shape().stride(),
            Math.min(DEPTH, to - k),
            out,
            shape.at(first, 2 * pair * WIDTH),
            shape.stride(),
            last - first,
            Cut.width(panels, pair),
            k > from);
      }
    }
  }

  /** y = dropout(activation(batchNorm(u))) in training; takes in the running statistics. */
  void sweep(int worker, int workers, int rows, Batch batch) {
    int last = Cut.first(shape.count(), worker + 1, workers);
    for (int panel = Cut.first(shape.count(), worker, workers); panel < last; panel++) {
      int at = panel * shape.stride();
      int column = panel * WIDTH;
      join(at, rows);
      if (norm == null) {
        kernels.addVector(u, at, rows, parameters.values, place.shift() + column);
        activate(z, at, rows);
      } else {
        kernels.statistics(u, at, rows, mean, variance, column);
        for (int j = column; j < column + WIDTH; j++) {
          scale[j] = 1 / (float) Math.sqrt(variance[j] + norm.epsilon());
        }
        kernels.normalise(u, at, rows, mean, scale, column);
        scaleAndActivate(at, column, rows);
        if (batch.counts()) {
          takeIn(panel, rows);
        }
      }
      if (mask != null) {
        mask.draw(panel, rows, batch.masks()[block.index()], batch.firstRow());
        mask.apply(panel, rows, y);
      }
    }
  }

  private void join(int at, int rows) {
    if (split()) {
      kernels.add(u, at, second, at, rows);
    }
  }

  private void activate(float[] from, int at, int rows) {
    if (relu) {
      kernels.relu(from, at, rows, y, at);
    } else if (from != y) {
      Activations.forward(block.activation(), from, at, y, at, rows * WIDTH);
    }
  }

  private void scaleAndActivate(int at, int column, int rows) {
    float[] values = parameters.values;
    float[] out = relu ? y : z;
    kernels.scale(
        u, at, rows, values, place.gamma() + column, values, place.shift() + column, out, at, relu);
    if (!relu) {
      activate(z, at, rows);
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
  void use(int worker, int workers, int rows, float[] values) {
    float used = block
        .dropout()
        .map(dropout -> dropout.style().used(dropout.probability()))
        .orElse(1f);
    int last = Cut.first(shape.count(), worker + 1, workers);
    for (int panel = Cut.first(shape.count(), worker, workers); panel < last; panel++) {
      int at = panel * shape.stride();
      int column = panel * WIDTH;
      join(at, rows);
      if (norm != null) {
        runningScale(column, values);
        kernels.normalise(u, at, rows, mean, scale, column);
      }
      kernels.addVector(u, at, rows, values, place.shift() + column);
      activate(u, at, rows);
      for (int i = 0; used != 1 && i < rows * WIDTH; i++) {
        y[at + i] *= used;
      }
    }
  }

  private void runningScale(int column, float[] values) {
    float seen = parameters.seen[block.index()];
    for (int j = column; j < column + WIDTH; j++) {
      float spread = seen > 0 ? parameters.variances[block.index()][j] / seen : 1;
      mean[j] = seen > 0 ? parameters.means[block.index()][j] / seen : 0;
      scale[j] = values[place.gamma() + j] / (float) Math.sqrt(spread + norm.epsilon());
    }
  }

  /**
   * The gradient of u in {@code d}, given that of y there, and those of the vectors.
   *
   * @param add whether the vectors' gradients are added to those of batches before
   */
  void sweepBack(int worker, int workers, int rows, boolean add, Scratch scratch) {
    int last = Cut.first(shape.count(), worker + 1, workers);
    for (int panel = Cut.first(shape.count(), worker, workers); panel < last; panel++) {
      int at = panel * shape.stride();
      int column = panel * WIDTH;
      if (mask != null) {
        mask.apply(panel, rows, d);
      }
      if (y == z) {
        // the identity
      } else if (!relu) {
        Activations.backward(block.activation(), z, at, d, at, rows * WIDTH);
      } else {
        kernels.reluSlope(y, at, rows, d, at); // what is dropped is 0 in both
      }
      if (norm == null) {
        kernels.sum(d, at, rows, scratch.beta, 0);
      } else {
        kernels.normSums(d, at, u, at, rows, scratch.beta, 0, scratch.gamma, 0);
        for (int j = 0; j < WIDTH; j++) {
          scale[column + j] *= parameters.values[place.gamma() + column + j];
        }
        kernels.normSlope(d, at, u, at, rows, scratch.beta, 0, scratch.gamma, 0, scale, column);
        put(scratch.gamma, place.gamma() + column, add);
      }
      put(scratch.beta, place.shift() + column, add);
    }
  }

  private void put(float[] vector, int at, boolean add) {
    if (moves) {
      for (int j = 0; j < WIDTH; j++) {
        parameters.gradient[at + j] = add ? parameters.gradient[at + j] + vector[j] : vector[j];
      }
    }
  }

  /** dx(B,I) = du(B,O) · w(I,O)ᵀ, whose panels of weights are transposed as they are needed. */
  void inputGradient(
      int worker, int workers, int rows, float[] dx, Panels dxShape, Scratch scratch) {
    int panels = dxShape.count();
    float[] strip = scratch.strip;
    int next = block.outputs() * WIDTH;
    for (int pair = 0; pair < Cut.pairs(panels); pair++) {
      int first = Cut.row(rows, panels, pair, worker, workers);
      int last = Cut.row(rows, panels, pair, worker + 1, workers);
      if (first == last) {
        continue;
      }
      int width = Cut.width(panels, pair);
      for (int panel = 2 * pair; panel < 2 * pair + width; panel++) {
        int from = place.weights() + panel * WIDTH * WIDTH;
        kernels.transpose(
            parameters.values,
            from,
            place.shape().stride(),
            dxShape.width(panel),
            block.outputs(),
            strip,
            (panel - 2 * pair) * next);
      }
      for (int k = 0; k < block.outputs(); k += DEPTH) {
        kernels.rows(
            d,
            shape.at(first, k),
            shape.stride(),
            strip,
            k * WIDTH,
            next,
            Math.min(DEPTH, block.outputs() - k),
            dx,
            dxShape.at(first, 2 * pair * WIDTH),
            dxShape.stride(),
            last - first,
            width,
            k > 0);
      }
    }
  }

  /**
   * dw(I,O) = x(B,I)ᵀ · du(B,O), in pieces that stay in the first-level cache.
   *
   * @param add whether to add to the gradient that is there
   * @param update moves each piece as soon as it is there; null if it must wait
   */
  void weightGradient(
      int worker,
      int workers,
      float[] x,
      Panels xShape,
      int rows,
      boolean add,
      WeightUpdate update,
      Step step) {
    int panels = shape.count();
    int inputPanels = xShape.count();
    for (int pair = 0; pair < Cut.pairs(panels); pair++) {
      int first;
      int last;
      if (split()) {
        first = Cut.first(inputPanels, worker, workers);
        last = Cut.first(inputPanels, worker + 1, workers);
      } else {
        int rowsIn = inputPanels * Cut.TILE;
        first = Cut.row(rowsIn, panels, pair, worker, workers) / Cut.TILE;
        last = Cut.row(rowsIn, panels, pair, worker + 1, workers) / Cut.TILE;
      }
      for (int panel = first; panel < last; panel += PIECE) {
        int end = Math.min(panel + PIECE, last);
        int at = place.weights() + place.shape().at(panel * WIDTH, 2 * pair * WIDTH);
        int width = Cut.width(panels, pair);
        piece(pair, width, panel, end, x, xShape, rows, at, add);
        int count = (Math.min(end * WIDTH, block.inputs()) - panel * WIDTH) * WIDTH;
        for (int i = 0; update != null && i < width; i++) {
          int from = at + i * place.shape().stride();
          update.take(worker, from, from + count, step);
        }
      }
    }
  }

  private void piece(
      int pair,
      int width,
      int firstPanel,
      int lastPanel,
      float[] x,
      Panels xShape,
      int rows,
      int at,
      boolean add) {
    for (int k = 0; k < rows; k += DEPTH_BACK) {
      for (int panel = firstPanel; panel < lastPanel; panel++) {
        kernels.columns(
            x,
            xShape.at(k, panel * WIDTH),
            d,
            shape.at(k, 2 * pair * WIDTH),
            shape.stride(),
            Math.min(DEPTH_BACK, rows - k),
            parameters.gradient,
            at + (panel - firstPanel) * WIDTH * WIDTH,
            place.shape().stride(),
            xShape.width(panel),
            width,
            add || k > 0);
      }
    }
  }
}
