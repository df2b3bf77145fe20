package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Totals;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.report.RunReport;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersTest {
  /** 5 steps an epoch, the last one of 4 rows. */
  private static final RunConfig CONFIG =
      RunConfig.parse("epochs = 3\nbatch = 5\nvalidation = 0.25\nseed = 9\nhidden = 2");

  private final FakeBackend backend = new FakeBackend();

  /** Looks after these numbers of steps. */
  private static class Looker implements Listener {
    final TreeMap<Long, Totals> seen = new TreeMap<>();
    private final List<Long> steps;

    Looker(Long... steps) {
      this.steps = List.of(steps);
    }

    @Override
    public long nextLook(long from, int stepsPerEpoch) {
      return steps.stream().filter(step -> step >= from).findFirst().orElse(Long.MAX_VALUE);
    }

    @Override
    public void look(Look look) {
      seen.put(look.step(), look.totals());
    }
  }

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void allAreToldInTheirOrder() {
    List<String> told = new ArrayList<>();
    Listener first = new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        told.add("first " + epoch.epoch());
      }
    };
    Listener second = new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        told.add("second " + epoch.epoch());
      }
    };

    run().train(first, second);

    assertThat(told)
        .containsExactly("first 1", "second 1", "first 2", "second 2", "first 3", "second 3");
  }

  /** The backend's loss is 2 a row, and one row of each step is right. */
  @Test
  void eachLooksAfterTheStepsThatItWantsAtWhatCameSinceItLookedLast() {
    Looker some = new Looker(0L, 2L, 7L);
    Looker other = new Looker(3L);
    Listener epochs = new Looker() {
      @Override
      public long nextLook(long from, int stepsPerEpoch) {
        return (from + stepsPerEpoch - 1) / stepsPerEpoch * stepsPerEpoch;
      }
    };

    run().train(some, other, epochs);

    assertThat(some.seen.keySet()).containsExactly(0L, 2L, 7L);
    assertThat(some.seen.get(0L)).isEqualTo(Totals.NONE);
    assertThat(some.seen.get(2L)).isEqualTo(new Totals(20, 2, 10, -1));
    assertThat(some.seen.get(7L)).isEqualTo(new Totals(48, 5, 24, -1));
    assertThat(other.seen.get(3L)).isEqualTo(new Totals(30, 3, 15, -1));
    assertThat(((Looker) epochs).seen.keySet()).containsExactly(0L, 5L, 10L, 15L);
  }

  @Test
  void whoLooksMayStopTheRunThere() {
    Run run = run();
    RunReport report = run.train(new Looker(2L) {
          @Override
          public void look(Look look) {
            run.stop();
          }
        })
        .report();

    assertThat(report.steps()).isEqualTo(2);
    assertThat(report.ending()).isEqualTo(Ending.INTERRUPTED);
  }

  /** What is not finite is a step's, or what an evaluation after an epoch comes to. */
  @ParameterizedTest
  @CsvSource({"7, 7, 10", "-1, 5, 9"})
  void allSeeTheLastFiniteStepBeforeTheRunFails(long nonFiniteStep, long last, int samples) {
    backend.nonFiniteStep = nonFiniteStep;
    backend.loss = nonFiniteStep < 0 ? Double.NaN : 3;
    List<String> told = new ArrayList<>();
    Listener listener = new Looker(0L, 3L, 5L) {
      @Override
      public void notFinite(Look look) {
        told.add(look.step() + " " + look.totals().samples());
      }
    };

    assertThatExceptionOfType(NotFiniteException.class).isThrownBy(() -> run().trainFor(listener));

    assertThat(told).containsExactly(last + " " + samples);
    assertThat(backend.calls).endsWith("close");
  }

  @Test
  void allSeeWhatOnlyTheTestFindsNotFinite() {
    backend.validationLosses.addAll(List.of(3.0, 3.0, 3.0));
    backend.loss = Double.NaN;
    List<Long> told = new ArrayList<>();
    Listener listener = new Listener() {
      @Override
      public void notFinite(Look look) {
        told.add(look.step());
      }
    };

    assertThatExceptionOfType(NotFiniteException.class).isThrownBy(() -> run().train(listener));

    assertThat(told).containsExactly(15L);
  }

  @Test
  void nobodyLooksBack() {
    Listener back = new Listener() {
      @Override
      public long nextLook(long from, int stepsPerEpoch) {
        return 1;
      }
    };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run().train(back))
        .withMessage("a listener looks after step 2 or later, came 1");
  }

  @Test
  void anInterruptOfItsThreadEndsARunWhichIsSavedAndCanGoOn(@TempDir Path directory) {
    Path path = directory.resolve("run");
    Listener interrupts = new Listener() {
      @Override
      public void epoch(Epoch epoch) {
        Thread.currentThread().interrupt();
      }
    };
    Outcome outcome;
    try (RunDirectory run = RunDirectory.create(path, 2)) {
      try (Checkpoints checkpoints = new Checkpoints(run, Interval.parse("1000steps"), e -> {})) {
        outcome = run().train(checkpoints, interrupts);
      }
      assertThat(run.steps()).containsExactly(5L);
    }
    outcome.save(path.resolve("a new/folder"));

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(outcome.report().ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(outcome.report().steps()).isEqualTo(5);
    assertThat(path.resolve("a new/folder/report.json")).exists();
  }

  private Run run() {
    return new Run(CONFIG, Tiny.data(32, 6), backend);
  }
}
