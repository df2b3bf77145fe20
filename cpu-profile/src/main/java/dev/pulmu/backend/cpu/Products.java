package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.backend.cpu.Parameters.Part;
import dev.pulmu.backend.cpu.Parameters.Place;

/**
 * A layer's products forward and back, each the part of one worker, in pieces that stay in its
 * caches. B rows, I inputs, O outputs; w(I,O) lies among all parameters.
 */
final class Products {
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
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    int end = cut.panelEnd(worker);
    int width;
    for (int panel = cut.panel(worker); panel < end && count > 0; panel += width) {
      width = width(end - panel);
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
    int outputs = duShape.columns();
    int next = outputs * WIDTH;
    int row = cut.row(worker, rows);
    int count = cut.rowEnd(worker, rows) - row;
    int end = cut.panelEnd(worker);
    int width;
    for (int panel = cut.panel(worker); panel < end && count > 0; panel += width) {
      width = width(end - panel);
      for (int i = 0; i < width; i++) {
        Part part = place.part(panel + i);
        int at = part.at(panel + i, 0);
        int inputs = dxShape.width(panel + i);
        int stride = part.shape().stride();
        Panels.transpose(values, at, stride, inputs, outputs, strip, i * next);
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
}
