package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.backend.cpu.Parameters.Part;
import dev.pulmu.backend.cpu.Parameters.Place;

/**
 * A layer's products forward and back, each the part of one worker, in pieces that stay in its
 * caches. B rows, I inputs, O outputs; w(I,O) lies among all parameters.
 */
final class Products {
  /** Rows that are worked on at a time: 512 KiB of 1,024 numbers each stay in the second cache. */
  private static final int BLOCK = 128;

  /** Panels of weights that are transposed at a time. */
  static final int GROUP = 12;

  private final Kernels kernels;
  private final Place place;

  Products(Kernels kernels, Place place) {
    this.kernels = kernels;
    this.place = place;
  }

  /** A worker's part of out(B,O) = x(B,I) · w(I,O), over the inputs of a part of the weights. */
  void forward(
      Part part,
      Cut cut,
      int worker,
      float[] x,
      Panels xShape,
      int rows,
      float[] values,
      float[] out,
      Panels outShape) {
    int end = cut.panelEnd(worker);
    int last = cut.rowEnd(worker, rows);
    for (int row = cut.row(worker, rows); row < last; row += BLOCK) {
      int width;
      for (int panel = cut.panel(worker); panel < end; panel += width) {
        width = Cut.tile(end - panel);
        kernels.rows(
            x,
            xShape.at(row, part.input()),
            xShape.stride(),
            values,
            part.at(part.inputPanel(), panel),
            part.shape().stride(),
            part.shape().rows(),
            out,
            outShape.at(row, panel * WIDTH),
            outShape.stride(),
            Math.min(BLOCK, last - row),
            width);
      }
    }
  }

  /**
   * A worker's part of dx(B,I) = du(B,O) · w(I,O)ᵀ, whose panels of weights are transposed in
   * groups.
   *
   * @param cut of dx
   * @param strip room for a group's transposed weights
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
    int end = cut.panelEnd(worker);
    for (int group = cut.panel(worker); group < end; group += GROUP) {
      int groupEnd = Math.min(end, group + GROUP);
      transpose(group, groupEnd, values, duShape.columns(), strip);
      int last = cut.rowEnd(worker, rows);
      for (int row = cut.row(worker, rows); row < last; row += BLOCK) {
        int width;
        for (int panel = group; panel < groupEnd; panel += width) {
          width = Cut.tile(groupEnd - panel);
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
