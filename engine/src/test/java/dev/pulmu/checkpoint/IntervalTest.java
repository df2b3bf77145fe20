package dev.pulmu.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.checkpoint.Interval.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "500steps, 500steps",
    "1step, 1step",
    "1steps, 1step",
    "30s, 30s",
    "60s, 1min",
    "90s, 90s",
    "5min, 5min",
    " 2 epochs , 2epochs",
    "1epoch, 1epoch",
    "1epoch at most every 1min, 1epoch at most every 1min",
    "10steps at most every 120s, 10steps at most every 2min"
  })
  void textIsReadAndPrinted(String text, String canonical) {
    assertThat(Interval.parse(text).text()).isEqualTo(canonical);
    assertThat(Interval.parse(canonical)).isEqualTo(Interval.parse(text));
  }

  @Test
  void nothingSaidIsEachEpochAndAtMostOnceAMinute() {
    assertThat(Interval.DEFAULT.text()).isEqualTo("1epoch at most every 1min");
    assertThat(Interval.parse(Interval.DEFAULT.text())).isEqualTo(Interval.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      often | no checkpoint interval 'often'; it is written as in 500steps, 1epoch, 30s, 5min
      '' | no checkpoint interval ''; it is written as in 500steps, 1epoch, 30s, 5min
      500 | no checkpoint interval '500'; it is written as in 500steps, 1epoch, 30s, 5min
      2hours | no checkpoint interval '2hours'; it is written as in 500steps, 1epoch, 30s, 5min
      0steps | a checkpoint interval wants a whole number of at least 1, came 0
      -5s | a checkpoint interval wants a whole number of at least 1, came -5
      0.5epoch | a checkpoint interval wants a whole number, came '0.5'
      99999999999s | a checkpoint interval wants a whole number of at most 16666666, came 99999999999
      1epoch at most every 5steps | '1epoch at most every 5steps' wants a time behind 'at most every', as in 30s or 5min
      1epoch at most every day | no checkpoint interval '1epoch at most every day'; it is written as in 500steps, 1epoch, 30s, 5min
      30s at most every 1min | a checkpoint interval in seconds or minutes is its own pause, came one more
      """)
  void whatMakesNoSenseIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interval.parse(text))
        .withMessage(message);
  }

  @Test
  void valuesAreCheckedToo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(0, Unit.STEPS, 0))
        .withMessage("a checkpoint interval wants a count of 1 to 1000000000, came 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Interval(1, Unit.STEPS, -1))
        .withMessage("a checkpoint interval wants a pause in seconds of 0 to 1000000000, came -1");
  }

  @Test
  void stepsAreDueWhereTheyAreCrossed() {
    Interval often = Interval.parse("500steps");
    assertThat(often.due(0, 499, 100, 0)).isFalse();
    assertThat(often.due(0, 500, 100, 0)).isTrue();
    assertThat(often.due(499, 501, 100, 0)).isTrue();
    assertThat(often.due(500, 999, 100, Long.MAX_VALUE)).isFalse();
    assertThat(often.due(500, 1700, 100, 0)).isTrue();
    assertThat(often.next(0, 100)).isEqualTo(500);
    assertThat(often.next(499, 100)).isEqualTo(500);
    assertThat(often.next(500, 100)).isEqualTo(1000);
  }

  @Test
  void epochsAreDueAtTheirEndsAndNotBeforeThePause() {
    assertThat(Interval.DEFAULT.due(90, 100, 100, 60 * SECOND)).isTrue();
    assertThat(Interval.DEFAULT.due(90, 100, 100, 60 * SECOND - 1)).isFalse();
    assertThat(Interval.DEFAULT.due(100, 199, 100, 61 * SECOND)).isFalse();
    assertThat(Interval.DEFAULT.due(199, 200, 100, 61 * SECOND)).isTrue();
    assertThat(Interval.parse("2epochs").due(99, 100, 100, 0)).isFalse();
    assertThat(Interval.parse("2epochs").due(199, 200, 100, 0)).isTrue();
    assertThat(Interval.parse("2epochs").next(100, 100)).isEqualTo(200);
    assertThat(new Interval(1_000_000_000, Unit.EPOCHS, 0).next(0, Integer.MAX_VALUE))
        .isPositive();
  }

  @Test
  void timeIsDueWhenItIsOver() {
    Interval often = Interval.parse("30s");
    assertThat(often.due(0, 1, 100, 30 * SECOND - 1)).isFalse();
    assertThat(often.due(0, 1, 100, 30 * SECOND)).isTrue();
    assertThat(often.next(0, 100)).isEqualTo(Long.MAX_VALUE);
  }
}
