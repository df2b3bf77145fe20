package dev.pulmu.optimizer;

import dev.pulmu.descent.Iterate;
import dev.pulmu.descent.Objective;
import dev.pulmu.descent.Point;
import dev.pulmu.descent.Vectors;
import dev.pulmu.descent.WolfeSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An optimizer that moves all weights together and finds the length of its steps by a line search.
 * It compares values of one function, so the rows behind it must stay the same: a network is
 * trained on all its rows at every step.
 *
 * <p>An iteration goes along {@link #direction} to a point that meets the strong Wolfe conditions
 * with c₁ = 10⁻⁴ and c₂ = 0.9. If there is no such point on the line, it forgets the past and tries
 * the steepest descent; if that fails too, the method is at its end.
 */
public sealed interface FullBatch extends Optimizer permits Lbfgs, NewtonCg {
  /** How many points it looks back on. */
  int history();

  /** The size of the gradient's largest element at which the method ends, at least 0. */
  double tolerance();

  /** A way down from a point, so long that its end is worth trying first. */
  double[] direction(Objective objective, Iterate from);

  /**
   * The first iterate, at this point: one evaluation of the objective.
   *
   * @throws IllegalArgumentException if this is no point of the objective
   */
  default Iterate begin(Objective objective, double[] point) {
    return begin(objective, point, List.of());
  }

  /**
   * The iterate at this point of a method that left these points before, the newest first.
   *
   * @throws IllegalArgumentException if this is no point of the objective
   */
  default Iterate begin(Objective objective, double[] point, List<Iterate.Past> past) {
    if (point.length != objective.size()) {
      throw new IllegalArgumentException(
          "the objective wants points of " + objective.size() + " numbers, came " + point.length);
    }
    return judged(Point.of(objective, point), past);
  }

  @Override
  default <R> R match(Function<ElementRule, R> rule, Function<FullBatch, R> method) {
    return method.apply(this);
  }

  /** One iteration; from an end it goes nowhere. */
  default Iterate next(Objective objective, Iterate from) {
    if (from.end().isPresent()) {
      return from;
    }
    Point now = from.now();
    List<Iterate.Past> grown = new ArrayList<>(from.past());
    Optional<Point> found = new WolfeSearch(objective, now, direction(objective, from)).search();
    if (found.isEmpty()) {
      grown.clear();
      found = new WolfeSearch(objective, now, now.descent()).search();
    }
    if (found.isEmpty()) {
      return new Iterate(now, grown, Optional.of(Iterate.End.STUCK));
    }
    grown.add(0, new Iterate.Past(now.at(), now.gradient()));
    return judged(found.get(), grown.subList(0, Math.min(history(), grown.size())));
  }

  /**
   * Iterates until the method ends, but at most {@code iterations} times; {@link Iterate#end} of
   * the result says whether it ended.
   */
  default Iterate minimize(Objective objective, double[] start, int iterations) {
    Iterate at = begin(objective, start);
    for (int i = 0; i < iterations && at.end().isEmpty(); i++) {
      at = next(objective, at);
    }
    return at;
  }

  private Iterate judged(Point now, List<Iterate.Past> past) {
    Optional<Iterate.End> end = Optional.empty();
    if (!now.isFinite()) {
      end = Optional.of(Iterate.End.NOT_FINITE);
    } else if (Vectors.largest(now.gradient()) <= tolerance()) {
      end = Optional.of(Iterate.End.FLAT);
    }
    return new Iterate(now, past, end);
  }
}
