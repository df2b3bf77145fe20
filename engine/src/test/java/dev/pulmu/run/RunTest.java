package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.layout.State;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.report.RunReport;
import dev.pulmu.schedule.Manual;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
  /** 32 training rows: 8 are held back, 24 make 5 steps of at most 5 rows. */
  private static final RunConfig CONFIG =
      RunConfig.parse("epochs = 3\nbatch = 5\nvalidation = 0.25\nseed = 9\nhidden = 2");

  private final FakeBackend backend = new FakeBackend();
  private final List<Progress> progress = new ArrayList<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private final Listener listener = new Listener() {
    @Override
    public void progress(Progress now) {
      progress.add(now);
    }

    @Override
    public void epoch(Epoch done) {
      epochs.add(done);
    }
  };

  @Test
  void everyStepIsAskedForOnceAndInOrderAndNoPieceCrossesAnEpoch() {
    run(CONFIG).train(listener);

    long step = 0;
    for (String call : backend.calls) {
      if (call.startsWith("train ")) {
        String[] ends = call.substring("train ".length()).split("\\.\\.");
        assertThat(Long.parseLong(ends[0])).isEqualTo(step);
        assertThat((Long.parseLong(ends[1]) - 1) / 5).isEqualTo(step / 5);
        step = Long.parseLong(ends[1]);
      }
    }
    assertThat(step).isEqualTo(15);
  }

  @Test
  void validationFollowsEachEpochAndTheTestIsLast() {
    run(CONFIG).train(listener);

    assertThat(backend.calls)
        .filteredOn(call -> !call.startsWith("train "))
        .containsExactly(
            "open",
            "evaluate VALIDATION LIVE",
            "evaluate VALIDATION LIVE",
            "evaluate VALIDATION LIVE",
            "evaluate TEST LIVE",
            "state",
            "forward 6 [logits] LIVE",
            "close");
  }

  @Test
  void theMetricsAreThoseOfTheWeightsThatAreSaved() {
    RunReport report = run(CONFIG.with("ema", "0.9")).train(listener).report();

    assertThat(backend.calls).contains("forward 6 [logits] EMA");
    assertThat(report.testMetrics()).isPresent();
  }

  @Test
  void anEpochAddsUpItsPieces() {
    RunReport report = run(CONFIG).train(listener).report();

    assertThat(report.epochs()).hasSize(3).isEqualTo(epochs).allSatisfy(epoch -> {
      assertThat(epoch.trainLoss()).isEqualTo(2);
      assertThat(epoch.trainAccuracy()).hasValue(5 / 24.0);
      assertThat(epoch.validation()).isPresent();
      assertThat(epoch.validation().get().loss()).isEqualTo(3);
      assertThat(epoch.validation().get().accuracy()).hasValue(7 / 8.0);
      assertThat(epoch.seconds()).isPositive();
      assertThat(epoch.samplesPerSecond() * epoch.seconds()).isCloseTo(24, within(1e-6));
      assertThat(epoch.learningRate()).hasValue(0.001);
    });
    assertThat(report.epochs()).extracting(Epoch::epoch).containsExactly(1, 2, 3);
  }

  @Test
  void theReportSaysWhatRanAndWhatCameOut() {
    Outcome outcome = run(CONFIG).train(listener);
    RunReport report = outcome.report();

    assertThat(report.config()).isEqualTo(CONFIG);
    assertThat(report.dataset())
        .isEqualTo(new RunReport.Source("tiny", Tiny.data(32, 6).sha256()));
    assertThat(report.backend()).isEqualTo("fake");
    assertThat(report.device()).isEqualTo("nothing");
    assertThat(report.versions()).containsEntry("fake", "1.2").containsKeys("pulmu", "java");
    assertThat(report.stopped()).isFalse();
    assertThat(report.steps()).isEqualTo(15);
    assertThat(report.test().get().accuracy()).hasValue(5 / 6.0);
    assertThat(report.parameters()).isEqualTo(4 * 2 + 2 + 2 * 3 + 3);
    assertThat(report.weightsSha256()).isEqualTo(outcome.model().state().weightsSha256());
    assertThat(report.seconds().train()).isPositive();
    assertThat(report.seconds().start()).isPositive();
  }

  @Test
  void theModelKeepsWhatItTakesToUseIt() {
    Outcome outcome = run(CONFIG).train(listener);

    assertThat(outcome.model().classNames()).containsExactly("red", "green", "blue");
    assertThat(outcome.model().normalisation().scale()).isEqualTo(1f / 255);
    assertThat(outcome.model().provenance().testAccuracy()).hasValue(5 / 6.0);
    assertThat(outcome.model().provenance().seed()).isEqualTo(9);
  }

  @Test
  void editsOfTheRateAreToldOnceAndReported() {
    Schedule manual = new Manual(epoch -> epoch < 2 ? 1 : 0.5, 1);
    List<Edit> told = new ArrayList<>();

    RunReport report = run(CONFIG.with(Settings.OPTIMIZER, new Sgd(manual)))
        .train(new Listener() {
          @Override
          public void edit(Edit edit) {
            told.add(edit);
          }
        })
        .report();

    assertThat(told).containsExactly(new Edit(2, 0.5, "callback says 0.5"));
    assertThat(report.edits()).isEqualTo(told);
    assertThat(report.epochs())
        .extracting(epoch -> epoch.learningRate().orElseThrow())
        .containsExactly(1.0, 0.5, 0.5);
  }

  /** The backend's loss is always 3 in an evaluation, always 2 in training. */
  @ParameterizedTest
  @CsvSource({"0.25, 3", "0, 2"})
  void lossOfTheValidationRowsIsWatchedOrThatOfTheTrainingRows(double validation, String loss) {
    Schedule plateau = Schedule.parse("reduce-on-plateau(1, factor=0.5, patience=1, change=0)");
    List<Edit> told = new ArrayList<>();
    List<Integer> epochsBefore = new ArrayList<>();

    RunReport report = run(CONFIG
            .with(Settings.OPTIMIZER, new Sgd(plateau))
            .with(Settings.VALIDATION, validation))
        .train(new Listener() {
          @Override
          public void epoch(Epoch done) {
            epochs.add(done);
          }

          @Override
          public void edit(Edit edit) {
            told.add(edit);
            epochsBefore.add(epochs.size());
          }
        })
        .report();

    assertThat(told)
        .containsExactly(new Edit(
            3,
            0.5,
            "the loss has not fallen below " + loss + " for 1 epoch; the rate goes from 1 to 0.5"));
    assertThat(epochsBefore).containsExactly(2);
    assertThat(report.edits()).isEqualTo(told);
    assertThat(report.epochs())
        .extracting(epoch -> epoch.learningRate().orElseThrow())
        .containsExactly(1.0, 1.0, 0.5);
  }

  @Test
  void trainingBeginsWithTheWeightsOfTheSeed() {
    Run run = run(CONFIG);
    run.train(listener);

    assertThat(backend.opened.get().values())
        .isEqualTo(State.initial(run.plan(), 9).values());
  }

  @Test
  void whoeverWatchesIsToldHowFarItIs() {
    run(CONFIG).train(listener);

    Progress last = progress.get(progress.size() - 1);
    assertThat(progress).extracting(Progress::step).isSorted().doesNotHaveDuplicates();
    assertThat(last.epoch()).isEqualTo(3);
    assertThat(last.epochs()).isEqualTo(3);
    assertThat(last.step()).isEqualTo(15);
    assertThat(last.steps()).isEqualTo(15);
    assertThat(last.totals().samples()).isEqualTo(24);
    assertThat(last.samplesPerSecond()).isPositive();
  }

  @Test
  void withoutValidationAndTestRowsNothingIsEvaluated() {
    RunConfig config = CONFIG.with(Settings.VALIDATION, 0.0);

    RunReport report =
        new Run(config, Tiny.data(32, 0), backend).train(listener).report();

    assertThat(backend.calls).noneMatch(call -> call.startsWith("evaluate"));
    assertThat(report.epochs())
        .allSatisfy(epoch -> assertThat(epoch.validation()).isEmpty());
    assertThat(report.test()).isEmpty();
    assertThat(report.stopped()).isFalse();
  }

  @Test
  void aStoppedRunReportsTheEpochsThatAreDone() {
    Run run = run(CONFIG);

    RunReport report = run.train(new Listener() {
          @Override
          public void epoch(Epoch done) {
            run.stop();
          }
        })
        .report();

    assertThat(report.stopped()).isTrue();
    assertThat(report.epochs()).hasSize(1);
    assertThat(report.steps()).isEqualTo(5);
    assertThat(report.test()).isEmpty();
    assertThat(backend.calls).endsWith("state", "close").doesNotContain("evaluate TEST LIVE");
  }

  @Test
  void aRunThatIsStoppedWithinAnEpochFinishesThePieceInFlight() {
    Run run = run(CONFIG);
    backend.before = run::stop;

    RunReport report = run.train(listener).report();

    assertThat(backend.calls).containsExactly("open", "train 0..1", "state", "close");
    assertThat(report.epochs()).isEmpty();
    assertThat(report.steps()).isEqualTo(1);
  }

  @Test
  void aRunThatIsStoppedBeforeItBeganTrainsNothing() {
    Run run = run(CONFIG);
    run.stop();

    RunReport report = run.train(listener).report();

    assertThat(report.stopped()).isTrue();
    assertThat(report.epochs()).isEmpty();
    assertThat(report.steps()).isZero();
    assertThat(report.json()).contains("\"epochs\" : [ ]");
  }

  @Test
  void aStepThatIsNotFiniteEndsTheRunWithItsName() {
    backend.nonFiniteStep = 7;

    assertThatExceptionOfType(NotFiniteException.class)
        .isThrownBy(() -> run(CONFIG).train(listener))
        .withMessage("loss or gradient is not finite in step 8 (epoch 2); "
            + "its learning rate was 0.001, try a smaller one");
    assertThat(epochs).hasSize(1);
    assertThat(backend.calls).endsWith("close");
  }

  @Test
  void aLossThatIsNotFiniteAfterTheLastUpdateEndsTheRunToo() {
    backend.loss = Double.NaN;

    assertThatExceptionOfType(NotFiniteException.class)
        .isThrownBy(() -> run(CONFIG).train(listener))
        .withMessageStartingWith("weights or their loss are not finite after step ")
        .withMessageEndingWith("its learning rate was 0.001, try a smaller one");
    assertThat(backend.calls).endsWith("close");
  }

  @Test
  void whatDoesNotFitTheDataIsRefusedBeforeAnythingOpens() {
    RunConfig config = RunConfig.parse("limit = 33");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(config))
        .withMessage("cannot keep 33 training rows of 'tiny': it has 32; ask for 1..32");
    assertThat(backend.calls).isEmpty();
  }

  private Run run(RunConfig config) {
    return new Run(config, Tiny.data(32, 6), backend);
  }
}
