package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.steering.EarlyStopping;
import dev.pulmu.steering.Epoch;
import dev.pulmu.steering.Metric;
import dev.pulmu.steering.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a run before its last epoch. */
class SteeringTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          3 | 0    | 5 4 3 2 1       | 5 | false
          3 | 0    | 5 4 4 4         | 2 | false
          3 | 0    | 5 4 4 4 4       | 2 | true
          3 | 0    | 5 4 6 6 3       | 5 | false
          1 | 0    | 5 5             | 1 | true
          2 | 0.5  | 5 4.6 4.5 4.4   | 4 | false
          2 | 0.5  | 5 4.6 4.5       | 1 | true
          2 | 0.5  | 5 4.4 4.3 4.2   | 2 | true
          2 | 0    | ''              | 0 | false
          """)
  void patienceCountsTheEpochsSinceTheBest(
      int patience, double change, String losses, int best, boolean over) {
    EarlyStopping stopping = new EarlyStopping(patience, Metric.VALIDATION_LOSS, change);
    List<Epoch> epochs = new ArrayList<>();
    for (String loss : losses.isEmpty() ? new String[0] : losses.split(" ")) {
      epochs.add(epoch(epochs.size() + 1, Double.parseDouble(loss), 0.5));
    }
    assertThat(stopping.best(epochs)).isEqualTo(best);
    assertThat(stopping.isOver(epochs)).isEqualTo(over);
  }

  @Test
  void accuracyIsBetterWhenItIsLarger() {
    EarlyStopping stopping = new EarlyStopping(1, Metric.VALIDATION_ACCURACY, 0);
    List<Epoch> epochs = List.of(epoch(1, 1, 0.25), epoch(2, 1, 0.75), epoch(3, 1, 0.5));
    assertThat(stopping.best(epochs)).isEqualTo(2);
    assertThat(stopping.isOver(epochs)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          patience | patience(5, metric=validationLoss, change=0)
          patience(3) | patience(3, metric=validationLoss, change=0)
          patience(epochs=7, change=0.01, metric=trainAccuracy) | patience(7, metric=trainAccuracy, change=0.01)
          """)
  void patienceReadsBack(String text, String whole) {
    EarlyStopping stopping = EarlyStopping.parse(text);
    assertThat(stopping.text()).isEqualTo(whole);
    assertThat(EarlyStopping.parse(whole)).isEqualTo(stopping);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          patience(0) | patience wants a whole number of epochs of at least 1, came 0
          patience(few) | patience wants a whole number, came 'few'
          patience(5, change=-1) | patience wants a change of at least 0, came -1
          patience(5, metric=loss) | no metric 'loss'; known: trainLoss, trainAccuracy, validationLoss, validationAccuracy, testLoss, testAccuracy
          patience(5, metric=testLoss) | patience wants a metric of training or validation rows, came testLoss: who picks by the test rows has trained on them
          patience(5, mode=min) | patience has no key 'mode'; known: epochs, metric, change
          waiting(5) | no early stopping 'waiting'; known: patience
          """)
  void patienceThatMakesNoSenseIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EarlyStopping.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "validationAccuracy>=0.5, true",
    "validationAccuracy>=0.51, false",
    "validationLoss<=2, true",
    "validationLoss<=1.9, false",
    "trainLoss<=4, true",
    "trainAccuracy>=1, false",
    "testAccuracy>=0, false", // was not taken
  })
  void aConditionIsMetOrNot(String text, boolean met) {
    Until until = Until.parse(text);
    assertThat(until.isMet(epoch(1, 2, 0.5))).isEqualTo(met);
    assertThat(until.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          validationAccuracy>0.9 | until wants the form METRIC>=NUMBER or METRIC<=NUMBER, as in 'validationAccuracy>=0.98', came 'validationAccuracy>0.9'
          0.9 | until wants the form METRIC>=NUMBER or METRIC<=NUMBER, as in 'validationAccuracy>=0.98', came '0.9'
          validationAccuracy>=much | until wants a number, came 'much'
          validationAccuracy>=nan | until wants a number to reach, came NaN
          accuracy>=0.9 | no metric 'accuracy'; known: trainLoss, trainAccuracy, validationLoss, validationAccuracy, testLoss, testAccuracy
          """)
  void aConditionThatMakesNoSenseIsRefused(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Until.parse(text)).withMessage(message);
  }

  @Test
  void aMetricWantsRowsToBeTakenOn() {
    Dataset data = Tiny.data(10, 0);
    Metric.TRAIN_ACCURACY.check(data, new SoftmaxCrossEntropy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.VALIDATION_LOSS.check(data, new SoftmaxCrossEntropy()))
        .withMessage("there are no validation rows to take validationLoss on; hold some back with"
            + " --validation, or name another");
  }

  @Test
  void accuracyWantsAnswersThatAreRightOrWrong() {
    Dataset labels = Tiny.data(10, 4);
    Metric.VALIDATION_ACCURACY.check(labels.withValidation(0.5, 1), new SoftmaxCrossEntropy());
    Dataset numbers = new Dataset(
            "numbers", labels.features(), new Targets.Values(new float[14], 1), List.of(), 4)
        .withValidation(0.5, 1);
    Metric.VALIDATION_LOSS.check(numbers, new MeanSquaredError());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.VALIDATION_ACCURACY.check(numbers, new MeanSquaredError()))
        .withMessage("validationAccuracy wants answers that are right or wrong;"
            + " mean-squared-error on numbers has none");
  }

  private static Epoch epoch(int number, double validationLoss, double validationAccuracy) {
    Evaluation validation =
        new Evaluation(4 * validationLoss, (long) (4 * validationAccuracy), 4, new long[0][0]);
    return new Epoch(
        number,
        4,
        OptionalDouble.empty(),
        OptionalDouble.of(0.75),
        Optional.of(validation),
        Optional.empty(),
        1,
        1,
        OptionalDouble.of(0.1));
  }
}
