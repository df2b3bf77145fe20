package dev.pulmu.descent;

/**
 * A function to minimise, given by its value and gradient at a point. Test functions are
 * objectives, and so is the loss of a network over rows that stay the same. In double, since a line
 * search compares values that differ in their last digits.
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

  /**
   * Whether it computes with floats: points are then kept such that a float holds each of their
   * numbers, and gradients are only as exact as floats are.
   */
  default boolean inFloat() {
    return false;
  }

  /**
   * The Hessian at a point times a vector: here by central differences of the gradient, exact but
   * for rounding where the function is quadratic. Whoever knows the product overrides this.
   *
   * <p>The step along the vector has the length h (1 + ‖at‖), where h is the third root of a
   * rounding error: there the errors of rounding and of the difference are about the same.
   *
   * @param at the point, not to be changed
   * @param vector not 0, not to be changed
   * @param product where to put the product
   */
  default void hessianTimes(double[] at, double[] vector, double[] product) {
    double h = inFloat() ? 0x1p-8 : 0x1p-18;
    double step = h * (1 + Vectors.norm(at)) / Vectors.norm(vector);
    double[] behind = new double[size()];
    valueAndGradient(Vectors.along(at, -step, vector), behind);
    valueAndGradient(Vectors.along(at, step, vector), product);
    for (int i = 0; i < product.length; i++) {
      product[i] = (product[i] - behind[i]) / (2 * step);
    }
  }
}
