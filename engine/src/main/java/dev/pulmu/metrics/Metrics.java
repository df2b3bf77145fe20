package dev.pulmu.metrics;

import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.network.Loss;
import dev.pulmu.recipe.Scale;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Figures of predictions, of the kind that targets and loss call for. */
public sealed interface Metrics permits Classification, Questions, Regression {
  /** Calls the function for figures of this kind and returns its result. */
  <R> R match(
      Function<Classification, R> classification,
      Function<Questions, R> questions,
      Function<Regression, R> regression);

  /**
   * Figures of a session's answers to the test rows, in the unit of the targets as they are in the
   * data; absent where the answers are more than 2²⁶ numbers.
   *
   * @param data the session's, or the same rows before they were normalised
   * @throws IllegalArgumentException if an answer is NaN, naming its row
   */
  static Optional<Metrics> ofTest(
      Session session, Session.Weights weights, Dataset data, Loss loss) {
    return TestRows.metrics(session, weights, data, loss);
  }

  /**
   * Figures of logits.
   *
   * @param logits (N,O)
   * @param wanted N targets, as they are in the data
   * @param scales how these were standardised, one for each output; those of labels do not count
   * @param names of the O classes, questions or targets
   * @throws IllegalArgumentException if these do not fit, or naming the first row with a NaN
   */
  static Metrics of(
      Loss loss, Matrix logits, Targets wanted, List<Scale> scales, List<String> names) {
    Inputs.require(logits, wanted, names);
    return wanted.match(
        labels -> loss.link() == Loss.Link.SOFTMAX
            ? Classification.of(Link.softmax(logits), labels, names)
            : Classification.ofScores(logits, labels, names),
        values -> loss.link() == Loss.Link.SIGMOID
            ? Questions.of(Link.sigmoid(logits), values, names)
            : Regression.of(logits, values, scales, names));
  }
}
