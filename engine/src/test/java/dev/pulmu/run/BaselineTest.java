package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {
  /** Three of five training rows are b; of the four test rows two are. */
  private static final Dataset CLASSES = new Dataset(
      "t",
      new Features.Floats(new float[9], 1, 1, 0),
      new Targets.Labels(new int[] {0, 1, 1, 2, 1, 0, 1, 1, 2}, 3),
      List.of("a", "b", "c"),
      4);

  /** The mean of the training rows is 2; the test rows are 1 and 2 away from it. */
  private static final Dataset NUMBERS = new Dataset(
      "t",
      new Features.Floats(new float[4], 1, 1, 0),
      new Targets.Values(new float[] {1, 3, 3, 0}, 1),
      List.of(),
      2);

  @Test
  void whoIsNoBetterThanTheMostFrequentClassLearnedNothing() {
    assertThat(classes(2).orElseThrow())
        .startsWith("this run learned nothing: 2 of 4 test rows are right, 2 would be by always"
            + " saying 'b'; try a larger rate");
    assertThat(classes(3)).isEmpty();
  }

  @Test
  void whoIsNoBetterThanTheMeanLearnedNothing() {
    assertThat(numbers(5.0).orElseThrow())
        .startsWith("this run learned nothing: its test loss is 2.500, that of always saying the"
            + " mean is 2.500; try");
    assertThat(numbers(4.9)).isEmpty();
  }

  @Test
  void aRunWithoutATestIsNotJudged() {
    assertThat(Baseline.doubt(CLASSES, new SoftmaxCrossEntropy(), Optional.empty()))
        .isEmpty();
  }

  private static Optional<String> classes(long correct) {
    Evaluation test = new Evaluation(4, correct, 4, new long[3][3]);
    return Baseline.doubt(CLASSES, new SoftmaxCrossEntropy(), Optional.of(test));
  }

  private static Optional<String> numbers(double lossSum) {
    Evaluation test = new Evaluation(lossSum, -1, 2, new long[0][]);
    return Baseline.doubt(NUMBERS, new MeanSquaredError(), Optional.of(test));
  }
}
