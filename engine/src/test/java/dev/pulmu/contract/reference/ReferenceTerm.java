package dev.pulmu.contract.reference;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** The terms of losses that go output by output, and their slopes, by the text of the loss. */
record ReferenceTerm(DoubleBinaryOperator term, DoubleBinaryOperator slope) {
  private static final Map<String, ReferenceTerm> ALL = new HashMap<>();

  static {
    put("log-cosh", (x, t) -> Math.log(Math.cosh(x - t)), (x, t) -> Math.tanh(x - t));
    put(
        "huber(delta=1)",
        (x, t) -> Math.abs(x - t) < 1 ? (x - t) * (x - t) / 2 : Math.abs(x - t) - 0.5,
        (x, t) -> Math.abs(x - t) < 1 ? x - t : Math.signum(x - t));
    put("mean-squared-error", (x, t) -> (x - t) * (x - t), (x, t) -> 2 * (x - t));
    put(
        "sigmoid-cross-entropy",
        (x, t) -> Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x))),
        (x, t) -> 1 / (1 + Math.exp(-x)) - t);
  }

  private static void put(String text, DoubleBinaryOperator term, DoubleBinaryOperator slope) {
    ALL.put(text, new ReferenceTerm(term, slope));
  }

  static ReferenceTerm named(String text) {
    if (!ALL.containsKey(text)) {
      throw new AssertionError("no reference for loss " + text);
    }
    return ALL.get(text);
  }

  double value(double x, double t) {
    return term.applyAsDouble(x, t);
  }

  double slope(double x, double t) {
    return slope.applyAsDouble(x, t);
  }
}
