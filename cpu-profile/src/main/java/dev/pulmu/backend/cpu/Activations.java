package dev.pulmu.backend.cpu;

import dev.pulmu.network.Activation;

/** Activations and their slopes, number by number; ReLU also lies in {@link Kernels}. */
final class Activations {
  private static final float LEAK = 0.01f;
  private static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  private Activations() {}

  /** y = f(z) for so many numbers. */
  static void forward(Activation activation, float[] z, int z0, float[] y, int y0, int count) {
    for (int i = 0; i < count; i++) {
      y[y0 + i] = activate(activation, z[z0 + i]);
    }
  }

  /** d = d · f′(z) for so many numbers. */
  static void backward(Activation activation, float[] z, int z0, float[] d, int d0, int count) {
    for (int i = 0; i < count; i++) {
      d[d0 + i] *= slope(activation, z[z0 + i]);
    }
  }

  private static float activate(Activation activation, float z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> z <= 0 ? 0 : z;
      case LEAKY_RELU -> z <= 0 ? LEAK * z : z;
      case SIGMOID -> sigmoid(z);
      case TANH -> (float) Math.tanh(z);
      case ELU -> z <= 0 ? (float) Math.expm1(z) : z;
      case GELU -> (float) (0.5 * z * (1 + geluTanh(z)));
    };
  }

  private static float slope(Activation activation, float z) {
    return switch (activation) {
      case IDENTITY -> 1;
      case RELU -> z <= 0 ? 0 : 1;
      case LEAKY_RELU -> z <= 0 ? LEAK : 1;
      case SIGMOID -> sigmoid(z) * (1 - sigmoid(z));
      case TANH -> (float) (1 - Math.tanh(z) * Math.tanh(z));
      case ELU -> z <= 0 ? (float) Math.exp(z) : 1;
      case GELU -> {
        double t = geluTanh(z);
        double inner = GELU_SLOPE * (1 + 3 * GELU_CUBE * z * z);
        yield (float) (0.5 * (1 + t) + 0.5 * z * (1 - t * t) * inner);
      }
    };
  }

  /** 1 / (1 + exp(−z)). */
  static float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  private static double geluTanh(double z) {
    return Math.tanh(GELU_SLOPE * (z + GELU_CUBE * z * z * z));
  }
}
