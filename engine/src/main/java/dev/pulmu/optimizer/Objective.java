package dev.pulmu.optimizer;

/**
 * A function to make small: its value and gradient at a point. A test function is one, and so can
 * be the loss of a network over rows that stay the same. In double, since a line search compares
 * values that differ in their last digits.
 */
public interface Objective {
  /** How many numbers a point has. */
  int size();

  /**
   * The value at a point, and the gradient there.
   *
   * @param at the point, {@link #size()} numbers, not to be changed
   * @param gradient where to put the gradient, as many numbers
   */
  double valueAndGradient(double[] at, double[] gradient);
}
