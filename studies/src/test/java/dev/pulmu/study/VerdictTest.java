package dev.pulmu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.study.Verdict.Outcome;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @ParameterizedTest
  @CsvSource({"0.9, FAILS", "1, HOLDS", "1.5, HOLDS", "2, HOLDS", "2.1, FAILS", "NaN, FAILS"})
  void aBandHoldsFromItsLowToItsHighEnd(double came, Outcome outcome) {
    Verdict verdict = judged(Expectation.about("loss", 1.2, 1, 2, "book"), came);

    assertThat(verdict.outcome()).isEqualTo(outcome);
    assertThat(verdict.expected()).isEqualTo("1.2 (1 to 2)");
    assertThat(verdict.source()).isEqualTo("book");
  }

  @Test
  void theMeanOverSeedsDecides() {
    Verdict verdict = judged(Expectation.near("loss", 2, 0.5, "theory"), 1, 2, 4.2);

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(verdict.expected()).isEqualTo("2 ±0.5");
    assertThat(verdict.came()).isEqualTo("2.4 ± 1.6"); // √((1.4² + .4² + 1.8²) / 2) = 1.637
    assertThat(verdict.deviation()).isEqualTo("+0.40");
  }

  @Test
  void aBandOfOneSideSaysWhich() {
    Verdict least = judged(Expectation.atLeast("loss", 3, "theory"), 2.9);
    Verdict most = judged(Expectation.atMost("loss", 3, "theory"), 2.9);

    assertThat(least.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(least.expected()).isEqualTo("at least 3");
    assertThat(most.outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(most.expected()).isEqualTo("at most 3");
    assertThat(most.deviation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 3, HOLDS", "1, 1, 3, FAILS", "1, 3, 2, FAILS", "1, NaN, 3, FAILS"})
  void anOrderAscendsStrictly(double a, double b, double c, Outcome outcome) {
    Observation seen = new Observation().number("a", a).number("b", b).number("c", c);
    Verdict verdict =
        Verdict.of(Expectation.ascending("theory", "a", "b", "c"), List.of(seen), true);

    assertThat(verdict.outcome()).isEqualTo(outcome);
    assertThat(verdict.quantity()).isEqualTo("a < b < c");
  }

  @Test
  void anOrderSaysHowFarSeedsLieApart() {
    List<Observation> seeds = List.of(
        new Observation().number("a", 1).number("b", 3).number("c", Double.POSITIVE_INFINITY),
        new Observation().number("a", 2).number("b", 3).number("c", Double.POSITIVE_INFINITY));
    Verdict verdict = Verdict.of(Expectation.ascending("theory", "a", "b", "c"), seeds, true);

    assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS);
    assertThat(verdict.came()).isEqualTo("1.50 ± 0.71, 3, ∞"); // √(2 · .25)
  }

  @Test
  void whatIsAboutMnistIsLeftOutElsewhere() {
    Expectation expectation = Expectation.near("loss", 2, 0.5, "book").onMnist();
    List<Observation> seeds = List.of(new Observation().number("loss", 7));

    assertThat(Verdict.of(expectation, seeds, false).outcome()).isEqualTo(Outcome.LEFT_OUT);
    assertThat(Verdict.of(expectation, seeds, true).outcome()).isEqualTo(Outcome.FAILS);
  }

  @Test
  void aQuantityThatWasNotObservedIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(Expectation.atMost("los", 3, "theory"), 1))
        .withMessage("no number 'los' was observed; there are [loss]");
  }

  @Test
  void aBandThatLeavesItsExpectedValueOutIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expectation.about("loss", 3, 1, 2, "book"))
        .withMessage("a band wants low ≤ expected ≤ high, 'loss' has 1.0, 3.0, 2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.3503931, -0.350393",
    "2.302585, 2.30259",
    "12345.678, 12345.7",
    "100000, 100000",
    "0.00001234, 1.234e-05",
    "3200000, 3.200e+06"
  })
  void numbersHaveSixDigits(double value, String text) {
    assertThat(Verdict.number(value)).isEqualTo(text);
  }

  private static Verdict judged(Expectation expectation, double... values) {
    List<Observation> seeds = DoubleStream.of(values)
        .mapToObj(value -> new Observation().number("loss", value))
        .toList();
    return Verdict.of(expectation, seeds, true);
  }
}
