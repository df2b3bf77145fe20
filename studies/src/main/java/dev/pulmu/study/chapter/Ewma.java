package dev.pulmu.study.chapter;

import dev.pulmu.text.Numbers;

/**
 * An exponentially weighted moving average, v = β v + (1−β) θ from v = 0: about the mean of the
 * last {@link #window()} values. Early values of v are too small, since part of them is still the
 * 0; {@link #corrected()} divides that out.
 */
final class Ewma {
  private final double beta;
  private double value;
  private double start = 1;

  /**
   * An average of nothing yet.
   *
   * @param beta β, the share of the past that a new value leaves, in [0, 1)
   */
  public Ewma(double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(
          "a moving average wants beta in [0, 1), came " + Numbers.text(beta));
    }
    this.beta = beta;
  }

  /** Takes in a value; returns this. */
  public Ewma add(double theta) {
    value = beta * value + (1 - beta) * theta;
    start *= beta;
    return this;
  }

  /** The average as it is, v; 0 before any value. */
  public double value() {
    return value;
  }

  /**
   * The average without its start, v/(1−βᵗ) after t values.
   *
   * @throws IllegalStateException before any value
   */
  public double corrected() {
    if (start == 1) {
      throw new IllegalStateException("a moving average of no values has no corrected value");
    }
    return value / (1 - start);
  }

  /** How much of its first weight a value still has after {@code steps} more of them, βⁿ. */
  public double remaining(int steps) {
    return StrictMath.pow(beta, steps);
  }

  /**
   * How many values it averages over, about 1/(1−β): what is older has less than 1/e of its first
   * weight left.
   */
  public double window() {
    return 1 / (1 - beta);
  }
}
