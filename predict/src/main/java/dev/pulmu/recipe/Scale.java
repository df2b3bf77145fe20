package dev.pulmu.recipe;

/**
 * The mean and the population deviation of a column's training rows.
 *
 * @param mean finite
 * @param deviation at least 0; 0 where all rows hold one number
 */
public record Scale(double mean, double deviation) {
  /** Of numbers that are used as they are. */
  public static final Scale NONE = new Scale(0, 1);

  public Scale {
    if (!Double.isFinite(mean) || !(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "a scale wants a finite mean and a deviation of at least 0, came " + mean + " and "
              + deviation);
    }
  }

  /** How many deviations a number is from the mean; 0 of a constant column. */
  public double standardise(double value) {
    return deviation == 0 ? 0 : (value - mean) / deviation;
  }

  /** The number that {@link #standardise} made this of. */
  public double undo(double standardised) {
    return standardised * deviation + mean;
  }
}
