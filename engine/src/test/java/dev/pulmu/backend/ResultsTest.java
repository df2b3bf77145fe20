package dev.pulmu.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.layout.Matrix;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  @Test
  void totalsAreSums() {
    Totals sum = new Totals(3, 2, 4, -1).plus(new Totals(1.5, 1, 2, -1));
    assertThat(sum).isEqualTo(new Totals(4.5, 3, 6, -1));
    assertThat(sum.loss()).isEqualTo(0.75);
    assertThat(sum.accuracy()).isEqualTo(0.5);
  }

  @Test
  void nothingBeforeOrAfterChangesTotals() {
    Totals totals = new Totals(3, 2, 4, 5);
    assertThat(Totals.NONE.plus(totals)).isEqualTo(totals);
    assertThat(totals.plus(Totals.NONE)).isEqualTo(totals);
  }

  @Test
  void firstNonFiniteStepStays() {
    Totals none = Totals.NONE;
    assertThat(none.plus(none).nonFiniteStep()).isEqualTo(-1);
    assertThat(new Totals(0, 0, 0, 0).plus(new Totals(0, 0, 0, 3)).nonFiniteStep())
        .isZero();
    assertThat(none.plus(new Totals(0, 0, 0, 3)).nonFiniteStep()).isEqualTo(3);
  }

  @Test
  void evaluationDividesByItsSamples() {
    Evaluation evaluation = new Evaluation(5, 7, 10, new long[][] {{3, 1}, {2, 4}});
    assertThat(evaluation.loss()).isEqualTo(0.5);
    assertThat(evaluation.correct()).isEqualTo(7);
    assertThat(evaluation.accuracy()).hasValue(0.7);
    assertThat(new Evaluation(5, 0, 10, new long[0][0]).accuracy()).hasValue(0);
    assertThat(new Evaluation(5, -1, 10, new long[0][0]).accuracy()).isEmpty();
  }

  @Test
  void matrixIsRowMajor() {
    Matrix matrix = new Matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});
    assertThat(matrix.at(0, 2)).isEqualTo(3);
    assertThat(matrix.at(1, 0)).isEqualTo(4);
  }

  @Test
  void matrixOfAnotherSizeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Matrix(2, 3, new float[5]))
        .withMessage("a 2×3 matrix wants 6 values, came 5");
  }

  @Test
  void availabilityIsADeviceOrAReason() {
    assertThat(Availability.of("2 cores", Map.of("nd4j", "1")))
        .isEqualTo(new Availability(true, "2 cores", "", Map.of("nd4j", "1")));
    assertThat(Availability.missing("no natives"))
        .isEqualTo(new Availability(false, "", "no natives", Map.of()));
  }

  @Test
  void unknownBackendNamesTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backend.choose("tpu"))
        .withMessageStartingWith("no backend 'tpu'; known: auto");
  }
}
