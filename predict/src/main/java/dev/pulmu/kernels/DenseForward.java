package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;

/**
 * Computes the forward pass of a dense block, on any of its rows and panels, for training and for
 * inference. B rows, I inputs, O outputs.
 */
public final class DenseForward {
  /** Rows that are worked on at a time: 512 KiB of 1,024 numbers each stay in the second cache. */
  private static final int BLOCK = 128;

  private final Kernels kernels;
  private final Place place;
  private final DenseBlock block;
  private final boolean relu;

  /** What an output is multiplied by in use, for what dropout leaves out in training. */
  private final float used;

  /** The arithmetic of the block whose parameters lie there. */
  public DenseForward(Kernels kernels, Place place) {
    this.kernels = kernels;
    this.place = place;
    this.block = place.block();
    this.relu = block.activation() == Activation.RELU;
    this.used = block
        .dropout()
        .map(dropout -> dropout.style().used(dropout.probability()))
        .orElse(1f);
  }

  /**
   * Some rows and panels of out(B,O) = x(B,I) · w(I,O), over the inputs of a part of the weights,
   * in pieces that stay in a core's caches.
   *
   * @param part of the weights
   * @param row the first row
   * @param rowEnd the place behind the last row
   * @param panel the first panel of outputs
   * @param panelEnd the place behind the last one
   * @param values the parameters
   */
  public void product(
      Part part,
      int row,
      int rowEnd,
      int panel,
      int panelEnd,
      float[] x,
      Panels xShape,
      float[] values,
      float[] out,
      Panels outShape) {
    for (int from = row; from < rowEnd; from += BLOCK) {
      int width;
      for (int first = panel; first < panelEnd; first += width) {
        width = Kernels.tile(panelEnd - first);
        kernels.rows(
            x,
            xShape.at(from, part.input()),
            xShape.stride(),
            values,
            part.at(part.inputPanel(), first),
            part.shape().stride(),
            part.shape().rows(),
            out,
            outShape.at(from, first * WIDTH),
            outShape.stride(),
            Math.min(BLOCK, rowEnd - from),
            width);
      }
    }
  }

  /** All of out(O) = x(I) · w(I,O), over the inputs of a part: one row, which is no panels. */
  public void row(Part part, float[] x, float[] values, float[] out) {
    Panels shape = part.shape();
    kernels.row(
        x, part.input(), values, part.place(), shape.stride(), shape.rows(), out, 0, shape.count());
  }

  /**
   * What a batch norm takes away from a panel's columns in use, and what it multiplies them by.
   * Before any training its running statistics are those of mean 0 and variance 1.
   *
   * @param means running means(O), times {@code seen}
   * @param variances running variances(O), times {@code seen}
   * @param seen the share of these that is no longer their start
   * @param shift where the means go, from {@code at} on
   * @param scale where γ / √(σ² + ε) goes, likewise
   */
  public void statistics(
      int panel,
      float[] values,
      float[] means,
      float[] variances,
      float seen,
      float[] shift,
      float[] scale,
      int at) {
    int column = panel * WIDTH;
    float epsilon = block.norm().orElseThrow().batchNorm().epsilon();
    for (int j = 0; j < WIDTH; j++) {
      float spread = seen > 0 ? variances[column + j] / seen : 1;
      shift[at + j] = seen > 0 ? means[column + j] / seen : 0;
      scale[at + j] = values[place.gamma() + column + j] / (float) Math.sqrt(spread + epsilon);
    }
  }

  /**
   * Some rows of a panel of y(B,O) in use, of u = x · w: running statistics, no dropout.
   *
   * @param at the place of the first row in u and y
   * @param shift what {@link #statistics} gave, from {@code column} on; nobody reads it where there
   *     is no batch norm
   * @param scale likewise
   * @param u becomes the activation's input
   * @param y may be u
   */
  public void use(
      int panel,
      int at,
      int rows,
      float[] values,
      float[] shift,
      float[] scale,
      int column,
      float[] u,
      float[] y) {
    if (place.gamma() >= 0) {
      kernels.normalise(u, at, rows, shift, scale, column);
    }
    kernels.addVector(u, at, rows, values, place.shift() + panel * WIDTH);
    activate(u, at, rows, y);
    for (int i = at; used != 1 && i < at + rows * WIDTH; i++) {
      y[i] *= used;
    }
  }

  /** y = f(z) of some rows of a panel, which begin at one place in both; y may be z. */
  public void activate(float[] z, int at, int rows, float[] y) {
    if (relu) {
      kernels.relu(z, at, rows, y, at);
    } else if (z != y || block.activation() != Activation.IDENTITY) {
      Activations.forward(block.activation(), z, at, y, at, rows * WIDTH);
    }
  }
}
