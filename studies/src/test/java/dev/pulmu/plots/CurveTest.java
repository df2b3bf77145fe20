package dev.pulmu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  @Test
  void smoothingTakesMeansAndFewerPointsAtTheEnds() {
    Curve smooth = Curve.from(1, 2, 4, 9, 1, 6).smoothed(5);

    assertThat(smooth.x()).containsExactly(1, 2, 3, 4, 5);
    assertThat(smooth.y()).containsExactly(2, 5, 4.4, 16 / 3.0, 6);
  }

  @Test
  void thinningKeepsTheLastPoint() {
    Curve thin = Curve.from(0, 5, 6, 7, 8, 9, 10).thinned(3);

    assertThat(thin.x()).containsExactly(0, 3, 5);
    assertThat(thin.y()).containsExactly(5, 8, 10);
  }

  @Test
  void aHistogramIsAnOutlineInPercent() {
    float[] values = {-0.1f, 0, 0.4f, 0.5f, 0.9f, 1, 1, 7};

    Curve outline = Curve.histogram(values, 0, 1, 2);

    assertThat(outline.x()).containsExactly(0, 0, 0.5, 0.5, 1, 1);
    assertThat(outline.y()).containsExactly(0, 25, 25, 50, 50, 0);
  }

  @Test
  void theMeanOfCurvesIsPointByPoint() {
    assertThat(Curve.mean(List.of(Curve.from(1, 2, 4), Curve.from(1, 4, 7))).y())
        .containsExactly(3, 5.5);
  }

  @Test
  void aCurveOfUnequalColumnsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Curve(new double[2], new double[3]))
        .withMessage("a curve wants as many x as y, came 2 and 3");
  }
}
