package dev.pulmu.metrics;

import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.network.Loss;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Figures of predictions, of the kind that targets and loss call for. */
public sealed interface Metrics permits Classification, Questions, Regression {
  /** The tap of what the last block puts out. */
  String LOGITS = "logits";

  /** Numbers that are held at once, 256 MB of them: with more there are no figures. */
  int MOST_NUMBERS = 1 << 26;

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
    int[] rows = data.rows(Split.TEST);
    Targets wanted = data.targetsAsTheyAre();
    if ((long) rows.length * wanted.outputs() > MOST_NUMBERS) {
      return Optional.empty();
    }
    Matrix logits = session.forward(rows, List.of(LOGITS), weights).get(LOGITS);
    List<Scale> scales = data.recipe()
        .map(Recipe::scales)
        .filter(scaled -> !scaled.isEmpty())
        .orElse(Collections.nCopies(wanted.outputs(), Scale.NONE));
    return Optional.of(of(loss, logits, wanted.rows(rows), scales, names(data)));
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

  /** The names of the outputs, or their numbers. */
  private static List<String> names(Dataset data) {
    if (!data.classNames().isEmpty()) {
      return data.classNames();
    }
    Optional<TargetColumns> table =
        data.recipe().map(Recipe::targets).or(() -> data.table().map(TableColumns::targets));
    int outputs = data.targetsAsTheyAre().outputs();
    return table
        .map(TargetColumns::names)
        .orElseGet(() -> IntStream.range(0, outputs).mapToObj(Integer::toString).toList());
  }
}
