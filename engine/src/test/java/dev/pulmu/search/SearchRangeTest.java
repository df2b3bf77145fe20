package dev.pulmu.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRangeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate=1e-6..0.01 log10",
        "batch=16..512 log2 int",
        "dropout=0..0.5 linear",
        "epochs=5..50 linear int",
        "shift=-3..-1 linear"
      })
  void textReadsBack(String text) {
    assertThat(SearchRange.parse(text).text()).isEqualTo(text);
  }

  @Test
  void aLogarithmicScaleIsMeantWhereNoneIsSaid() {
    assertThat(SearchRange.parse(" rate = 1e-6 .. 1e-2 "))
        .isEqualTo(new SearchRange("rate", 1e-6, 1e-2, Scale.LOG10, false));
    assertThat(SearchRange.parse("n=1..9 int"))
        .isEqualTo(new SearchRange("n", 1, 9, Scale.LOG10, true));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          rate | range wants the form NAME=LOW..HIGH, then log10, log2, linear or int, as in 'batch=16..512 log2 int', came 'rate'
          rate=1e-2..1e-6 | range rate wants LOW below HIGH, came 0.01..1e-6
          rate=1..1 | range rate wants LOW below HIGH, came 1..1
          rate=0..1 | range rate wants LOW above 0 on a logarithmic scale, or add linear, came 0..1
          rate=-1..1 log2 | range rate wants LOW above 0 on a logarithmic scale, or add linear, came -1..1
          rate=nan..1 linear | range rate wants LOW below HIGH, came NaN..1
          rate=a..1 | range rate wants a number, came 'a'
          rate=1..2 log3 | no scale 'log3'; known: log10, log2, linear
          rate=1..2 log2 linear | range 'rate=1..2 log2 linear' wants one scale and perhaps int, 'linear' is one word too many
          n=1.2..1.8 int | range n holds no whole number, came 1.2..1.8
          n=17..31 log2 int | range n holds no whole power of two, came 17..31
          """)
  void nonsenseIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchRange.parse(text))
        .withMessage(message);
  }

  @Test
  void valuesLieEvenlyOnTheScaleAndHaveFourDigits() {
    SearchRange log = SearchRange.parse("rate=1e-6..1e-2");
    assertThat(log.at(0)).isEqualTo(1e-6);
    assertThat(log.at(0.25)).isEqualTo(1e-5);
    assertThat(log.at(0.5)).isEqualTo(1e-4);
    assertThat(log.at(0.6)).isEqualTo(2.512e-4); // 10^-3.6
    assertThat(SearchRange.parse("rate=1..4 log2").at(0.5)).isEqualTo(2);
    assertThat(SearchRange.parse("dropout=0..0.5 linear").at(1 / 3.0)).isEqualTo(0.1667);
  }

  @Test
  void wholeValuesOfALinearRangeAreEquallyLikely() {
    SearchRange range = SearchRange.parse("epochs=3..6 linear int");
    assertThat(values(range, 8)).containsExactly(3, 3, 4, 4, 5, 5, 6, 6);
  }

  @Test
  void wholeValuesByPowersOfTwoAreThesePowers() {
    SearchRange range = SearchRange.parse("batch=10..300 log2 int");
    assertThat(values(range, 10)).containsExactly(16, 16, 32, 32, 64, 64, 128, 128, 256, 256);
  }

  @Test
  void anyWholeValueCanComeOfALogarithmicRangeByTens() {
    assertThat(IntStream.of(values(SearchRange.parse("batch=16..512 int"), 5000))
            .distinct()
            .count())
        .isEqualTo(512 - 16 + 1);
  }

  @Test
  void theNextRangeHoldsTheValuesAndATenthMore() {
    SearchRange range = SearchRange.parse("rate=1e-6..1e-2");
    SearchRange next = range.around(List.of(1e-4, 1e-5, 1e-3));
    assertThat(next.text()).isEqualTo("rate=6.31e-6..0.001585 log10"); // 10^-5.2, 10^-2.8
    assertThat(range.around(List.of(1e-6, 1e-2))).isEqualTo(range);
    assertThat(range.around(List.of(0.002, 0.002)).at(0.7)).isEqualTo(0.002);
    assertThat(values(SearchRange.parse("batch=16..512 log2 int").around(List.of(64.0, 32.0)), 4))
        .containsExactly(32, 32, 64, 64);
  }

  private static int[] values(SearchRange range, int count) {
    return DoubleStream.iterate(0.5 / count, share -> share + 1.0 / count)
        .limit(count)
        .mapToInt(share -> (int) range.at(share))
        .toArray();
  }
}
