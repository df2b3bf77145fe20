package dev.pulmu.study.chapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EwmaTest {
  @Test
  void firstTemperaturesAreTooLowUntilCorrected() {
    Ewma average = new Ewma(0.98);
    assertThat(average.value()).isZero();
    average.add(40);
    assertThat(average.value()).isCloseTo(0.8, within(1e-12));
    assertThat(average.corrected()).isCloseTo(40.0, within(1e-12));
    average.add(49);
    assertThat(average.value()).isCloseTo(1.764, within(1e-12));
    assertThat(average.corrected()).isCloseTo(44.55, within(0.005));
  }

  @Test
  void correctionFadesWithTheStart() {
    Ewma average = new Ewma(0.5);
    for (int t = 0; t < 100; t++) {
      average.add(3).add(3);
      assertThat(average.corrected()).isCloseTo(3, within(1e-12));
    }
    assertThat(average.value()).isEqualTo(average.corrected());
  }

  @Test
  void withoutMemoryItIsTheLastValue() {
    Ewma average = new Ewma(0).add(5).add(7);
    assertThat(average.value()).isEqualTo(7);
    assertThat(average.corrected()).isEqualTo(7);
  }

  @Test
  void valuesOlderThanTheWindowHaveLessThanAThirdOfTheirWeight() {
    assertThat(new Ewma(0.9).remaining(10)).isCloseTo(0.3487, within(5e-5));
    assertThat(new Ewma(0.98).remaining(50)).isCloseTo(0.364, within(5e-4));
    assertThat(new Ewma(0.9).remaining(0)).isEqualTo(1);
    assertThat(new Ewma(0.9).window()).isCloseTo(10, within(1e-12));
    assertThat(new Ewma(0.98).window()).isCloseTo(50, within(1e-12));

    Ewma average = new Ewma(0.9).add(1);
    double first = average.value();
    for (int i = 0; i < 10; i++) {
      average.add(0);
    }
    assertThat(average.value() / first).isCloseTo(new Ewma(0.9).remaining(10), within(1e-12));
  }

  @Test
  void averageOfNothingCannotBeCorrected() {
    assertThatThrownBy(() -> new Ewma(0.9).corrected())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a moving average of no values has no corrected value");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-0.1, -0.1", "NaN, NaN", "1.5, 1.5"})
  void nonsensicalBetaIsRefused(double beta, String came) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ewma(beta))
        .withMessage("a moving average wants beta in [0, 1), came " + came);
  }
}
