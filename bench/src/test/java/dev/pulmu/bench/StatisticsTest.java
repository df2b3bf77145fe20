package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.bench.task.Timing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quartiles, how far loss curves lie apart, and how often is measured. */
class StatisticsTest {
  /** numpy.percentile([7, 1, 4, 9, 2, 8], [50, 25, 75]). */
  @Test
  void quartilesAreNumPys() {
    assertThat(Quartiles.of(List.of(7.0, 1.0, 4.0, 9.0, 2.0, 8.0)))
        .isEqualTo(new Quartiles(5.5, 2.5, 7.75));
    assertThat(Quartiles.of(List.of(3.0))).isEqualTo(new Quartiles(3, 3, 3));
  }

  /** A noisy piece of ten steps vanishes in the mean of fifty. */
  @Test
  void theGateComparesMeansOfFiftySteps() {
    List<Double> ours = curve(1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5);
    List<Double> near = curve(1.05, 1, 1, 1, 1, 0.5, 0.5, 0.475, 0.5, 0.5);
    List<Double> off = curve(1, 1, 1, 1, 1, 0.515, 0.515, 0.515, 0.515, 0.515);

    assertThat(CurveDifference.of(ours, near).isSmall()).isTrue();
    assertThat(CurveDifference.of(ours, near).worst()).isCloseTo(0.01, within(1e-12));
    assertThat(CurveDifference.of(ours, off).isSmall()).isFalse();
    assertThat(CurveDifference.of(ours, ours).worst()).isZero();
  }

  @Test
  void curvesThatCannotBeComparedDoNotPass() {
    List<Double> ours = curve(1, 1, 1);

    assertThat(CurveDifference.of(ours, curve(1, 1)).isSmall()).isFalse();
    assertThat(CurveDifference.of(ours, curve(1, Double.NaN, 1)).isSmall()).isFalse();
  }

  @Test
  void theEndOfACurveIsTheMeanOfItsLastFiftySteps() {
    assertThat(CurveDifference.end(curve(9, 9, 1, 2, 3, 4, 5))).isEqualTo(3);
    assertThat(CurveDifference.end(curve(2, 4))).isEqualTo(3);
  }

  /** At least five samples of 0.5 s, and no more than was asked for. */
  @ParameterizedTest
  @CsvSource({"3, 2, 3", "4.4, 2, 4", "4.5, 3, 3", "5, 3, 3", "60, 3, 40"})
  void secondsAreCutIntoSamples(double seconds, int rounds, int samples) {
    Timing timing = Timing.of(seconds);

    assertThat(timing).isEqualTo(new Timing(rounds, samples, 0.5, 1000, 6));
    assertThat(rounds * samples).isGreaterThanOrEqualTo(5);
    assertThat(rounds * samples * 0.5).isLessThanOrEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.9, -1, Double.NaN, Double.POSITIVE_INFINITY, 3601})
  void tooFewSecondsAreRefused(double seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Timing.of(seconds))
        .withMessageContaining("seconds wants 3..3600");
  }

  private static List<Double> curve(double... losses) {
    return Arrays.stream(losses).boxed().toList();
  }
}
