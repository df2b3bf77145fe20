package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Activations;
import dev.pulmu.kernels.DenseForward;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;

/**
 * Runs a dense block, forward and backward: each method is the part of one worker, a product or a
 * sweep, which is what goes element by element or column by column. B rows, I inputs, O outputs.
 */
final class DenseWork {
  private final Kernels kernels;
  private final DenseForward forward;
  private final BackwardProduct backward;
  private final Parameters parameters;
  private final DenseBlock block;
  private final Place place;
  private final DenseWork before;
  private final Norm norm;
  private final boolean relu;
  private final boolean moves;
  private final Mask mask;
  private final int workers;
  private final Sharing sharing;
  private final Cut cut;

  /** The panels that each worker sums over all rows. */
  private final Cut panels;

  /** The part that each worker sweeps: a batch norm wants all rows of a panel. */
  private final Cut swept;

  private final Replicated x;

  /** (B,O). */
  final Panels shape;

  private final float[] first; // a product that is cut has two parts
  private final float[] second;
  private final float[] u; // x̂ with batch norm, z without
  private final float[] z;

  /** The outputs. */
  final Replicated y;

  /** The gradient of y, which becomes that of u. */
  final Replicated d;

  private final WeightGradient gradient;

  /**
   * @param inputs what the first layer gets
   * @param constant inputs that never vary, of the first layer
   * @param before the layer before; null if this is the first
   * @param sharing of its block
   * @param moves whether its parameters may move
   * @param rows the most that there will be
   */
  DenseWork(
      Arena arena,
      Kernels kernels,
      Parameters parameters,
      Replicated inputs,
      int[] constant,
      DenseWork before,
      Sharing sharing,
      boolean moves,
      int rows) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.block = sharing.block();
    this.place = parameters.place(block);
    this.forward = new DenseForward(kernels, place);
    this.backward = new BackwardProduct(kernels, place);
    this.before = before;
    this.norm = block
        .norm()
        .map(found -> new Norm(arena, kernels, parameters, place, found.batchNorm()))
        .orElse(null);
    this.relu = block.activation() == Activation.RELU;
    this.moves = moves;
    this.shape = new Panels(rows, block.outputs());
    this.sharing = sharing;
    this.cut = sharing.cut();
    this.workers = cut.workers();
    this.panels = cut.whole() ? cut : Cut.byPanels(shape.count(), workers);
    this.swept = sharing.sumsOverOthers() ? panels : cut;
    this.mask = block
        .dropout()
        .map(dropout -> new Mask(arena, block.outputs(), dropout, shape))
        .orElse(null);
    this.x = before == null ? inputs : before.y;
    this.u = arena.floats(shape.numbers(), Arena.BATCH);
    this.first = sharing.split() ? arena.floats(shape.numbers(), Arena.BATCH) : u;
    this.second = sharing.split() ? arena.floats(shape.numbers(), Arena.BATCH) : u;
    this.z = sharing.hasZ() ? arena.floats(shape.numbers(), Arena.BATCH) : u;
    this.y = sharing.putsOutZ()
        ? Replicated.shared(shape, cut, z)
        : Replicated.of(arena, shape, cut, sharing.outputs());
    this.d = Replicated.of(arena, shape, cut, sharing.gradients());
    this.gradient = new WeightGradient(
        kernels,
        parameters,
        place,
        x,
        d,
        sharing.weightOutputs(),
        sharing.weightInputs(),
        before == null && norm != null ? constant : new int[0]);
  }

  /** Whether workers must meet between product and sweep in use. */
  boolean meetsInUse() {
    return sharing.split();
  }

  /** Whether workers must meet between product and sweep in training. */
  boolean meets() {
    return sharing.split() || sharing.sumsOverOthers();
  }

  /** Whether workers must meet after its sweep, before the worker that has a row reads it. */
  boolean meetsAfterSweep() {
    return sharing.sumsOverOthers();
  }

  /** Whether workers must meet before the product. */
  boolean wantsAllInputs() {
    return sharing.wantsAllInputs();
  }

  /** A worker's first row, where rows are shared. */
  int row(int worker, int rows) {
    return cut.row(worker, rows);
  }

  /** The place behind a worker's last row, where rows are shared. */
  int rowEnd(int worker, int rows) {
    return cut.rowEnd(worker, rows);
  }

  /** u(B,O) = x(B,I) · w(I,O), in two parts if it is split. */
  void product(int worker, int rows, float[] values) {
    if (wantsAllInputs()) {
      x.fetch(worker, rows);
    }
    if (!sharing.split()) {
      product(place.parts().get(0), worker, worker, rows, values, u);
      return;
    }
    // As if each worker were two, and half of those twice as many had each half of the inputs
    for (int i = 2 * worker; i < 2 * worker + 2; i++) {
      int half = i < workers ? 0 : 1;
      float[] out = half == 0 ? first : second;
      product(place.parts().get(half), worker, i % workers, rows, values, out);
    }
  }

  private void product(Part part, int worker, int share, int rows, float[] values, float[] out) {
    forward.product(
        part,
        cut.row(share, rows),
        cut.rowEnd(share, rows),
        cut.panel(share),
        cut.panelEnd(share),
        x.of(worker),
        x.shape(),
        values,
        out,
        shape);
  }

  /** y = dropout(activation(batchNorm(u))) in training; takes in the running statistics. */
  void sweep(int worker, Batch batch, Scratch scratch) {
    int rows = batch.rows();
    int row = swept.row(worker, rows);
    int count = swept.rowEnd(worker, rows) - row;
    for (int panel = swept.panel(worker); panel < swept.panelEnd(worker); panel++) {
      sweep(worker, panel, row, count, batch, scratch);
    }
    y.post(worker, rows);
  }

  private void sweep(int worker, int panel, int row, int rows, Batch batch, Scratch scratch) {
    int at = shape.at(row, panel * WIDTH);
    float[] out = y.of(worker);
    if (sharing.split()) {
      kernels.add(first, at, second, at, rows, u, at);
    }
    if (norm == null) {
      kernels.addVector(u, at, rows, parameters.values, place.shift() + panel * WIDTH);
      forward.activate(u, at, rows, out);
    } else {
      norm.forward(panel, at, rows, u, relu ? out : z, relu, batch.counts());
      if (!relu) {
        forward.activate(z, at, rows, out);
      }
    }
    if (mask != null) {
      mask.draw(panel, row, rows, batch.masks()[block.index()], batch.firstRow(), scratch.words);
      mask.apply(panel, row, rows, out);
    }
  }

  /** y as in use: running statistics, no dropout. */
  void use(int worker, int rows, float[] values, Scratch scratch) {
    float[] out = y.of(worker);
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
      int at = shape.at(row, panel * WIDTH);
      if (sharing.split()) {
        kernels.add(first, at, second, at, count, u, at);
      }
      if (norm != null) {
        norm.use(forward, panel, values, scratch);
      }
      forward.use(panel, at, count, values, scratch.shift, scratch.scale, 0, u, out);
    }
    y.post(worker, rows);
  }

  /**
   * dx(B,I) = du(B,O) · w(I,O)ᵀ, where x is what the layer before put out; its panels of weights
   * are transposed as they are needed.
   */
  void inputGradient(int worker, int rows, Scratch scratch) {
    d.fetch(worker, rows);
    float[] values = parameters.values;
    float[] to = before.d.of(worker);
    float[] strip = scratch.strip;
    backward.of(before.cut, worker, d.of(worker), shape, rows, values, strip, to, before.shape);
  }

  /** The gradient of u in {@code d}, given that of y there; moves γ and β if they may. */
  void sweepBack(int worker, int rows, WeightUpdate update, Step step, Scratch scratch) {
    int row = swept.row(worker, rows);
    int count = swept.rowEnd(worker, rows) - row;
    for (int panel = swept.panel(worker); panel < swept.panelEnd(worker); panel++) {
      sweepBack(worker, panel, row, count);
      if (norm != null) {
        norm.backward(panel, shape.at(0, panel * WIDTH), rows, u, d.of(worker), scratch);
        if (moves) {
          gradient.vector(worker, scratch.scale, place.gamma() + panel * WIDTH, update, step);
          gradient.vector(worker, scratch.shift, place.shift() + panel * WIDTH, update, step);
        }
      }
    }
    d.post(worker, rows);
  }

  private void sweepBack(int worker, int panel, int row, int rows) {
    int at = shape.at(row, panel * WIDTH);
    float[] slope = d.of(worker);
    if (mask != null) {
      mask.apply(panel, row, rows, slope);
    }
    if (relu) {
      kernels.reluSlope(y.of(worker), at, rows, slope, at); // what is dropped is 0 in both
    } else if (block.activation() != Activation.IDENTITY) {
      Activations.backward(block.activation(), z, at, slope, at, rows * WIDTH);
    }
  }

  /** The gradient of its parameters, which moves them at once if they may move. */
  void weightGradient(int worker, Batch batch, WeightUpdate update, Step step, Scratch scratch) {
    if (!moves) {
      return;
    }
    if (!sharing.passesOn() && sharing.wantsAllGradients()) {
      d.fetch(worker, batch.rows());
    }
    gradient.weights(worker, batch, update, step, scratch);
    if (norm == null) {
      gradient.bias(worker, panels, batch.rows(), update, step, scratch);
    }
  }
}
