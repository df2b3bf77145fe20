package dev.pulmu.cli.lines;

import dev.pulmu.backend.Evaluation;

/** A test's result in one line. */
public final class TestLine {
  private TestLine() {}

  /**
   * Accuracy first. For yes-or-no questions it is that of subsets: the share of rows with no wrong
   * answer. Without right and wrong the loss is a mean squared error, whose root has the targets'
   * unit.
   */
  public static String of(Evaluation test) {
    String loss = ", loss " + Figure.significant(test.loss());
    if (test.accuracy().isEmpty()) {
      return "test root mean squared error " + Figure.significant(Math.sqrt(test.loss())) + loss;
    }
    String kind = test.confusion().length > 0 ? "accuracy " : "subset accuracy ";
    return "test " + kind + Figure.share(test.accuracy().getAsDouble()) + loss;
  }
}
