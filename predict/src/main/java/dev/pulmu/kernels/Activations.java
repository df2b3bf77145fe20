package dev.pulmu.kernels;

import dev.pulmu.network.ElementFunction;

/**
 * Computes activations and their slopes, number by number. ReLU is also one of the {@link Kernels},
 * which are faster.
 */
public final class Activations {
  private Activations() {}

  /** y = f(z) for {@code count} numbers. */
  public static void forward(
      ElementFunction activation, float[] z, int z0, float[] y, int y0, int count) {
    for (int i = 0; i < count; i++) {
      y[y0 + i] = activation.value(z[z0 + i]);
    }
  }

  /** d = d · f′(z) for {@code count} numbers. */
  public static void backward(
      ElementFunction activation, float[] z, int z0, float[] d, int d0, int count) {
    for (int i = 0; i < count; i++) {
      d[d0 + i] *= activation.slope(z[z0 + i]);
    }
  }
}
