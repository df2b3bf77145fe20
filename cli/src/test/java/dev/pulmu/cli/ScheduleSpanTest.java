package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rates that know how long the run is, where it is given other epochs. Rates of the last steps of
 * epochs of 17 steps, by the formulas in Python: step s of n, x = s / n,
 *
 * <pre>
 *   cosine      .001 + .009 (1 + cos πx) / 2
 *   polynomial  .001 + .009 (1 − x)²
 *   one-cycle   .0004 → .01 along half a cosine until x = .3, then → 0
 *   warm-up     .01 (s + 1) / 34 for two epochs, then a cosine → 0 over those that are left
 * </pre>
 */
class ScheduleSpanTest {
  private static final String COSINE = "cosine(0.01, end=0.001)";

  @TempDir
  private static Path shared;

  private static String data;

  @TempDir
  private Path directory;

  private Path run;

  @BeforeAll
  static void write() throws IOException {
    data = data(shared.resolve("data")).toString();
  }

  @BeforeEach
  void name() {
    run = directory.resolve("run");
  }

  private Result train(String schedule, int epochs) {
    return done(pulmu(
        "train",
        "--data",
        data,
        "--hidden",
        "4",
        "--batch",
        "32",
        "--backend",
        "cpu",
        "--schedule",
        schedule,
        "--epochs",
        Integer.toString(epochs),
        "--out",
        run.toString()));
  }

  private Result resume(int epochs, String... more) {
    List<String> command = new ArrayList<>(List.of(
        "train",
        "--data",
        data,
        "--resume",
        run.toString(),
        "--epochs",
        "" + epochs,
        "--keep-checkpoints",
        "9"));
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  private static Result done(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result;
  }

  private void assertRates(String rates) throws IOException {
    List<Double> came = new ArrayList<>();
    RunFiles.report(run)
        .get("epochs")
        .forEach(e -> came.add(e.get("learningRate").doubleValue()));
    double[] wanted =
        Arrays.stream(rates.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(came).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(came.get(i)).as("epoch %s", i + 1).isCloseTo(wanted[i], within(1e-16));
    }
  }

  private void assertReplays() {
    Result replay = done(pulmu("replay", run.toString(), "--data", data));
    assertThat(replay.out()).endsWith(": as in the report\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      cosine(0.01, end=0.001)              | 0.001 | 0.00882554012749297 0.00570782556390583 0.00246836960359049 0.00100480161338932 0.001 0.001
      polynomial(0.01, power=2, end=0.001) | 0.001 | 0.00626297577854671 0.00338429930795848 0.00163062283737024 0.00100194636678201 0.001 0.001
      one-cycle(0.01)                      | 0 and no weight moves | 0.00893958675772322 0.00836847821823279 0.00313240778687244 1.0885996609972e-05 0 0
      warmup(2epochs) then cosine(0.01)    | 0 and no weight moves | 0.005 0.01 0.00546134179731651 2.13291185248276e-05 0 0
      """)
  void moreEpochsKeepTheScheduleAtItsEndAndAReplayKnows(String schedule, String end, String rates)
      throws IOException {
    train(schedule, 4);
    assertThat(done(resume(6)).out().lines())
        .contains("learning rate: its schedule keeps to 4 epochs, then it stays " + end
            + "; --stretch-schedule spreads it over 6");
    assertRates(rates);
    assertReplays();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      cosine(0.01, end=0.001)              | 0.001005 to 0.0055 | 0.00882554012749297 0.00570782556390583 0.00246836960359049 0.00100480161338932 0.00387441250215781 0.00239236545243623 0.0013834275918039 0.00100120056349763
      polynomial(0.01, power=2, end=0.001) | 0.001002 to 0.00325 | 0.00626297577854671 0.00338429930795848 0.00163062283737024 0.00100194636678201 0.00231574394463668 0.00159607482698962 0.00115765570934256 0.0010004865916955
      one-cycle(0.01)                      | 1.089e-5 to 0.008117 | 0.00893958675772322 0.00836847821823279 0.00313240778687244 1.0885996609972e-05 0.0057234499601677 0.00298039497564052 0.000856453145815908 2.72224021167014e-06
      warmup(2epochs) then cosine(0.01)    | 2.133e-5 to 0.0075 | 0.005 0.01 0.00546134179731651 2.13291185248276e-05 0.00515397529278085 0.00263453221581995 0.000748914321351929 2.3714014331707e-06
      """)
  void aScheduleIsStretchedWhereThatIsAskedForAndAReplayKnows(
      String schedule, String change, String rates) throws IOException {
    train(schedule, 4);
    assertThat(done(resume(8, "--stretch-schedule")).out().lines())
        .contains("learning rate: from here on as in a run of 8 epochs; it goes from " + change);
    assertRates(rates);
    assertReplays();
  }

  /** 4 epochs, 6 as they are, 8 stretched at step 102, 9 as they are. */
  @Test
  void everyResumeKeepsWhatThoseBeforeItSaid() throws IOException {
    train(COSINE, 4);
    done(resume(6));
    done(resume(8, "--stretch-schedule"));
    assertThat(done(resume(9)).out()).contains("keeps to 8 epochs, then it stays 0.001; ");
    assertRates("0.00882554012749297 0.00570782556390583 0.00246836960359049 0.00100480161338932"
        + " 0.001 0.001 0.0013834275918039 0.00100120056349763 0.001");
    assertThat(RunFiles.report(run).get("scheduleSpans"))
        .hasToString("[{\"fromStep\":0,\"epochs\":4},{\"fromStep\":102,\"epochs\":8}]");
    assertReplays();
  }

  @Test
  void aStretchIsNotForgottenByAKillBeforeTheFirstStepAfterIt() throws IOException {
    train(COSINE, 4);
    done(resume(8, "--stretch-schedule"));
    JsonNode whole = RunFiles.result(run);
    Files.delete(run.resolve("report.json"));
    assertThat(done(resume(8, "--at", "68")).out()).doesNotContain("learning rate:");
    assertThat(RunFiles.result(run)).isEqualTo(whole);
  }

  /** 8 epochs of which 4 are left, then 2, as they are. */
  @Test
  void fewerEpochsKeepTheScheduleToo() throws IOException {
    train(COSINE, 4);
    done(resume(8, "--stretch-schedule"));
    Files.delete(run.resolve("report.json"));
    Result less = done(resume(6, "--at", "68"));
    assertThat(less.out().lines())
        .contains("learning rate: its schedule keeps to 8 epochs, of which 6 are done;"
            + " --stretch-schedule spreads it over 6");
    assertRates("0.00882554012749297 0.00570782556390583 0.00246836960359049 0.00100480161338932"
        + " 0.00387441250215781 0.00239236545243623");
    assertReplays();
  }

  @Test
  void aRateThatDoesNotKnowTheRunsLengthGoesOnWithoutAWord() throws IOException {
    train("step(0.01, factor=0.5, every=2)", 4);
    assertThat(done(resume(6)).out()).doesNotContain("learning rate:");
    assertRates("0.01 0.01 0.005 0.005 0.0025 0.0025");
    assertThat(RunFiles.report(run).has("scheduleSpans")).isFalse();
    assertReplays();
  }

  @Test
  void asManyEpochsAsTheScheduleHasAreNotWorthAWord() throws IOException {
    train(COSINE, 4);
    done(resume(6));
    assertThat(RunFiles.report(run).has("scheduleSpans")).isTrue();
    assertThat(done(resume(4, "--at", "68")).out()).doesNotContain("learning rate:");
    assertThat(RunFiles.report(run).has("scheduleSpans")).isFalse();
  }

  @Test
  void whatCannotBeStretchedIsRefusedAndNothingIsLost() throws IOException {
    train("step(0.01, every=2)", 2);
    List<String> before = tree(run);
    Result refused = resume(4, "--stretch-schedule");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errorLines())
        .containsExactly(
            "pulmu train: only a rate by cosine, one-cycle or polynomial can be stretched,"
                + " this run's does not know how long it is; leave --stretch-schedule out");
    assertThat(tree(run)).isEqualTo(before);
    assertThat(pulmu("train", "--data", data, "--stretch-schedule").errorLines())
        .containsExactly(
            "pulmu train: --stretch-schedule wants a run to go on with; add --resume DIR");
  }

  /** As a version would have left it whose schedules jumped. */
  @Test
  void aReplayThatCannotComeToTheSameSaysWhichRateIsAnother() throws IOException {
    train(COSINE, 4);
    done(resume(6));
    ObjectNode report = RunFiles.report(run);
    report.remove("scheduleSpans");
    Path old = Files.writeString(directory.resolve("old.json"), report.toString());
    Result replay = pulmu("replay", old.toString(), "--data", data);
    assertThat(replay.status()).isEqualTo(1);
    JsonNode first = report.at("/epochs/0/learningRate");
    assertThat(replay.out())
        .contains("learning rate of epoch 1: " + first.doubleValue() + " then, 0.0094")
        .doesNotContain("nothing has changed");
  }
}
