package dev.pulmu.cli;

import dev.pulmu.backend.Evaluation;

/** A test's result in one line, with all digits of the report. */
final class TestLine {
  private TestLine() {}

  static String of(Evaluation test) {
    return test.accuracy().isPresent()
        ? "test accuracy " + test.accuracy().getAsDouble() + ", loss " + test.loss()
        : "test loss " + test.loss();
  }
}
