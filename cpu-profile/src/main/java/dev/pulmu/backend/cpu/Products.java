package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.backend.cpu.Parameters.Place;
import java.util.Arrays;

/**
 * A layer's three products, each the part of one worker, in pieces that stay in its caches. B rows,
 * I inputs, O outputs; w(I,O) lies among all parameters.
 */
final class Products {
  /** Rows that are worked on at a time for a gradient. */
  private static final int DEPTH = 128;

  private final Kernels kernels;
  private final int weights;
  private final Panels shape;

  Products(Kernels kernels, Place place) {
    this.kernels = kernels;
    this.weights = place.weights();
    this.shape = place.shape();
  }

  /** The place of the first weight of a panel of inputs in a panel of outputs. */
  int at(int inputPanel, int panel) {
    return weights + shape.at(inputPanel * WIDTH, panel * WIDTH);
  }

  /** The place behind the last weight of the panels of inputs before this one. */
  int end(int inputPanel, int panel) {
    return weights + shape.at(Math.min(inputPanel * WIDTH, shape.rows()), panel * WIDTH);
  }

  /** A worker's part of out(B,O) = x(B,I) · w(I,O), over the inputs from ≤ i < to. */
  void forward(
      Cut cut,
      int worker,
      float[] x,
      Panels xShape,
      int from,
      int to,
      int rows,
      float[] values,
      float[] out,
      Panels outShape) {
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    int end = cut.panelEnd(worker);
    int width;
    for (int panel = cut.panel(worker); panel < end && count > 0; panel += width) {
      width = width(end - panel);
      kernels.rows(
          x,
          xShape.at(row, from),
          xShape.stride(),
          values,
          weights + shape.at(from, panel * WIDTH),
          shape.stride(),
          to - from,
          out,
          outShape.at(row, panel * WIDTH),
          outShape.stride(),
          count,
          width);
    }
  }

  /** Panels of the next tile if so many are left: a tile of one is a quarter slower. */
  private static int width(int left) {
    return left == 4 ? 2 : Math.min(Cut.WIDEST, left);
  }

  /**
   * A worker's part of dx(B,I) = du(B,O) · w(I,O)ᵀ, whose panels of weights are transposed as they
   * are needed.
   *
   * @param cut of dx
   * @param strip room for the widest tile's panels of transposed weights
   */
  void backward(
      Cut cut,
      int worker,
      float[] du,
      Panels duShape,
      int rows,
      float[] values,
      float[] strip,
      float[] dx,
      Panels dxShape) {
    int outputs = shape.columns();
    int next = outputs * WIDTH;
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    int end = cut.panelEnd(worker);
    int width;
    for (int panel = cut.panel(worker); panel < end && count > 0; panel += width) {
      width = width(end - panel);
      for (int i = 0; i < width; i++) {
        int inputs = dxShape.width(panel + i);
        int at = at(panel + i, 0);
        Panels.transpose(values, at, shape.stride(), inputs, outputs, strip, i * next);
      }
      kernels.rows(
          du,
          duShape.at(row, 0),
          duShape.stride(),
          strip,
          0,
          next,
          outputs,
          dx,
          dxShape.at(row, panel * WIDTH),
          dxShape.stride(),
          count,
          width);
    }
  }

  /** Sets the gradient of the weights of some panels of inputs and outputs to 0. */
  void clear(float[] gradient, int from, int to, int panel, int panels) {
    for (int i = panel; i < panel + panels; i++) {
      Arrays.fill(gradient, at(from, i), end(to, i), 0);
    }
  }

  /** Adds x(B,I)ᵀ · du(B,O) to that gradient. */
  void gradient(
      float[] x,
      Panels xShape,
      int from,
      int to,
      float[] du,
      Panels duShape,
      int panel,
      int panels,
      int rows,
      float[] gradient) {
    for (int k = 0; k < rows; k += DEPTH) {
      for (int input = from; input < to; input++) {
        kernels.columns(
            x,
            xShape.at(k, input * WIDTH),
            du,
            duShape.at(k, panel * WIDTH),
            duShape.stride(),
            Math.min(DEPTH, rows - k),
            gradient,
            at(input, panel),
            shape.stride(),
            xShape.width(input),
            panels);
      }
    }
  }
}
