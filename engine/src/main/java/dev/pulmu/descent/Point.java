package dev.pulmu.descent;

/**
 * A point, and the objective's value and gradient there.
 *
 * @param at the point
 * @param value of the objective
 * @param gradient of the objective
 */
public record Point(double[] at, double value, double[] gradient) {
  /** Asks an objective; the point is rounded as the objective wants it. */
  public static Point of(Objective objective, double[] at) {
    double[] point = at.clone();
    if (objective.inFloat()) {
      for (int i = 0; i < point.length; i++) {
        point[i] = (float) point[i];
      }
    }
    double[] gradient = new double[point.length];
    return new Point(point, objective.valueAndGradient(point, gradient), gradient);
  }

  /** The way down, against the gradient, of a length of at most 1. */
  public double[] descent() {
    double scale = -Math.min(1, 1 / Vectors.norm(gradient));
    return Vectors.along(new double[gradient.length], scale, gradient);
  }

  public boolean isFinite() {
    return Double.isFinite(value) && Double.isFinite(Vectors.largest(gradient));
  }

  @Override
  public String toString() {
    return value + " at a point of " + at.length + " numbers";
  }
}
