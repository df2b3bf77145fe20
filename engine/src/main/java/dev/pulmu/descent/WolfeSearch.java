package dev.pulmu.descent;

import java.util.Arrays;
import java.util.Optional;

/**
 * A line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6),
 * where φ(α) is the objective at α along the direction:
 *
 * <pre>
 *   φ(α) ≤ φ(0) + c₁ α φ'(0)     and     |φ'(α)| ≤ −c₂ φ'(0)
 * </pre>
 *
 * <p>Trials come from the cubic through values and slopes of two others, kept away from both: at
 * least 2 and at most 10 times further out, or at least a tenth of an interval from its ends. Where
 * a trial is not finite it counts as too far, and the interval is halved.
 */
public final class WolfeSearch {
  static final double C1 = 1e-4;
  static final double C2 = 0.9;

  private static final int MOST_TRIALS = 25;

  private final Objective objective;
  private final double[] direction;
  private final Trial start;
  private int trials;

  private record Trial(double step, Point point, double slope) {
    double value() {
      return point.value();
    }

    boolean isFinite() {
      return point.isFinite() && Double.isFinite(slope);
    }
  }

  public WolfeSearch(Objective objective, Point from, double[] direction) {
    this.objective = objective;
    this.direction = direction;
    this.start = new Trial(0, from, Vectors.dot(from.gradient(), direction));
  }

  /** A point that meets both conditions, if one can be found; α = 1 is tried first. */
  public Optional<Point> search() {
    if (!(start.slope < 0)) {
      return Optional.empty();
    }
    Trial before = start;
    double step = 1;
    while (trials < MOST_TRIALS) {
      Trial trial = trial(step);
      if (isTooFar(trial, before)) {
        return zoom(before, trial);
      }
      if (isFlat(trial)) {
        return Optional.of(trial.point);
      }
      if (trial.slope >= 0) {
        return zoom(trial, before);
      }
      double wanted = lowest(before, trial);
      step = Double.isNaN(wanted) ? 10 * step : Math.min(Math.max(wanted, 2 * step), 10 * step);
      before = trial;
    }
    return Optional.empty();
  }

  /**
   * Looks between two trials.
   *
   * @param low the lowest one that goes down far enough; the slope there leads towards the other
   * @param high the other end
   */
  private Optional<Point> zoom(Trial low, Trial high) {
    while (trials < MOST_TRIALS) {
      Trial trial = trial(between(low, high));
      if (Arrays.equals(trial.point.at(), low.point.at())) {
        return Optional.empty(); // closer than rounding
      }
      if (isTooFar(trial, low)) {
        high = trial;
        continue;
      }
      if (isFlat(trial)) {
        return Optional.of(trial.point);
      }
      if (trial.slope * (high.step - low.step) >= 0) {
        high = low;
      }
      low = trial;
    }
    return Optional.empty();
  }

  private Trial trial(double step) {
    trials++;
    Point point = Point.of(objective, Vectors.along(start.point.at(), step, direction));
    return new Trial(step, point, Vectors.dot(point.gradient(), direction));
  }

  private boolean isTooFar(Trial trial, Trial low) {
    return !trial.isFinite()
        || trial.value() > start.value() + C1 * trial.step * start.slope
        || low.step > 0 && trial.value() >= low.value();
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope) <= -C2 * start.slope;
  }

  private static double between(Trial low, Trial high) {
    double width = high.step - low.step;
    double share = (lowest(low, high) - low.step) / width;
    return low.step + width * (share >= 0.1 && share <= 0.9 ? share : 0.5);
  }

  /** The minimum of the cubic through two trials (equation 3.59), NaN where there is none. */
  private static double lowest(Trial a, Trial b) {
    double width = b.step - a.step;
    double d1 = a.slope + b.slope - 3 * (b.value() - a.value()) / width;
    double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope * b.slope);
    return b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }
}
