package dev.pulmu.steering;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.names.Names;
import dev.pulmu.network.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A number of an epoch that a run can be steered by. */
public enum Metric {
  TRAIN_LOSS("trainLoss", Split.TRAIN, false),
  TRAIN_ACCURACY("trainAccuracy", Split.TRAIN, true),
  VALIDATION_LOSS("validationLoss", Split.VALIDATION, false),
  VALIDATION_ACCURACY("validationAccuracy", Split.VALIDATION, true),
  TEST_LOSS("testLoss", Split.TEST, false),
  TEST_ACCURACY("testAccuracy", Split.TEST, true);

  private final String text;
  private final Split split;
  private final boolean accuracy;

  Metric(String text, Split split, boolean accuracy) {
    this.text = text;
    this.split = split;
    this.accuracy = accuracy;
  }

  /** The key that it has in a report. */
  public String text() {
    return text;
  }

  /** The rows that it is taken on. */
  public Split split() {
    return split;
  }

  /** Its value in an epoch, if it was taken there. */
  public OptionalDouble of(Epoch epoch) {
    if (split == Split.TRAIN) {
      return accuracy ? epoch.trainAccuracy() : OptionalDouble.of(epoch.trainLoss());
    }
    Optional<Evaluation> evaluation = split == Split.TEST ? epoch.test() : epoch.validation();
    if (evaluation.isEmpty()) {
      return OptionalDouble.empty();
    }
    return accuracy
        ? evaluation.get().accuracy()
        : OptionalDouble.of(evaluation.get().loss());
  }

  /** Whether a value is better than another by more than a margin. */
  public boolean isBetter(double value, double than, double margin) {
    return accuracy ? value > than + margin : value < than - margin;
  }

  /**
   * Checks that this metric can be taken.
   *
   * @throws IllegalArgumentException if the data has no such rows or the loss no right answers
   */
  public void check(Dataset data, Loss loss) {
    if (data.rows(split).length == 0) {
      throw new IllegalArgumentException("there are no " + split.name().toLowerCase(Locale.ROOT)
          + " rows to take " + text + " on; hold some back with --validation, or name another");
    }
    if (accuracy && !loss.judges(data.targets())) {
      throw new IllegalArgumentException(
          text + " wants answers that are right or wrong; " + loss.text() + " on numbers has none");
    }
  }

  /**
   * Reads a metric.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Metric parse(String text) {
    return Arrays.stream(values())
        .filter(metric -> metric.text.equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(() -> Names.unknown("metric", text.strip(), names()));
  }

  /** The names that {@link #parse} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Metric::text).toList();
  }
}
