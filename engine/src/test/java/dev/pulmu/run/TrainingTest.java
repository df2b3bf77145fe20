package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.checkpoint.CheckpointException;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.report.RunReport;
import dev.pulmu.steering.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which weights a run leaves and when it ends; 5 steps an epoch. */
class TrainingTest {
  private static final RunConfig CONFIG =
      RunConfig.parse("epochs = 6\nbatch = 5\nvalidation = 0.25\nseed = 9\nhidden = 2");

  private final FakeBackend backend = new FakeBackend();

  @TempDir
  private Path directory;

  @Test
  void patienceEndsTheRunWithTheWeightsOfTheBestEpoch() {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0, 2.5, 0.5));

    Outcome outcome = train("early-stopping = patience(2)");

    assertThat(outcome.report().ending()).isEqualTo(Ending.EARLY_STOPPING);
    assertThat(outcome.report().epochs()).hasSize(4);
    assertThat(outcome.report().best()).contains(2);
    assertThat(step(outcome.model())).isEqualTo(10);
    assertThat(outcome.report().test()).isPresent();
    assertThat(backend.calls).containsSubsequence("restore", "evaluate TEST LIVE", "state");
  }

  @Test
  void theBestWeightsAreLeftToARunThatPatienceDidNotEnd() {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0, 2.5, 2.0, 1.5));

    Outcome outcome = train("early-stopping = patience(20)");

    assertThat(outcome.report().ending()).isEqualTo(Ending.EPOCHS);
    assertThat(outcome.report().best()).contains(2);
    assertThat(step(outcome.model())).isEqualTo(10);
  }

  @Test
  void theLastWeightsAreSavedUnlessTheBestAreAskedFor() {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0, 2.5, 2.0, 1.5));
    assertThat(step(train("seed = 9").model())).isEqualTo(30);
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0, 2.5, 2.0, 1.5));
    assertThat(step(train("save = best").model())).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"save = best", "early-stopping = patience(5)"})
  void aRunWhoseNumbersStopBeingFiniteLeavesItsBestEpoch(String keeping) {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0));
    backend.nonFiniteStep = 17;

    NotFiniteException failure = failure(keeping);

    assertThat(failure)
        .hasMessageStartingWith("loss or gradient is not finite in step 18 (epoch 4);");
    Outcome best = failure.best().orElseThrow();
    assertThat(best.report().ending()).isEqualTo(Ending.DIVERGED);
    assertThat(best.report().best()).contains(2);
    assertThat(best.report().epochs()).hasSize(3);
    assertThat(best.report().steps()).isEqualTo(17);
    assertThat(best.report().test()).isPresent();
    assertThat(step(best.model())).isEqualTo(10);
    assertThat(backend.calls).containsSubsequence("restore", "evaluate TEST LIVE", "close");
  }

  @Test
  void aRunWhoseNumbersStopBeingFiniteLeavesNothingWithoutABest() {
    backend.nonFiniteStep = 17;
    assertThat(failure("save = last").best()).isEmpty();
    backend.nonFiniteStep = 3;
    assertThat(failure("save = best").best()).isEmpty();
  }

  /** As where a loss is that of the weights before the last step. */
  @Test
  void weightsThatAreNotFiniteAreNeverTheBest() {
    backend.validationLosses.addAll(List.of(3.0, 2.0, 1.0));
    backend.lastFiniteStep = 14;

    NotFiniteException failure = failure("save = best");

    assertThat(failure)
        .hasMessageStartingWith("weights or their loss are not finite after step 15 (epoch 3);");
    Outcome best = failure.best().orElseThrow();
    assertThat(best.report().best()).contains(2);
    assertThat(step(best.model())).isEqualTo(10);
  }

  private NotFiniteException failure(String changes) {
    return catchThrowableOfType(NotFiniteException.class, () -> train(changes));
  }

  @Test
  void aConditionEndsTheRunAfterTheEpochThatMeetsIt() {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 0.25));

    RunReport report = train("until = validationLoss<=1").report();

    assertThat(report.ending()).isEqualTo(Ending.UNTIL);
    assertThat(report.epochs()).hasSize(2);
    assertThat(report.testSteered()).isFalse();
    assertThat(report.epochs().get(0).test()).isEmpty();
  }

  @Test
  void aConditionOnTheTestRowsIsTakenEachEpochAndSaid() {
    RunReport report = train("until = testAccuracy>=0.5").report();

    assertThat(report.ending()).isEqualTo(Ending.UNTIL);
    assertThat(report.epochs()).hasSize(1);
    assertThat(report.epochs().get(0).test()).isPresent();
    assertThat(report.testSteered()).isTrue();
  }

  @Test
  void timeEndsTheRunWithinAnEpoch() {
    backend.before = () -> sleep(400);
    long began = System.nanoTime();

    RunReport report = train("max-time = 1s").report();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(report.ending()).isEqualTo(Ending.MAX_TIME);
    assertThat(report.steps()).isBetween(1L, 12L); // a busy machine sleeps longer
    assertThat(report.test()).isPresent();
  }

  @Test
  void aMetricThatCannotBeTakenIsRefusedBeforeAnythingOpens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train("validation = 0\nearly-stopping = patience(3)"))
        .withMessage("there are no validation rows to take validationLoss on; hold some back with"
            + " --validation, or name another");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train("validation = 0\nuntil = validationAccuracy>=0.9"))
        .withMessageStartingWith("there are no validation rows to take validationAccuracy on");
    assertThat(backend.calls).isEmpty();
  }

  @Test
  void whatARunKnowsIsInItsCheckpoints() {
    backend.validationLosses.addAll(List.of(3.0, 1.0, 2.0, 2.5, 2.0, 1.5));
    try (RunDirectory run = RunDirectory.create(directory.resolve("run"), 9)) {
      try (Checkpoints checkpoints = new Checkpoints(run, Interval.parse("3epochs"), e -> {})) {
        new Run(CONFIG, Tiny.data(32, 6), backend).train(checkpoints);
      }

      // The best ones, after epochs 1 (if the disk is fast) and 2, those that are due, and the end
      assertThat(run.steps()).contains(10L, 30L).isSubsetOf(5L, 10L, 15L, 30L);
      RunState last = Resumption.of(run, OptionalLong.empty()).orElseThrow().state();
      assertThat(last.step()).isEqualTo(30);
      assertThat(last.epochs()).hasSize(6);
      assertThat(last.best()).contains(new RunState.Best("validationLoss", 1, 2, 10));
      assertThat(last.patience()).isEqualTo(4);
      assertThat(last.ended()).contains(Ending.EPOCHS);
      assertThat(last.config()).isEqualTo(CONFIG);
      assertThat(progressBytes(run, 30)).isCloseTo(progressBytes(run, 10), within(60L));
      RunState second = Resumption.of(run, OptionalLong.of(10)).orElseThrow().state();
      assertThat(second.ended()).isEmpty();
      assertThat(second.epochs())
          .usingRecursiveComparison()
          .isEqualTo(last.epochs().subList(0, 2));
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> Resumption.of(run, OptionalLong.of(11)));
    }
  }

  @Test
  void anotherRunIsNotGoneOnWith() {
    try (RunDirectory run = RunDirectory.create(directory.resolve("run"), 9)) {
      try (Checkpoints checkpoints = new Checkpoints(run, Interval.DEFAULT, e -> {})) {
        new Run(CONFIG, Tiny.data(32, 6), backend).train(checkpoints);
      }
      Resumption found = Resumption.of(run, OptionalLong.empty()).orElseThrow();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> Run.resume(found, CONFIG.with("batch", "6"), Lookup.usual()))
          .withMessage("a run goes on as it began: its batch is 5, came 6; leave --batch out, or"
              + " begin another run");
      found.checkFits(CONFIG.with("epochs", "7").with("until", "trainLoss<=1"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> found.checkFits(new RunReport.Source("other", "ab12")))
          .withMessage("the run was on tiny with SHA-256 " + Tiny.data(32, 6).sha256()
              + ", this is other with ab12; say where its data is with --data");
    }
  }

  /** Epochs are in the history that checkpoints share. */
  private static long progressBytes(RunDirectory run, long step) {
    return run.path()
        .resolve("checkpoints/step-00000000" + step + "/progress.json")
        .toFile()
        .length();
  }

  private Outcome train(String changes) {
    RunConfig config = RunConfig.parse(CONFIG.text());
    for (String line : changes.split("\n")) {
      String[] pair = line.split(" = ");
      config = config.with(pair[0], pair[1]);
    }
    return new Run(config, Tiny.data(32, 6), backend).train();
  }

  /** The model has the weights in the plan's order, of which the first is the step. */
  private static long step(Model model) {
    State state = model.state();
    return (long) state.values()[0];
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
