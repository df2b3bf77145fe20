package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.DenseForward;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.network.BatchNorm;

/** Runs a layer's batch norm, forward and backward, panel by panel. B rows, O outputs. */
final class Norm {
  private final Kernels kernels;
  private final Parameters parameters;
  private final BatchNorm norm;
  private final Place place;
  private final int index;
  private final float[] mean;
  private final float[] variance;
  private final float[] scale;

  Norm(Arena arena, Kernels kernels, Parameters parameters, Place place, BatchNorm norm) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.norm = norm;
    this.place = place;
    this.index = place.block().index();
    int length = place.length();
    this.mean = arena.floats(length, Arena.WEIGHTS);
    this.variance = arena.floats(length, Arena.WEIGHTS);
    this.scale = arena.floats(length, Arena.WEIGHTS);
  }

  /**
   * x̂ in u and z = γ x̂ + β, over all rows.
   *
   * @param at the place of the panel in u and z
   * @param relu whether z is 0 where it would be less
   * @param counts whether running statistics take the batch in
   */
  void forward(int panel, int at, int rows, float[] u, float[] z, boolean relu, boolean counts) {
    int column = panel * WIDTH;
    float[] values = parameters.values;
    kernels.statistics(u, at, rows, mean, variance, column);
    for (int j = column; j < column + WIDTH; j++) {
      scale[j] = 1 / (float) Math.sqrt(variance[j] + norm.epsilon());
    }
    kernels.normalise(u, at, rows, mean, scale, column);
    int gamma = place.gamma() + column;
    kernels.scale(u, at, rows, values, gamma, values, place.shift() + column, z, at, relu);
    if (counts) {
      takeIn(panel, rows);
    }
  }

  private void takeIn(int panel, int rows) {
    float momentum = norm.momentum();
    float gain = (1 - momentum) * norm.statistics().varianceFactor(rows);
    float[] means = parameters.means[index];
    float[] variances = parameters.variances[index];
    for (int j = panel * WIDTH; j < panel * WIDTH + WIDTH; j++) {
      means[j] = momentum * means[j] + (1 - momentum) * mean[j];
      variances[j] = momentum * variances[j] + gain * variance[j];
    }
    if (panel == 0) {
      parameters.seen[index] = momentum * parameters.seen[index] + (1 - momentum);
    }
  }

  /** What a panel's columns go through in use, in the scratch's shift and scale. */
  void use(DenseForward forward, int panel, float[] values, Scratch scratch) {
    forward.statistics(
        panel,
        values,
        parameters.means[index],
        parameters.variances[index],
        parameters.seen[index],
        scratch.shift,
        scratch.scale,
        0);
  }

  /**
   * The gradient of u in d, given that of z there, over all rows; those of β and γ in the scratch's
   * shift and scale.
   *
   * @param at the place of the panel in u and d
   */
  void backward(int panel, int at, int rows, float[] u, float[] d, Scratch scratch) {
    int column = panel * WIDTH;
    kernels.normSums(d, at, u, at, rows, scratch.shift, 0, scratch.scale, 0);
    for (int j = column; j < column + WIDTH; j++) {
      scale[j] *= parameters.values[place.gamma() + j];
    }
    kernels.normSlope(d, at, u, at, rows, scratch.shift, 0, scratch.scale, 0, scale, column);
  }
}
