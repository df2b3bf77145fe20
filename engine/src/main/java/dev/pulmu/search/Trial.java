package dev.pulmu.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One set of drawn values and the result of training with them. A trial whose numbers stopped being
 * finite has diverged: it is a result too, behind all others.
 *
 * @param number from 0 over all rounds
 * @param rung the rung of successive halving that it has reached, from 0; see {@link Halving}
 * @param values by parameter, in the order of the ranges
 * @param curve one point for each epoch that it had
 * @param epoch the number, from 1, of the epoch that it is judged by: its last, or its best where
 *     the settings ask for the best weights; 0 if it diverged
 * @param failure where its numbers stopped being finite, if they did
 */
public record Trial(
    int number,
    int rung,
    Map<String, Double> values,
    List<Point> curve,
    int epoch,
    Optional<String> failure) {
  /**
   * Those that had more epochs first, then by validation accuracy where answers are right or wrong,
   * then by validation loss; those that diverged last.
   */
  static final Comparator<Trial> BEST_FIRST = Comparator.comparing(Trial::diverged)
      .thenComparing(Trial::rung, Comparator.reverseOrder())
      .thenComparing(trial -> -trial.accuracy().orElse(0))
      .thenComparing(trial -> trial.loss().orElse(0));

  public Trial {
    curve = List.copyOf(curve);
  }

  /**
   * One epoch of a trial.
   *
   * @param trainLoss mean loss of its training samples, each before the update of its step
   * @param trainAccuracy share of right answers among them, where there are right answers
   * @param validationLoss mean loss of the validation rows after it
   * @param validationAccuracy share of right answers among them, where there are right answers
   */
  public record Point(
      double trainLoss,
      OptionalDouble trainAccuracy,
      double validationLoss,
      OptionalDouble validationAccuracy) {}

  public boolean diverged() {
    return failure.isPresent();
  }

  /** The epoch that it is judged by; absent if it diverged. */
  public Optional<Point> result() {
    return diverged() ? Optional.empty() : Optional.of(curve.get(epoch - 1));
  }

  /** Its validation accuracy, if it did not diverge and answers are right or wrong. */
  public OptionalDouble accuracy() {
    return result().map(Point::validationAccuracy).orElse(OptionalDouble.empty());
  }

  /** Its validation loss, if it did not diverge. */
  public OptionalDouble loss() {
    return result()
        .map(point -> OptionalDouble.of(point.validationLoss()))
        .orElse(OptionalDouble.empty());
  }
}
