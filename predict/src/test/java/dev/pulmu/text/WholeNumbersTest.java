package dev.pulmu.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumbersTest {
  @ParameterizedTest
  @CsvSource({"7,7", "' -3 ',-3", "+2,2", "007,7", "9,9", "-5,-5"})
  void wholeNumbersWithinTheBoundsAreRead(String text, long value) {
    assertThat(Numbers.whole("it", text, -5, 9)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0", "1e3", "x", "0x10", "1 2", "٣"})
  void whatIsNoWholeNumberIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Numbers.whole("it", text, 0, 9))
        .withMessage("it wants a whole number, came '" + text + "'");
  }

  @Test
  void whatIsOutOfBoundsIsRefusedHoweverLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Numbers.whole("it", "-1", 0, 9))
        .withMessage("it wants a whole number of at least 0, came -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Numbers.whole("it", "99999999999999999999", 0, Long.MAX_VALUE))
        .withMessage(
            "it wants a whole number of at most 9223372036854775807, came 99999999999999999999");
  }

  @Test
  void aCallsWholeArgumentMustBeGiven() {
    assertThat(Call.parse("f(n=3)").whole("n", 1)).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("f").whole("n", 1))
        .withMessage("f wants n=…, it is not given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("f(n=0)").whole("n", 1))
        .withMessage("f: n wants a whole number of at least 1, came 0");
  }
}
