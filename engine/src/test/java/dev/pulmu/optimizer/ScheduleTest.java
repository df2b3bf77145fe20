package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.optimizer.Schedule.Constant;
import dev.pulmu.optimizer.Schedule.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @Test
  void constantRateIsTheSameEverywhere() {
    Schedule schedule = new Constant(0.3);
    assertThat(schedule.rate(new Place(0, 10, 100))).isEqualTo(0.3);
    assertThat(schedule.rate(new Place(99, 10, 100))).isEqualTo(0.3);
  }

  @Test
  void numberIsAConstantRate() {
    assertThat(Schedule.parse("1e-3")).isEqualTo(new Constant(0.001));
    assertThat(new Constant(0.001).text()).isEqualTo("0.001");
    assertThat(Schedule.parse(new Constant(1e-7).text())).isEqualTo(new Constant(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"nan, NaN", "0, 0", "-0.1, -0.1", "inf, Infinity", "-inf, -Infinity"})
  void nonsensicalRateIsRefused(String text, String came) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse(text))
        .withMessage("a learning rate is a number above 0, came " + came);
  }

  @Test
  void rateThatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("fast"))
        .withMessage("a learning rate wants a number, came 'fast'");
  }
}
