package dev.pulmu.contract.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The functions between layers and their slopes, by name. */
final class ReferenceActivation {
  private record Function(DoubleUnaryOperator value, DoubleUnaryOperator slope) {}

  private static final double ROOT = Math.sqrt(2 * Math.PI);
  private static final Map<String, Function> ALL = new LinkedHashMap<>();

  static {
    put("identity", x -> x, x -> 1);
    put("relu", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0);
    put("leaky-relu", x -> x > 0 ? x : x / 100, x -> x > 0 ? 1 : 0.01);
    put("sigmoid", ReferenceActivation::sigmoid, x -> sigmoid(x) * sigmoid(-x));
    put("tanh", Math::tanh, x -> 1 / Math.pow(Math.cosh(x), 2));
    put("elu", x -> x > 0 ? x : Math.expm1(x), x -> x > 0 ? 1 : Math.exp(x));
    put("swish", x -> x * sigmoid(x), x -> sigmoid(x) + x * sigmoid(x) * sigmoid(-x));
    put("gelu", x -> x * normal(x), x -> normal(x) + x * Math.exp(-x * x / 2) / ROOT);
    put("root-unit", x -> x / Math.sqrt(1 + x * x), x -> Math.pow(1 + x * x, -1.5));
    put("gelu-tanh", x -> x / 2 * (1 + Math.tanh(inner(x))), x -> {
      double slopeOfInner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      double t = Math.tanh(inner(x));
      return (1 + t) / 2 + x / 2 * (1 - t * t) * slopeOfInner;
    });
  }

  private ReferenceActivation() {}

  private static void put(String name, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    ALL.put(name, new Function(value, slope));
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  private static Function named(String name) {
    if (!ALL.containsKey(name)) {
      throw new AssertionError("no reference for activation " + name);
    }
    return ALL.get(name);
  }

  static double value(String name, double x) {
    return named(name).value.applyAsDouble(x);
  }

  static double slope(String name, double x) {
    return named(name).slope.applyAsDouble(x);
  }

  /** Whether the slope jumps at 0. */
  static boolean hasKink(String name) {
    return Math.abs(slope(name, 1e-6) - slope(name, -1e-6)) > 0.1;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Φ(x), by Simpson's rule on the density from 0 on. */
  private static double normal(double x) {
    double end = Math.max(-9, Math.min(9, x));
    int steps = 400;
    double h = end / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-(i * h) * (i * h) / 2);
    }
    return 0.5 + sum * h / 3 / ROOT;
  }

  private static double inner(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }
}
