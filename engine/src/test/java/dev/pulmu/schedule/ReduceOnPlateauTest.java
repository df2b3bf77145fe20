package dev.pulmu.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Past;
import dev.pulmu.schedule.Schedule.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReduceOnPlateauTest {
  /** Epoch by epoch: its rate, its loss, and what that loss means. */
  private static final double[][] TABLE = {
    {8, 4}, // the first is the best
    {8, 3.75}, // not below 4 − .25: waited 1
    {8, 3.5}, // best
    {8, 3.3}, // waited 1
    {8, 3.4}, // waited 2: reduced, and the best stays 3.5
    {4, 3.25}, // waited 1
    {4, 3.3}, // waited 2: reduced
    {2, 3.2}, // best
    {2, 3.2}, // waited 1
    {2, 9}, // waited 2: reduced to the least
    {1.5, 9}, // waited 1
    {1.5, Double.NaN}, // waited 2: there is nothing less
    {1.5, 0}, // best
    {1.5, 0}, // waited 1
  };

  private final Schedule schedule =
      started("reduce-on-plateau(8, factor=0.5, patience=2, change=0.25, least=1.5)");

  @Test
  void epochsAreCountedAsByHand() {
    for (int epoch = 0; epoch < TABLE.length; epoch++) {
      assertThat(rate(schedule, epoch)).as("epoch %d", epoch + 1).isEqualTo(TABLE[epoch][0]);
      schedule.observe(TABLE[epoch][1]);
      assertThat(rate(schedule, epoch)).as("after epoch %d", epoch + 1).isEqualTo(TABLE[epoch][0]);
    }
    assertThat(schedule.edits())
        .containsExactly(
            new Edit(
                6,
                4,
                "the loss has not fallen below 3.5 by more than 0.25 for 2 epochs;"
                    + " the rate goes from 8 to 4"),
            new Edit(
                8,
                2,
                "the loss has not fallen below 3.5 by more than 0.25 for 2 epochs;"
                    + " the rate goes from 4 to 2"),
            new Edit(
                11,
                1.5,
                "the loss has not fallen below 3.2 by more than 0.25 for 2 epochs;"
                    + " the rate goes from 2 to 1.5"));
    assertThat(rate(schedule, 4)).as("an epoch that is long past").isEqualTo(8);
    assertThat(rate(schedule, 99)).isEqualTo(1.5);
  }

  @Test
  void lossThatFallsLeavesTheRate() {
    Schedule falling = started("reduce-on-plateau(8, patience=1, change=0)");
    for (int epoch = 0; epoch < 50; epoch++) {
      falling.observe(1 - epoch / 64.0);
    }
    assertThat(falling.edits()).isEmpty();
    assertThat(rate(falling, 50)).isEqualTo(8);
  }

  /** .1 · .1 is .010000000000000002 in double. */
  @Test
  void messageSaysNumbersAsTheyAreUsed() {
    Schedule tenth = started("reduce-on-plateau(0.1, patience=1, change=0)");
    tenth.observe(0.31);
    tenth.observe(0.31);
    assertThat(tenth.edits())
        .containsExactly(new Edit(
            3,
            0.1 * 0.1,
            "the loss has not fallen below 0.31 for 1 epoch; the rate goes from 0.1 to 0.01"));
  }

  @ParameterizedTest
  @CsvSource({
    "'1, least=1'", // there already
    "'1, least=2'", // it would rise
    "1e-45", // the next one is 0 as a float
  })
  void rateThatCannotBecomeSmallerStays(String arguments) {
    Schedule least = started("reduce-on-plateau(" + arguments + ", patience=1)");
    for (int epoch = 0; epoch < 5; epoch++) {
      least.observe(1);
    }
    assertThat(least.edits()).isEmpty();
    assertThat(rate(least, 5)).isEqualTo(least.base());
  }

  @Test
  void everyRunBeginsAnew() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(1, 0.5, 1, 0, 0);
    Schedule first = plateau.start(Past.NONE);
    first.observe(1);
    first.observe(1);
    plateau.observe(1);
    assertThat(rate(first, 2)).isEqualTo(0.5);
    assertThat(rate(plateau.start(Past.NONE), 2)).isEqualTo(1);
    assertThat(rate(plateau, 2)).isEqualTo(1);
    assertThat(plateau.edits()).isEmpty();
    assertThat(first.text()).isEqualTo(plateau.text());
    assertThat(first.base()).isEqualTo(1);
  }

  @Test
  void epochsOfAWarmupCountToo() {
    Schedule warm =
        started("warmup(3epochs) then reduce-on-plateau(8, factor=0.5, patience=1, change=0)");
    warm.observe(1);
    warm.observe(1);
    assertThat(warm.edits()).extracting(Edit::epoch).containsExactly(3);
    assertThat(warm.rate(new Place(14, 10, 100))).isEqualTo(4);
    assertThat(warm.rate(new Place(29, 10, 100))).isEqualTo(4);
    assertThat(warm.rate(new Place(30, 10, 100))).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "factor=0    | wants factor in (0, 1), came 0",
        "factor=1    | wants factor in (0, 1), came 1",
        "factor=nan  | wants factor in (0, 1), came NaN",
        "patience=0  | : patience wants a whole number of at least 1, came 0",
        "patience=x  | : patience wants a whole number, came 'x'",
        "change=-1   | wants change of at least 0, came -1",
        "change=inf  | wants change of at least 0, came Infinity",
        "least=-0.1  | wants least of at least 0, came -0.1",
        "least=nan   | wants least of at least 0, came NaN",
        "cooldown=1  | has no key 'cooldown'; known: rate, factor, patience, change, least",
      })
  void nonsenseIsRefusedWithTheValue(String argument, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("reduce-on-plateau(1, " + argument + ")"))
        .withMessage("reduce-on-plateau" + (message.startsWith(":") ? "" : " ") + message);
  }

  @Test
  void noPatienceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReduceOnPlateau(1, 0.5, 0, 0, 0))
        .withMessage("reduce-on-plateau wants patience of at least 1, came 0");
  }

  private static Schedule started(String text) {
    return Schedule.parse(text).start(Past.NONE);
  }

  private static double rate(Schedule schedule, int epoch) {
    return schedule.rate(new Place(10L * epoch, 10, 1000));
  }
}
