package dev.pulmu.metrics;

import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import dev.pulmu.recipe.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Figures of predicted numbers, in the unit of the targets.
 *
 * @param targets figures of each target column, at least one
 */
public record Regression(List<Target> targets) implements Metrics {

  /**
   * Figures of one target.
   *
   * @param name of its column
   * @param meanAbsoluteError mean of |prediction − target|
   * @param rootMeanSquaredError root of the mean of (prediction − target)²
   * @param medianAbsoluteError median of |prediction − target|
   * @param r2 the coefficient of determination: 1 − the sum of squared errors, divided by that of
   *     the targets' distances from their mean; absent where all targets are the same number.
   *     (scikit-learn 1.9 then says 0, 1, or −10¹³ and worse, by how the mean is rounded.)
   */
  public record Target(
      String name,
      double meanAbsoluteError,
      double rootMeanSquaredError,
      double medianAbsoluteError,
      OptionalDouble r2) {}

  /**
   * Figures of outputs.
   *
   * @param outputs (N,T) of a network, N at least 1
   * @param wanted (N,T), as they are in the data
   * @param scales one for each of the T targets, by which the outputs are undone
   * @param names of the T targets
   * @throws IllegalArgumentException if these do not fit, or naming the first row with a NaN
   */
  public static Regression of(
      Matrix outputs, Values wanted, List<Scale> scales, List<String> names) {
    Inputs.require(outputs, wanted, names);
    List<Target> targets = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      double[] predictions = new double[outputs.rows()];
      double[] actual = new double[outputs.rows()];
      for (int row = 0; row < outputs.rows(); row++) {
        predictions[row] = scales.get(column).undo(outputs.at(row, column));
        actual[row] = wanted.values()[row * wanted.columns() + column];
      }
      targets.add(target(names.get(column), predictions, actual));
    }
    return new Regression(targets);
  }

  public Regression {
    targets = List.copyOf(targets);
  }

  private static Target target(String name, double[] predictions, double[] wanted) {
    int rows = wanted.length;
    double[] errors = new double[rows];
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      errors[row] = Math.abs(predictions[row] - wanted[row]);
      squares += errors[row] * errors[row];
    }
    double mean = Arrays.stream(errors).sum() / rows;
    Arrays.sort(errors);
    double median = (errors[(rows - 1) / 2] + errors[rows / 2]) / 2;
    return new Target(name, mean, Math.sqrt(squares / rows), median, r2(squares, wanted));
  }

  private static OptionalDouble r2(double squares, double[] wanted) {
    if (Arrays.stream(wanted).allMatch(value -> value == wanted[0])) {
      return OptionalDouble.empty();
    }
    double mean = Arrays.stream(wanted).sum() / wanted.length;
    double spread =
        Arrays.stream(wanted).map(value -> (value - mean) * (value - mean)).sum();
    return OptionalDouble.of(1 - squares / spread);
  }

  /** The mean of the targets' figures. */
  public double meanAbsoluteError() {
    return mean(Target::meanAbsoluteError);
  }

  /** The mean of the targets' figures. */
  public double rootMeanSquaredError() {
    return mean(Target::rootMeanSquaredError);
  }

  /** The mean of the targets' figures. */
  public double medianAbsoluteError() {
    return mean(Target::medianAbsoluteError);
  }

  /** The mean of the targets that have one. */
  public OptionalDouble r2() {
    return targets.stream()
        .map(Target::r2)
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }

  private double mean(ToDoubleFunction<Target> figure) {
    return targets.stream().mapToDouble(figure).average().orElseThrow();
  }

  @Override
  public <R> R match(
      Function<Classification, R> classification,
      Function<Questions, R> questions,
      Function<Regression, R> regression) {
    return regression.apply(this);
  }
}
