package dev.pulmu.cli.lines;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.metrics.Regression;
import java.util.Optional;

/** Prints a test's result in one line. */
public final class TestLine {
  private TestLine() {}

  /**
   * Accuracy first. For yes-or-no questions it is that of subsets: the share of rows with no wrong
   * answer. For numbers there are errors in the unit of the targets, the mean over these where
   * there are several.
   */
  public static String of(Evaluation test, Optional<Metrics> metrics) {
    String loss = "loss " + Figure.significant(test.loss());
    if (test.accuracy().isEmpty()) {
      return "test "
          + metrics
              .flatMap(of -> of.match(
                  classes -> Optional.empty(),
                  questions -> Optional.empty(),
                  numbers -> Optional.of(errors(numbers) + ", ")))
              .orElse("")
          + loss;
    }
    String kind = test.confusion().length > 0 ? "accuracy " : "subset accuracy ";
    return "test " + kind + Figure.share(test.accuracy().getAsDouble()) + ", " + loss;
  }

  private static String errors(Regression numbers) {
    return "RMSE " + Figure.significant(numbers.rootMeanSquaredError())
        + ", MAE " + Figure.significant(numbers.meanAbsoluteError())
        + (numbers.r2().isPresent()
            ? ", R² " + Figure.significant(numbers.r2().getAsDouble())
            : "");
  }
}
