package dev.pulmu.predict;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.DenseForward;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.State;
import java.util.Arrays;

/** A block of an {@link Inference}, whose arrays nobody writes once it is made. */
final class BlockInUse {
  private static final float[] NOTHING = {};

  private final Kernels kernels;
  private final DenseForward forward;
  private final Place place;
  private final DenseBlock block;
  private final float[] values;

  /** What a batch norm takes away and multiplies by, column by column; empty without one. */
  private final float[] shift;

  private final float[] scale;

  /** @param values the parameters of all blocks, at their places */
  BlockInUse(Kernels kernels, Place place, float[] values, State state) {
    this.kernels = kernels;
    this.forward = new DenseForward(kernels, place);
    this.place = place;
    this.block = place.block();
    this.values = values;
    this.shift = block.hasBatchNorm() ? new float[place.length()] : NOTHING;
    this.scale = block.hasBatchNorm() ? new float[place.length()] : NOTHING;
    block.norm().ifPresent(norm -> {
      float[] means = padded(state.tensor(norm.runningMean()).values());
      float[] variances = padded(state.tensor(norm.runningVariance()).values());
      float seen = state.tensor(norm.runningWeight()).values()[0];
      for (int panel = 0; panel < panels(); panel++) {
        int column = panel * WIDTH;
        forward.statistics(panel, values, means, variances, seen, shift, scale, column);
      }
    });
  }

  private float[] padded(float[] vector) {
    return Arrays.copyOf(vector, place.length());
  }

  private int panels() {
    return Panels.count(block.outputs());
  }

  String name() {
    return block.name();
  }

  int inputs() {
    return block.inputs();
  }

  int outputs() {
    return block.outputs();
  }

  boolean isSplit() {
    return Places.isSplit(block);
  }

  /**
   * y(B,O) of x(B,I).
   *
   * @param count B
   * @param most rows for which there is room in the arrays
   * @param half room for half of a product, if the block's is split
   */
  void forward(int count, int most, float[] x, float[] y, float[] half) {
    Panels xShape = new Panels(most, block.inputs());
    Panels shape = new Panels(most, block.outputs());
    for (int part = 0; part < place.parts().size(); part++) {
      float[] out = part == 0 ? y : half;
      forward.product(
          place.parts().get(part), 0, count, 0, panels(), x, xShape, values, out, shape);
    }
    for (int panel = 0; panel < panels(); panel++) {
      int column = panel * WIDTH;
      int at = shape.at(0, column);
      if (isSplit()) {
        kernels.add(y, at, half, at, count, y, at);
      }
      forward.use(panel, at, count, values, shift, scale, column, y, y);
    }
  }

  /** The same of one row, which is no panels: its numbers lie one after the other. */
  void row(float[] x, float[] y, float[] half) {
    for (int part = 0; part < place.parts().size(); part++) {
      forward.row(place.parts().get(part), x, values, part == 0 ? y : half);
    }
    if (isSplit()) {
      kernels.add(y, 0, half, 0, panels(), y, 0);
    }
    for (int panel = 0; panel < panels(); panel++) {
      int column = panel * WIDTH;
      forward.use(panel, column, 1, values, shift, scale, column, y, y);
    }
  }
}
