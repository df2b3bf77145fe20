package dev.pulmu.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.optimizer.Dialect;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.schedule.Schedule.Constant;
import dev.pulmu.schedule.Schedule.Past;
import dev.pulmu.schedule.Schedule.Place;
import dev.pulmu.schedule.Schedule.Shape;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  /** Rates in a run of 100 epochs of 10 steps, each worked out by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.3                              | 0   | 0.3",
        "0.3                              | 999 | 0.3",
        "constant(0.3)                    | 500 | 0.3",
        "step(0.8, every=3)               | 0   | 0.8",
        "step(0.8, every=3)               | 29  | 0.8",
        "step(0.8, every=3)               | 30  | 0.4",
        "step(0.8, every=3)               | 60  | 0.2",
        "step(0.8)                        | 99  | 0.8",
        "step(0.8)                        | 100 | 0.4",
        "step(0.8, factor=0.1, every=1)   | 20  | 0.008",
        "exponential(2)                   | 9   | 2",
        "exponential(2)                   | 10  | 1.9",
        "exponential(2)                   | 25  | 1.805",
        "exponential(2, factor=0.5)       | 30  | 0.25",
        "inverse(6)                       | 9   | 6",
        "inverse(6)                       | 10  | 3",
        "inverse(6, decay=0.5)            | 40  | 2",
        "sqrt-epoch(6)                    | 9   | 6",
        "sqrt-epoch(6)                    | 30  | 3",
        "sqrt-epoch(6)                    | 80  | 2",
        "sqrt-step(6)                     | 0   | 6",
        "sqrt-step(6)                     | 3   | 3",
        "sqrt-step(6)                     | 8   | 2",
        "polynomial(4)                    | 0   | 4",
        "polynomial(4)                    | 250 | 3",
        "polynomial(4)                    | 999 | 0.004",
        "polynomial(4, power=2, end=2)    | 500 | 2.5",
        "cosine(4)                        | 0   | 4",
        "cosine(4)                        | 500 | 2",
        "cosine(4, end=2)                 | 500 | 3",
        "cosine(4)                        | 250 | 3.414213562373095",
        "cosine(4, end=1)                 | 1000 | 1",
        "one-cycle(5)                     | 0   | 0.2",
        "one-cycle(5)                     | 150 | 2.6",
        "one-cycle(5)                     | 300 | 5",
        "one-cycle(5)                     | 650 | 2.5",
        "one-cycle(5, rise=0.5, divide=5, end=1) | 0   | 1",
        "one-cycle(5, rise=0.5, divide=5, end=1) | 250 | 3",
        "one-cycle(5, rise=0.5, divide=5, end=1) | 500 | 5",
        "one-cycle(5, rise=0.5, divide=5, end=1) | 750 | 3",
        "piecewise(4, 2:3, 5:1)           | 0   | 4",
        "piecewise(4, 2:3, 5:1)           | 19  | 4",
        "piecewise(4, 2:3, 5:1)           | 20  | 3",
        "piecewise(4, 2:3, 5:1)           | 49  | 3",
        "piecewise(4, 2:3, 5:1)           | 50  | 1",
        "piecewise(0:4, 2:3)              | 19  | 4",
        "piecewise(0:4, 2:3)              | 20  | 3",
        "warmup(4) then 8                 | 0   | 2",
        "warmup(4) then 8                 | 1   | 4",
        "warmup(4) then 8                 | 3   | 8",
        "warmup(4) then 8                 | 4   | 8",
        "warmup(4steps) then 8            | 0   | 2",
        "warmup(1epoch) then 5            | 0   | 0.5",
        "warmup(2epochs) then 5           | 9   | 2.5",
        "warmup(2 epochs) then 5          | 20  | 5",
        "warmup(length=2) then 5          | 0   | 2.5",
        "warmup(500) then cosine(4)       | 249 | 2",
        "warmup(500) then cosine(4)       | 500 | 4",
        "warmup(500) then cosine(4)       | 750 | 2",
        "warmup(500) then sqrt-step(6)    | 499 | 6",
        "warmup(500) then sqrt-step(6)    | 503 | 3",
        "warmup(2epochs) then step(8, every=1) | 29  | 8",
        "warmup(2epochs) then step(8, every=1) | 30  | 4",
        "warmup(5000) then cosine(4)      | 999 | 0.8",
        "warmup(1) then warmup(1) then 4  | 0   | 4",
      })
  void ratesAreTheOnesWorkedOutByHand(String text, long step, double rate) {
    assertThat(Schedule.parse(text).rate(new Place(step, 10, 1000))).isCloseTo(rate, within(1e-12));
  }

  /** The way up ends at .03 + (.3 − .03), which is not .3 in double. */
  @Test
  void peakOfOneCycleIsExactlyItsRate() {
    Schedule schedule = Schedule.parse("one-cycle(0.3, rise=0.25, divide=10)");
    assertThat(schedule.rate(new Place(250, 10, 1000))).isEqualTo(0.3);
  }

  /** With 10 steps an epoch and a warm-up of 15, epochs of the run still end at 20, 30, … */
  @ParameterizedTest
  @CsvSource({"14, 8", "15, 8", "19, 8", "20, 4", "29, 4", "30, 2"})
  void afterAWarmupEpochsEndWhereThoseOfTheRunDo(long step, double rate) {
    Schedule schedule = Schedule.parse("warmup(15) then step(8, every=1)");
    assertThat(schedule.rate(new Place(step, 10, 100))).isEqualTo(rate);
  }

  @Test
  void placesKnowTheirEpoch() {
    assertThat(new Place(29, 10, 100).epoch()).isEqualTo(2);
    assertThat(new Place(29, 10, 100).runEpoch()).isEqualTo(2);
    assertThat(new Place(29, 10, 100).progress()).isEqualTo(0.29);
    Place after = new Place(29, 10, 100).after(15);
    assertThat(after).isEqualTo(new Place(14, 10, 85, 15));
    assertThat(after.epoch()).isEqualTo(1);
    assertThat(after.runEpoch()).isEqualTo(2);
    assertThat(after.after(14)).isEqualTo(new Place(0, 10, 71, 29));
    assertThat(new Place(7, 10, 100).fresh(30)).isEqualTo(new Place(0, 10, 70, 7));
    assertThat(new Place(7, 10, 100).fresh(200)).isEqualTo(new Place(0, 10, 1, 7));
    assertThat(new Place(0, 10, 0).progress()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "1e-7",
        "step(0.1, factor=0.5, every=10)",
        "step(0.1, factor=1e-8, every=10000000)",
        "step(0.1, factor=1e7, every=2147483647)",
        "exponential(0.1, factor=0.95)",
        "inverse(0.1, decay=1)",
        "sqrt-epoch(0.1)",
        "sqrt-step(0.1)",
        "polynomial(0.1, power=1, end=0)",
        "cosine(0.1, end=0)",
        "one-cycle(0.1, rise=0.3, divide=25, end=0)",
        "piecewise(0.1)",
        "piecewise(0.1, 10:0.01, 20:0.001)",
        "piecewise(0.1, 2147483647:1e-9)",
        "reduce-on-plateau(0.1, factor=0.1, patience=10, change=1e-4, least=0)",
        "warmup(5) then reduce-on-plateau(0.1, factor=0.5, patience=1, change=0, least=1e-8)",
        "manual(dir/rate.txt, rate=0.1)",
        "warmup(500) then 0.1",
        "warmup(2147483647epochs) then 0.1",
        "warmup(2epochs) then cosine(0.1, end=0)",
        "warmup(1) then warmup(2) then sqrt-step(0.1)",
      })
  void canonicalTextIsReadBack(String text) {
    Schedule schedule = Schedule.parse(text);
    assertThat(schedule.text()).isEqualTo(text);
    assertThat(schedule.base()).isEqualTo(text.equals("1e-7") ? 1e-7 : 0.1);
    assertThat(Schedule.parse(schedule.text(), 7)).isEqualTo(schedule);
    assertThat(schedule.edits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "constant         | 0.25",
        "step             | step(0.25, factor=0.5, every=10)",
        "exponential      | exponential(0.25, factor=0.95)",
        "inverse(decay=2) | inverse(0.25, decay=2)",
        "sqrt-epoch       | sqrt-epoch(0.25)",
        "sqrt-step()      | sqrt-step(0.25)",
        "polynomial       | polynomial(0.25, power=1, end=0)",
        "cosine(end=0.1)  | cosine(0.25, end=0.1)",
        "one-cycle        | one-cycle(0.25, rise=0.3, divide=25, end=0)",
        "piecewise(3:0.1) | piecewise(0.25, 3:0.1)",
        "piecewise        | piecewise(0.25)",
        "reduce-on-plateau | reduce-on-plateau(0.25, factor=0.1, patience=10, change=1e-4, least=0)",
        "manual(r.txt)    | manual(r.txt, rate=0.25)",
        "manual(file=r.txt) | manual(r.txt, rate=0.25)",
        "warmup(5)        | warmup(5) then 0.25",
        "warmup(500) then cosine    | warmup(500) then cosine(0.25, end=0)",
        "warmup(5) then cosine(0.1) | warmup(5) then cosine(0.1, end=0)",
        "cosine(rate=0.1) | cosine(0.1, end=0)",
        "0.5              | 0.5",
      })
  void rateLeftUnsaidIsTheBase(String text, String canonical) {
    assertThat(Schedule.parse(text, 0.25).text()).isEqualTo(canonical);
    assertThat(new Shape(text).over(0.25)).isEqualTo(Schedule.parse(canonical));
    assertThat(new Shape(text).text()).isEqualTo(text);
    Schedule schedule = Schedule.parse(text, 0.25);
    if (!canonical.matches("(manual|reduce).*")) {
      assertThat(schedule.start(Past.NONE)).isEqualTo(schedule);
    }
  }

  @Test
  void baseOfAScheduleOfTheUsersOwnIsItsFirstRate() {
    Schedule own = new Schedule() {
      @Override
      public double rate(Place place) {
        return 3 - place.progress();
      }

      @Override
      public String text() {
        return "own";
      }
    };
    assertThat(own.base()).isEqualTo(3);
    assertThat(own.start(Past.NONE)).isSameAs(own);
    own.observe(1);
    assertThat(own.edits()).isEmpty();
  }

  @Test
  void shapeOfAnotherOptimizerKeepsItsRate() {
    ElementRule adam = (ElementRule) Optimizer.parse("adam(rate=0.002)");
    Shape shape = new Shape("warmup(500) then cosine");
    ElementRule shaped = adam.withRate(shape.over(adam.rate().base()));
    assertThat(shaped.text()).startsWith("adam(rate=warmup(500) then cosine(0.002, end=0), beta1=");
    assertThat(Optimizer.parse(shaped.text())).isEqualTo(shaped);
    assertThat(shaped.withRate(new Shape("constant").over(shaped.rate().base())))
        .isEqualTo(adam);
  }

  @Test
  void scheduleInsideAnOptimizerHasTheDefaultAsItsBase() {
    assertThat(Optimizer.parse("adam(rate=cosine)").text())
        .startsWith("adam(rate=cosine(0.001, end=0),");
    assertThat(Optimizer.parse("sgd(rate=warmup(2epochs) then step(every=3))", Dialect.DL4J)
            .text())
        .isEqualTo("sgd(rate=warmup(2epochs) then step(0.001, factor=0.5, every=3))");
  }

  @Test
  void numberIsAConstantRate() {
    assertThat(Schedule.parse("1e-3")).isEqualTo(new Constant(0.001));
    assertThat(Schedule.parse(" .5 ")).isEqualTo(new Constant(0.5));
    assertThat(Schedule.parse("+1")).isEqualTo(new Constant(1));
    assertThat(new Constant(0.001).text()).isEqualTo("0.001");
  }

  @ParameterizedTest
  @CsvSource({"nan, NaN", "0, 0", "-0.1, -0.1", "inf, Infinity", "-inf, -Infinity"})
  void nonsensicalRateIsRefused(String text, String came) {
    for (String form : List.of(
        "%s",
        "cosine(%s)",
        "piecewise(1, 2:%s)",
        "piecewise(%s)",
        "warmup(5) then %s",
        "sqrt-step(%s)",
        "sqrt-epoch(%s)",
        "step(%s)",
        "exponential(%s)",
        "inverse(%s)",
        "polynomial(%s)",
        "one-cycle(%s)",
        "reduce-on-plateau(%s)",
        "constant(%s)",
        "manual(f, rate=%s)")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Schedule.parse(String.format(Locale.ROOT, form, text)))
          .withMessage("a learning rate is a number above 0, came " + came);
    }
  }

  @Test
  void nonsensicalBaseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse("cosine", Double.NaN))
        .withMessage("a learning rate is a number above 0, came NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "step(1, factor=0)       | step wants factor above 0, came 0",
        "step(1, factor=nan)     | step wants factor above 0, came NaN",
        "step(1, every=0)        | step: every wants a whole number of at least 1, came 0",
        "exponential(1, factor=-1) | exponential wants factor above 0, came -1",
        "inverse(1, decay=-1)    | inverse wants decay of at least 0, came -1",
        "polynomial(1, power=0)  | polynomial wants power above 0, came 0",
        "polynomial(1, end=-1)   | polynomial wants end of at least 0, came -1",
        "cosine(1, end=-1)       | cosine wants end of at least 0, came -1",
        "cosine(1, end=inf)      | cosine wants end of at least 0, came Infinity",
        "one-cycle(1, rise=0)    | one-cycle wants rise in (0, 1), came 0",
        "one-cycle(1, rise=1)    | one-cycle wants rise in (0, 1), came 1",
        "one-cycle(1, divide=0)  | one-cycle wants divide above 0, came 0",
        "one-cycle(1, end=-1)    | one-cycle wants end of at least 0, came -1",
        "piecewise(1, 5:1, 5:2)  | piecewise wants epochs that rise from 1, came 5",
        "piecewise(1, 0:1)       | piecewise wants epochs that rise from 1, came 0",
        "piecewise(:2)           | piecewise wants a rate, as in piecewise(0.1)",
        "piecewise(1, 2)         | piecewise wants pairs of epoch:rate, came '2'",
        "piecewise(1, 2:3:4)     | piecewise wants pairs of epoch:rate, came '2:3:4'",
        "piecewise(1, x:3)       | piecewise: epoch wants a whole number, came 'x'",
        "piecewise(1, 2:x)       | piecewise: rate wants a number, came 'x'",
        "piecewise(1, every=2)   | piecewise has no key 'every'; it has none",
        "piecewise(2:1)          | piecewise wants a rate, as in piecewise(0.1)",
        "cosine                  | cosine wants a rate, as in cosine(0.1)",
        "warmup(5) then cosine   | cosine wants a rate, as in cosine(0.1)",
        "manual(r.txt)           | manual wants a rate, as in manual(r.txt, rate=0.1)",
        "cosine(x)               | cosine: rate wants a number, came 'x'",
        "cosine(1, 2)            | 'cosine(1, 2)': '2' wants the form key=value",
        "cosine(1, stop=2)       | cosine has no key 'stop'; known: rate, end",
        "manual(rate=1)          | manual wants a file, as in manual(rate.txt, rate=0.1)",
        "manual(f, rate=x)       | manual: rate wants a number, came 'x'",
        "manual(f, file=g, rate=1) | 'manual(f, file=g, rate=1)' gives 'file' twice",
        "constant                | constant wants a rate, as in constant(0.1)",
        "exponential(1, factor=0) | exponential wants factor above 0, came 0",
        "inverse(1, decay=nan)   | inverse wants decay of at least 0, came NaN",
        "piecewise(1, -1:2)      | piecewise: epoch wants a whole number of at least 0, came -1",
        "warmup(2147483648) then 1 | warmup: length wants a whole number of at most 2147483647,"
            + " came 2147483648",
        "manual(f, rate=1, speed=1) | manual has no key 'speed'; known: file, rate",
        "warmup(0) then 1        | warmup wants a length of at least 1, came 0",
        "warmup(-5epochs) then 1 | warmup wants a length of at least 1, came -5",
        "warmup(x) then 1        | warmup: length wants a whole number, came 'x'",
        "warmup(5days) then 1    | warmup: length wants a whole number, came '5days'",
        "warmup then 1           | warmup wants a length, as in warmup(500) or warmup(2epochs)",
        "warmup(5, to=1) then 1  | warmup has no key 'to'; known: length",
        "warmup(5)               | 'warmup(5)' wants a schedule after it, as in"
            + " 'warmup(5) then cosine(0.1)'",
        "cosine(1) then 2        | only warmup(…) can stand before 'then', came 'cosine(1)'; for"
            + " rates that change at given epochs there is piecewise(…)",
        "fast                    | no schedule 'fast'; known: constant, step, exponential, inverse,"
            + " sqrt-epoch, sqrt-step, polynomial, cosine, one-cycle, piecewise,"
            + " reduce-on-plateau, manual, warmup",
        "\"\"                   | '' wants the form name or name(key=value, …)",
      })
  void nonsenseIsRefusedWithTheValue(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.parse(text))
        .withMessage(message);
  }

  @Test
  void shapeIsCheckedBeforeItHasABase() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shape("cosine(end=-1)"))
        .withMessage("cosine wants end of at least 0, came -1");
  }

  @Test
  void stairsOfNoEpochsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedules.Step(1, 0.5, 0))
        .withMessage("step wants every of at least 1, came 0");
  }

  @Test
  void helpKnowsNamesAndAdvice() {
    assertThat(Schedule.names()).startsWith("constant", "step").hasSize(13);
    assertThat(Schedule.ADVICE).contains("without decay").contains("stalls").contains("tune");
  }
}
