package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;

/**
 * Computes a layer's product for the backward pass: the part of one worker, in pieces that stay in
 * its caches. B rows, I inputs, O outputs; w(I,O) lies among all parameters.
 */
final class BackwardProduct {
  /** Rows that are worked on at a time: 512 KiB of 1,024 numbers each stay in the second cache. */
  private static final int BLOCK = 128;

  /** Panels of weights that are transposed at a time. */
  static final int GROUP = 12;

  private final Kernels kernels;
  private final Place place;

  BackwardProduct(Kernels kernels, Place place) {
    this.kernels = kernels;
    this.place = place;
  }

  /**
   * A worker's part of dx(B,I) = du(B,O) · w(I,O)ᵀ, whose panels of weights are transposed in
   * groups.
   *
   * @param cut of dx
   * @param strip room for a group's transposed weights
   */
  void of(
      Cut cut,
      int worker,
      float[] du,
      Panels duShape,
      int rows,
      float[] values,
      float[] strip,
      float[] dx,
      Panels dxShape) {
    int end = cut.panelEnd(worker);
    for (int group = cut.panel(worker); group < end; group += GROUP) {
      int groupEnd = Math.min(end, group + GROUP);
      transpose(group, groupEnd, values, duShape.columns(), strip);
      int last = cut.rowEnd(worker, rows);
      for (int row = cut.row(worker, rows); row < last; row += BLOCK) {
        int width;
        for (int panel = group; panel < groupEnd; panel += width) {
          width = Kernels.tile(groupEnd - panel);
          kernels.rows(
              du,
              duShape.at(row, 0),
              duShape.stride(),
              strip,
              (panel - group) * duShape.columns() * WIDTH,
              duShape.columns() * WIDTH,
              duShape.columns(),
              dx,
              dxShape.at(row, panel * WIDTH),
              dxShape.stride(),
              Math.min(BLOCK, last - row),
              width);
        }
      }
    }
  }

  /**
   * Some panels of inputs, each with a row for every output. A panel of outputs has the weights of
   * all these inputs in one piece, which is read in order.
   */
  private void transpose(int from, int to, float[] values, int outputs, float[] strip) {
    for (int output = 0; output < outputs; output += WIDTH) {
      int columns = Math.min(WIDTH, outputs - output);
      for (int panel = from; panel < to; panel++) {
        Part part = place.part(panel);
        int rows = Math.min(WIDTH, part.shape().rows() + part.input() - panel * WIDTH);
        int at = ((panel - from) * outputs + output) * WIDTH;
        Panels.transpose(values, part.at(panel, output / WIDTH), rows, columns, strip, at);
      }
    }
  }
}
