package dev.pulmu.cli.lines;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.Loss;

/** Prints a test's result in one line. */
public final class TestLine {
  private TestLine() {}

  /**
   * Accuracy first. For yes-or-no questions it is that of subsets: the share of rows with no wrong
   * answer. Without right and wrong, that of a mean squared error is its root, which has the
   * targets' unit.
   */
  public static String of(Evaluation test, Loss of) {
    String loss = "loss " + Figure.significant(test.loss());
    if (test.accuracy().isEmpty()) {
      return of instanceof MeanSquaredError
          ? "test root mean squared error " + Figure.significant(Math.sqrt(test.loss())) + ", "
              + loss
          : "test " + loss;
    }
    String kind = test.confusion().length > 0 ? "accuracy " : "subset accuracy ";
    return "test " + kind + Figure.share(test.accuracy().getAsDouble()) + ", " + loss;
  }
}
