package dev.pulmu.run;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.Loss;
import java.util.Locale;
import java.util.Optional;

/**
 * The answers that need no network: always the class that most training rows have, or always the
 * mean of their targets. A run that is no better on its test rows has learned nothing.
 */
public final class Baseline {
  private static final String ADVICE =
      "; try a larger rate, as in --optimizer 'adam(rate=0.01)', or"
          + " more --epochs, and see whether the columns say anything of the target";

  private Baseline() {}

  /**
   * One line for a run that is no better than its baseline; nothing where it is, or where there is
   * none: yes-or-no questions, losses other than the mean squared error, runs without a test.
   */
  public static Optional<String> doubt(Dataset data, Loss loss, Optional<Evaluation> test) {
    int[] rows = data.rows(Split.TEST);
    if (test.isEmpty() || rows.length == 0) {
      return Optional.empty();
    }
    if (data.targets() instanceof Targets.Labels labels && test.get().correct() >= 0) {
      return classes(data, labels, rows, test.get());
    }
    return data.targets() instanceof Targets.Values values && loss instanceof MeanSquaredError
        ? numbers(data, values, rows, test.get())
        : Optional.empty();
  }

  private static Optional<String> classes(
      Dataset data, Targets.Labels labels, int[] rows, Evaluation test) {
    int[] counts = new int[labels.classes()];
    int most = 0;
    for (int row : data.rows(Split.TRAIN)) {
      int label = labels.values()[row];
      counts[label]++;
      most = counts[label] > counts[most] ? label : most;
    }
    int right = 0;
    for (int row : rows) {
      right += labels.values()[row] == most ? 1 : 0;
    }
    return test.correct() > right
        ? Optional.empty()
        : Optional.of(String.format(
            Locale.ROOT,
            "this run learned nothing: %d of %d test rows are right, %d would be by always saying"
                + " '%s'%s",
            test.correct(),
            rows.length,
            right,
            data.classNames().get(most),
            ADVICE));
  }

  private static Optional<String> numbers(
      Dataset data, Targets.Values values, int[] rows, Evaluation test) {
    int width = values.columns();
    int[] train = data.rows(Split.TRAIN);
    double squares = 0;
    for (int column = 0; column < width; column++) {
      double mean = 0;
      for (int row : train) {
        mean += values.values()[row * width + column] / (double) train.length;
      }
      for (int row : rows) {
        double distance = values.values()[row * width + column] - mean;
        squares += distance * distance;
      }
    }
    double loss = squares / rows.length;
    return test.loss() < loss
        ? Optional.empty()
        : Optional.of(String.format(
            Locale.ROOT,
            "this run learned nothing: its test loss is %.4g, that of always saying the mean is"
                + " %.4g%s",
            test.loss(),
            loss,
            ADVICE));
  }
}
