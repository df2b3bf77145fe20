package dev.pulmu.study.plane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.descent.Objective;
import dev.pulmu.plots.Curve;
import dev.pulmu.study.Lab;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.Verdict.Outcome;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrajectoriesTest {
  @Test
  void everythingComesAsExpected() {
    Lab lab = new Lab(Backend.named("cpu"), Optional.empty());

    assertThat(StudyReport.of(new Trajectories(), lab, 2, seed -> {}).verdicts())
        .isNotEmpty()
        .allSatisfy(verdict -> assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS));
  }

  static Stream<Landscape> landscapes() {
    return Stream.of(
        Landscapes.bowl(),
        Landscapes.turnedBowl(),
        Landscapes.saddle(),
        Landscapes.twoValleys(),
        Landscapes.narrowHole());
  }

  @ParameterizedTest
  @MethodSource("landscapes")
  void gradientsAreThoseOfTheValues(Landscape land) {
    double h = 1e-5;
    for (double[] at : new double[][] {{-1.3, 0.4}, {2.1, 0.15}, {0.2, -1.1}}) {
      double[] gradient = new double[2];
      land.function().valueAndGradient(at, gradient);
      assertThat(gradient[0])
          .isCloseTo(
              (land.value(at[0] + h, at[1]) - land.value(at[0] - h, at[1])) / (2 * h),
              Offset.offset(1e-5));
      assertThat(gradient[1])
          .isCloseTo(
              (land.value(at[0], at[1] + h) - land.value(at[0], at[1] - h)) / (2 * h),
              Offset.offset(1e-5));
    }
  }

  @Test
  void everyPointOfAContourHasItsLevel() {
    Landscape bowl = Landscapes.bowl();
    Curve contour = bowl.contours(1);

    int points = 0;
    for (int i = 0; i < contour.size(); i++) {
      if (!Double.isNaN(contour.y()[i])) {
        // Between the corners of a cell the bowl bends by at most 0.15² + 0.1² · 2 / 8.
        assertThat(bowl.value(contour.x()[i], contour.y()[i])).isCloseTo(1, Offset.offset(0.01));
        points++;
      }
    }
    assertThat(points).isGreaterThan(50);
  }

  @Test
  void noiseIsNewAtEveryCallAndTheSameForASeed() {
    Objective bowl = Landscapes.bowl().function();
    double[][] first = path(bowl, 1);

    assertThat(path(bowl, 1)).isDeepEqualTo(first);
    assertThat(path(bowl, 2)[5]).isNotEqualTo(first[5]);
    double[] gradient = new double[2];
    double[] again = new double[2];
    Objective noisy = Landscapes.noisy(bowl, 1, 1);
    assertThat(noisy.valueAndGradient(new double[] {2, 1}, gradient)).isEqualTo(1.2);
    noisy.valueAndGradient(new double[] {2, 1}, again);
    assertThat(again).isNotEqualTo(gradient);
  }

  private static double[][] path(Objective bowl, long seed) {
    return Descent.pathInDouble(
        Landscapes.noisy(bowl, 1, seed), new VelocityFirst(0.1, 0.9), new double[] {1, 1}, 5);
  }
}
