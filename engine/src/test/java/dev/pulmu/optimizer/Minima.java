package dev.pulmu.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.descent.Objective;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code golden_minima.py} says of SciPy's minimisers, and the functions it asks them about.
 */
final class Minima {
  static final JsonNode GOLDEN = golden();

  private Minima() {}

  /** What SciPy found. */
  record Found(
      String problem,
      String method,
      double value,
      double[] point,
      int iterations,
      int evaluations) {
    @Override
    public String toString() {
      return method + " on " + problem;
    }
  }

  static List<Found> found() {
    List<Found> all = new ArrayList<>();
    for (JsonNode result : GOLDEN.get("results")) {
      all.add(new Found(
          result.get("problem").asText(),
          result.get("method").asText(),
          result.get("value").asDouble(),
          numbers(result.get("point")),
          result.get("iterations").asInt(),
          result.get("evaluations").asInt()));
    }
    return all;
  }

  static double[] start(String problem) {
    return numbers(GOLDEN.get("problems").get(problem).get("start"));
  }

  static Counted objective(String problem) {
    return new Counted(
        start(problem).length,
        switch (problem) {
          case "bowl" -> Minima::bowl;
          case "rotated" -> Minima::rotated;
          case "rosenbrock2", "rosenbrock10" -> Minima::rosenbrock;
          case "network" -> new SmallNetwork(GOLDEN.get("network"));
          default -> throw new IllegalArgumentException(problem);
        });
  }

  /** Value and gradient of a function. */
  interface Formula {
    double at(double[] x, double[] gradient);
  }

  /** An objective that knows how often it was asked. */
  static final class Counted implements Objective {
    private final int size;
    private final Formula formula;
    int evaluations;

    Counted(int size, Formula formula) {
      this.size = size;
      this.formula = formula;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public double valueAndGradient(double[] at, double[] gradient) {
      evaluations++;
      return formula.at(at.clone(), gradient);
    }
  }

  static double bowl(double[] x, double[] gradient) {
    gradient[0] = x[0] / 10;
    gradient[1] = 2 * x[1];
    return x[0] * x[0] / 20 + x[1] * x[1];
  }

  /** ½ (x−c)ᵀ H D H (x−c) with the reflection H = 1 − 2 v vᵀ / vᵀv, v = c = (1, 2, …). */
  private static double rotated(double[] x, double[] gradient) {
    int n = x.length;
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = x[i] - (i + 1);
    }
    double[] reflected = reflected(d);
    double value = 0;
    double[] scaled = new double[n];
    for (int i = 0; i < n; i++) {
      scaled[i] = Math.pow(10, 4.0 * i / (n - 1)) * reflected[i];
      value += 0.5 * scaled[i] * reflected[i];
    }
    System.arraycopy(reflected(scaled), 0, gradient, 0, n);
    return value;
  }

  private static double[] reflected(double[] d) {
    double along = 0;
    double squares = 0;
    for (int i = 0; i < d.length; i++) {
      along += (i + 1) * d[i];
      squares += (i + 1) * (i + 1);
    }
    double[] reflected = d.clone();
    for (int i = 0; i < d.length; i++) {
      reflected[i] -= 2 * (i + 1) * along / squares;
    }
    return reflected;
  }

  private static double rosenbrock(double[] x, double[] gradient) {
    double value = 0;
    Arrays.fill(gradient, 0);
    for (int i = 0; i + 1 < x.length; i++) {
      double valley = x[i + 1] - x[i] * x[i];
      value += 100 * valley * valley + (1 - x[i]) * (1 - x[i]);
      gradient[i] += -400 * x[i] * valley - 2 * (1 - x[i]);
      gradient[i + 1] += 200 * valley;
    }
    return value;
  }

  static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = row.get(i).asDouble();
    }
    return numbers;
  }

  private static JsonNode golden() {
    try (InputStream json = Minima.class.getResourceAsStream("minima.json")) {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
