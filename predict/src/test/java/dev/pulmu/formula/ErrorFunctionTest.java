package dev.pulmu.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionTest {
  /** By SciPy 1.10, scipy.special.erf; on both sides of where one series gives way to the next. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126e-300",
    "1e-08, 1.1283791670955125e-08",
    "0.0624, 0.07031957901690876",
    "0.0626, 0.07054437502289036",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497148",
    "1.4375, 0.95794060605646",
    "2, 0.9953222650189527",
    "3.3, 0.9999969422902035",
    "4.9, 0.999999999995781",
    "5.5, 0.9999999999999927"
  })
  void valuesAreThoseOfSciPy(double x, double y) {
    assertThat(ErrorFunction.of(x)).isEqualTo(y, within(2e-16 + 1e-15 * y));
    assertThat(ErrorFunction.of(-x)).isEqualTo(-ErrorFunction.of(x));
  }

  @Test
  void theEndsAreOneAndNaNStaysNaN() {
    for (double x : new double[] {6, 1e10, Double.POSITIVE_INFINITY}) {
      assertThat(ErrorFunction.of(x)).isEqualTo(1);
      assertThat(ErrorFunction.of(-x)).isEqualTo(-1);
    }
    assertThat(ErrorFunction.of(Double.NaN)).isNaN();
    assertThat(1 / ErrorFunction.of(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
