package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;
import java.util.Arrays;

/**
 * Computes the gradient of a layer's parameters from its inputs and the gradient of its outputs,
 * and adds it to that of the step's earlier batches. B rows, I inputs, O outputs.
 */
final class WeightGradient {
  /** Rows that are worked on at a time. */
  private static final int DEPTH = 128;

  /** Panels of inputs whose weights make a piece: 1,024 weights a panel of outputs. */
  private static final int PIECE = 4;

  private final Kernels kernels;
  private final Parameters parameters;
  private final Place place;
  private final Part[] parts; // an iterator of the list may become an object
  private final Replicated x;
  private final Replicated d;
  private final Cut outputs;
  private final Cut inputs;
  private final int[] constant;

  /**
   * @param x the inputs, (B,I)
   * @param d the gradient of the outputs, (B,O)
   * @param outputs a worker's panels of outputs
   * @param inputs a worker's panels of inputs
   * @param constant inputs that never vary, under batch norm: it takes away what they add, so that
   *     the gradient of their weights is 0. What rounding leaves of that is multiplied by the
   *     input, and Adam would make full steps of it
   */
  WeightGradient(
      Kernels kernels,
      Parameters parameters,
      Place place,
      Replicated x,
      Replicated d,
      Cut outputs,
      Cut inputs,
      int[] constant) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.place = place;
    this.parts = place.parts().toArray(Part[]::new);
    this.x = x;
    this.d = d;
    this.outputs = outputs;
    this.inputs = inputs;
    this.constant = constant;
  }

  /**
   * dw(I,O) = x(B,I)ᵀ · d(B,O), a worker's part, in pieces that stay in the first-level cache.
   *
   * @param update moves each piece as soon as it is there; null if nothing is to move yet
   */
  void weights(int worker, Batch batch, WeightUpdate update, Step step, Scratch scratch) {
    int width;
    for (int panel = outputs.panel(worker); panel < outputs.panelEnd(worker); panel += width) {
      width = Kernels.tile(outputs.panelEnd(worker) - panel);
      for (Part part : parts) {
        int last = Math.min(inputs.panelEnd(worker), part.inputPanelEnd());
        int from = Math.max(inputs.panel(worker), part.inputPanel());
        for (; from < last; from += PIECE) {
          int to = Math.min(from + PIECE, last);
          piece(part, from, to, panel, width, x.of(worker), d.of(worker), batch, scratch);
          for (int i = panel; update != null && i < panel + width; i++) {
            update.take(worker, part.at(from, i), part.end(to, i), step);
          }
        }
      }
    }
  }

  /** Of some panels of inputs and those of outputs of a tile. */
  private void piece(
      Part part,
      int from,
      int to,
      int panel,
      int width,
      float[] a,
      float[] b,
      Batch batch,
      Scratch scratch) {
    float[] gradient = parameters.gradient;
    for (int row = 0; row < batch.rows(); row += DEPTH) {
      int depth = Math.min(DEPTH, batch.rows() - row);
      int b0 = d.shape().at(row, panel * WIDTH);
      int bNext = d.shape().stride();
      int cNext = part.shape().stride();
      for (int input = from; input < to; input++) {
        int a0 = x.shape().at(row, input * WIDTH);
        int c0 = part.at(input, panel);
        int columns = x.shape().width(input);
        if (row == 0 && batch.isFirst()) {
          kernels.columns(a, a0, b, b0, bNext, depth, gradient, c0, cNext, columns, width);
          continue;
        }
        float[] more = scratch.product;
        kernels.columns(a, a0, b, b0, bNext, depth, more, 0, WIDTH * WIDTH, columns, width);
        for (int i = 0; i < width; i++) {
          int at = c0 + i * cNext;
          kernels.add(gradient, at, more, i * WIDTH * WIDTH, columns, gradient, at);
        }
      }
    }
    for (int column : constant) {
      int input = column / WIDTH;
      for (int i = panel; from <= input && input < to && i < panel + width; i++) {
        int at = part.at(input, i) + column % WIDTH * WIDTH;
        Arrays.fill(gradient, at, at + WIDTH, 0);
      }
    }
  }

  /** That of a bias, of some panels: the sum of d over rows. */
  void bias(int worker, Cut cut, int rows, WeightUpdate update, Step step, Scratch scratch) {
    for (int panel = cut.panel(worker); panel < cut.panelEnd(worker); panel++) {
      kernels.sum(d.of(worker), d.shape().at(0, panel * WIDTH), rows, scratch.shift, 0);
      vector(worker, scratch.shift, place.shift() + panel * WIDTH, update, step);
    }
  }

  /** A panel's part of a vector, which is known. */
  void vector(int worker, float[] part, int at, WeightUpdate update, Step step) {
    for (int j = 0; j < WIDTH; j++) {
      parameters.gradient[at + j] += part[j];
    }
    if (update != null) {
      update.take(worker, at, at + WIDTH, step);
    }
  }
}
