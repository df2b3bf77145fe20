package dev.pulmu.contract.reference;

/** The functions between layers and their slopes, by name. */
final class ReferenceActivation {
  private ReferenceActivation() {}

  static double value(String name, double x) {
    return switch (name) {
      case "identity" -> x;
      case "relu" -> Math.max(x, 0);
      case "leaky-relu" -> x > 0 ? x : x / 100;
      case "sigmoid" -> 1 / (1 + Math.exp(-x));
      case "tanh" -> Math.tanh(x);
      case "elu" -> x > 0 ? x : Math.expm1(x);
      case "gelu" -> x / 2 * (1 + Math.tanh(inner(x)));
      default -> throw new AssertionError("no reference for activation " + name);
    };
  }

  static double slope(String name, double x) {
    double y = value(name, x);
    return switch (name) {
      case "identity" -> 1;
      case "relu" -> x > 0 ? 1 : 0;
      case "leaky-relu" -> x > 0 ? 1 : 0.01;
      case "sigmoid" -> y * (1 - y);
      case "tanh" -> 1 - y * y;
      case "elu" -> x > 0 ? 1 : Math.exp(x);
      case "gelu" -> {
        double t = Math.tanh(inner(x));
        double slopeOfInner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        yield (1 + t) / 2 + x / 2 * (1 - t * t) * slopeOfInner;
      }
      default -> throw new AssertionError("no reference for activation " + name);
    };
  }

  /** Whether the slope jumps at 0. */
  static boolean hasKink(String name) {
    return name.equals("relu") || name.equals("leaky-relu");
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }
}
