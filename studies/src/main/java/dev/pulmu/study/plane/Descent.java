package dev.pulmu.study.plane;

import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Objective;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.schedule.Schedule.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves a point over an objective by an optimizer, without network, data or backend, for the
 * studies of the rules themselves.
 */
final class Descent {
  private Descent() {}

  /**
   * The points that a rule visits, from its start on: {@code updates + 1} of them. The point is
   * kept in float, as weights are; each update is an epoch of its own, and decoupled decay moves
   * every coordinate.
   *
   * @throws IllegalArgumentException if the start is no point of the objective or {@code updates}
   *     is negative
   */
  public static double[][] path(
      Objective objective, ElementRule rule, double[] start, int updates) {
    check(objective, start, updates);
    int size = objective.size();
    float[] w = floats(start);
    float[][] slots = new float[rule.slots().size()][size];
    for (int i = 0; i < slots.length; i++) {
      Arrays.fill(slots[i], rule.slotStart(rule.slots().get(i)));
    }
    double[][] path = new double[updates + 1][];
    path[0] = doubles(w);
    double[] gradient = new double[size];
    for (int step = 0; step < updates; step++) {
      objective.valueAndGradient(path[step].clone(), gradient);
      double rate = rule.rate().rate(new Place(step, 1, updates));
      float decay = (float) (rate * rule.decoupledDecay());
      for (int i = 0; i < size; i++) {
        w[i] -= decay * w[i];
      }
      rule.host(w, floats(gradient), slots, rule.perStep(rate, step + 1), 0, size);
      path[step + 1] = doubles(w);
    }
    return path;
  }

  /**
   * The same points by the same formula in double, as books and papers compute them; only the
   * rule's constants are floats.
   *
   * @throws IllegalArgumentException as {@link #path} does
   */
  public static double[][] pathInDouble(
      Objective objective, ElementRule rule, double[] start, int updates) {
    check(objective, start, updates);
    RuleInDouble inDouble = new RuleInDouble(rule, objective.size());
    double[][] path = new double[updates + 1][];
    path[0] = start.clone();
    double[] gradient = new double[objective.size()];
    for (int step = 0; step < updates; step++) {
      objective.valueAndGradient(path[step].clone(), gradient);
      path[step + 1] = path[step].clone();
      double rate = rule.rate().rate(new Place(step, 1, updates));
      inDouble.step(path[step + 1], gradient, rate, step + 1);
    }
    return path;
  }

  /**
   * The points that a full-batch method visits, from its start on: {@code iterations + 1} of them,
   * or fewer where it ends before. They are kept in double.
   *
   * @throws IllegalArgumentException if the start is no point of the objective or
   *     {@code iterations} is negative
   */
  public static double[][] path(
      Objective objective, FullBatch method, double[] start, int iterations) {
    check(objective, start, iterations);
    List<double[]> path = new ArrayList<>();
    Iterate iterate = method.begin(objective, start);
    path.add(iterate.now().at());
    while (path.size() <= iterations && iterate.end().isEmpty()) {
      Iterate next = method.next(objective, iterate);
      if (next.now() != iterate.now()) {
        path.add(next.now().at());
      }
      iterate = next;
    }
    return path.toArray(double[][]::new);
  }

  private static void check(Objective objective, double[] start, int updates) {
    if (start.length != objective.size()) {
      throw new IllegalArgumentException(
          "the objective wants points of " + objective.size() + " numbers, came " + start.length);
    }
    if (updates < 0) {
      throw new IllegalArgumentException("a path wants at least 0 updates, came " + updates);
    }
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }
}
