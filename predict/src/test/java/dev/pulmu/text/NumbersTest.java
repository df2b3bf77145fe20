package dev.pulmu.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0.5, 0.5",
    ".5, 0.5",
    "1., 1",
    "1e-3, 0.001",
    "2.5E2, 250",
    "+3, 3",
    "-4, -4",
    "' 7 ', 7",
    "nan, NaN",
    "NaN, NaN",
    "inf, Infinity",
    "Infinity, Infinity",
    "-inf, -Infinity",
    "-INFINITY, -Infinity"
  })
  void readsNumbersAsPeopleWriteThem(String text, double wanted) {
    assertThat(Double.valueOf(Numbers.parse("rate", text))).isEqualTo(Double.valueOf(wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1f", "1d", "0x1p3", "1e", "--1", "1 2", ".", "1,5", "e3"})
  void refusesWhatIsNoNumberAndSaysWhoAsked(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Numbers.parse("sgd: rate", text))
        .withMessage("sgd: rate wants a number, came '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.001", "1e-8, 1e-8", "128, 128", "1e30, 1e30", "0.9, 0.9", "1.5e-7, 1.5e-7"})
  void writesTheShortestText(double value, String wanted) {
    assertThat(Numbers.text(value)).isEqualTo(wanted);
    assertThat(Numbers.text((float) value)).isEqualTo(wanted);
  }

  @Test
  void writesWhatIsNoFiniteNumberTheWayItIsRead() {
    for (double value : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
      assertThat(Numbers.parse("x", Numbers.text(value))).isEqualTo(Double.valueOf(value));
    }
  }

  @Test
  void everyNumberReadsBackToItself() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      float single = Float.intBitsToFloat(random.nextInt());
      double twice = Double.longBitsToDouble(random.nextLong());
      if (Float.isFinite(single) && Double.isFinite(twice)) {
        assertThat((float) Numbers.parse("x", Numbers.text(single))).isEqualTo(single);
        assertThat(Numbers.parse("x", Numbers.text(twice))).isEqualTo(twice);
      }
    }
  }
}
