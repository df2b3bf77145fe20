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
import java.util.stream.IntStream;

/** Asks a session for its answers to the test rows. */
final class TestRows {
  /** The tap of what the last block puts out. */
  private static final String LOGITS = "logits";

  /** Numbers that are held at once, 256 MB of them; a run must not fail for want of figures. */
  private static final int MOST_NUMBERS = 1 << 26;

  private TestRows() {}

  /** See {@link Metrics#ofTest}. */
  static Optional<Metrics> metrics(
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
    return Optional.of(Metrics.of(loss, logits, wanted.rows(rows), scales, names(data)));
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
