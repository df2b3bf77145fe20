package dev.pulmu.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.AdamW;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.schedule.Manual;
import dev.pulmu.schedule.Schedule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedTest {
  /** The table behind {@code rows} training rows has 3 rows more, all of them test rows. */
  private static Dataset data(int rows) {
    return new Dataset(
        "rows",
        new Features.Floats(new float[rows + 3], 1, 1, 0),
        new Targets.Labels(new int[rows + 3], 2),
        List.of("a", "b"),
        3);
  }

  private static Plan plan(int batch, boolean batchNorm, ElementRule rule) {
    Network.Builder network = Network.input(1).dense(3);
    if (batchNorm) {
      network.batchNorm(BatchNorm.DEFAULT);
    }
    return Planner.plan(network.dense(2).loss(new SoftmaxCrossEntropy()), rule, batch);
  }

  private static Feed feed(int rows, int batch, boolean batchNorm) {
    return new Feed(plan(batch, batchNorm, Sgd.DEFAULT), data(rows), 3, 1);
  }

  @ParameterizedTest
  @CsvSource({
    // rows, batch, batch norm, steps an epoch, largest batch, rows of the last step
    "100, 10, false, 10, 10, 10",
    "100, 10, true,  10, 10, 10",
    "105, 10, false, 11, 10, 5",
    "105, 10, true,  11, 10, 5",
    "101, 10, false, 11, 10, 1", // a lone row is its own step
    "101, 10, true,  10, 11, 11", // with batch norm it joins the batch before
    "102, 10, true,  11, 10, 2",
    "11,  10, true,  1,  11, 11",
    "7,   10, false, 1,  7,  7", // batch larger than the data
    "7,   10, true,  1,  7,  7",
    "1,   10, false, 1,  1,  1",
    "5,   1,  false, 5,  1,  1",
  })
  void epochIsCutIntoBatches(
      int rows, int batch, boolean batchNorm, int steps, int largest, int last) {
    Feed feed = feed(rows, batch, batchNorm);
    assertThat(feed.stepsPerEpoch()).isEqualTo(steps);
    assertThat(feed.steps()).isEqualTo(3L * steps);
    assertThat(feed.largestBatch()).isEqualTo(largest);
    assertThat(feed.end(steps - 1) - feed.start(steps - 1)).isEqualTo(last);
    int at = 0;
    for (long step = 0; step < steps; step++) {
      assertThat(feed.start(step)).isEqualTo(at);
      assertThat(feed.start(step + 2L * steps)).isEqualTo(at);
      assertThat(feed.end(step + 2L * steps)).isEqualTo(feed.end(step));
      if (step < steps - 1) {
        assertThat(feed.end(step)).isEqualTo(at + batch);
      }
      at = feed.end(step);
    }
    assertThat(at).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({
    // rows, batch, batch norm, steps an epoch
    "100, 10, false, 10",
    "109, 10, false, 10",
    "101, 10, true,  10", // the lone row is dropped, it does not join
    "10,  10, true,  1",
  })
  void rowsThatFillNoBatchAreDroppedWhereThatIsAsked(
      int rows, int batch, boolean batchNorm, int steps) {
    Plan plan = plan(batch, batchNorm, Sgd.DEFAULT);
    Feed feed = new Feed(plan, data(rows), 3, 1, Sampling.SHUFFLE, true);
    assertThat(feed.stepsPerEpoch()).isEqualTo(steps);
    assertThat(feed.largestBatch()).isEqualTo(batch);
    assertThat(feed.start(2L * steps - 1)).isEqualTo(batch * (steps - 1));
    assertThat(feed.end(2L * steps - 1)).isEqualTo(batch * steps);
    assertThat(feed.order(1)).hasSize(rows);
  }

  private static Plan accumulating(int batch, int accumulate, boolean batchNorm) {
    Plan plan = plan(batch, batchNorm, Sgd.DEFAULT);
    return Planner.plan(plan.network(), plan.update(), batch, accumulate, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    // rows, batch, accumulate, batch norm, largest batch, the steps' batches
    "60, 10, 3, true,  10, 10 10 10|10 10 10",
    "75, 10, 3, false, 10, 10 10 10|10 10 10|10 5",
    "72, 10, 3, true,  10, 10 10 10|10 10 10|10 2",
    "61, 10, 3, false, 10, 10 10 10|10 10 10|1", // a lone row is its own step
    "61, 10, 3, true,  11, 10 10 10|10 10 11", // or joins the batch before, in the step before
    "41, 10, 3, false, 10, 10 10 10|10 1",
    "41, 10, 3, true,  11, 10 10 10|11", // or in its own step
    "51, 10, 3, true,  11, 10 10 10|10 11",
    "31, 10, 3, true,  11, 10 10 11",
    "11, 10, 3, true,  11, 11",
    "7,  10, 3, true,  7,  7",
    "25, 10, 9, false, 10, 10 10 5", // less than a step
    "25, 10, 214748364, true, 10, 10 10 5",
    "5,  1,  2, false, 1,  1 1|1 1|1",
  })
  void stepsAccumulateBatches(
      int rows, int batch, int accumulate, boolean batchNorm, int largest, String steps) {
    Feed feed = new Feed(accumulating(batch, accumulate, batchNorm), data(rows), 3, 1);
    assertThat(feed.largestBatch()).isEqualTo(largest);
    assertThat(cut(feed, 0)).isEqualTo(steps);
    assertThat(cut(feed, 2)).isEqualTo(steps);
    assertThat(feed.start(0)).isZero();
    assertThat(feed.end(feed.steps() - 1)).isEqualTo(rows);
  }

  /** The rows of every batch of an epoch, which follow one another without a gap. */
  private static String cut(Feed feed, long epoch) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (int s = 0; s < feed.stepsPerEpoch(); s++) {
      long step = epoch * feed.stepsPerEpoch() + s;
      int[] cuts = feed.cuts(step);
      assertThat(cuts[0]).isEqualTo(at).isEqualTo(feed.start(step));
      text.append(s > 0 ? "|" : "");
      for (int i = 1; i < cuts.length; i++) {
        text.append(i > 1 ? " " : "").append(cuts[i] - cuts[i - 1]);
      }
      at = cuts[cuts.length - 1];
      assertThat(at).isEqualTo(feed.end(step));
    }
    return text.toString();
  }

  @Test
  void rowsThatFillNoStepAreDroppedWhereThatIsAsked() {
    Plan plan = accumulating(10, 3, true);
    Feed feed = new Feed(plan, data(85), 3, 1, Sampling.SHUFFLE, true);
    assertThat(cut(feed, 1)).isEqualTo("10 10 10|10 10 10");
    assertThat(feed.order(1)).hasSize(85);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feed(plan, data(29), 3, 1, Sampling.SHUFFLE, true))
        .withMessage("'rows' has 29 training rows, less than one step of 30, and dropping the last"
            + " leaves none");
  }

  @Test
  void feedOfAnotherAccumulationIsNamed() {
    Feed feed = new Feed(accumulating(10, 3, false), data(50), 3, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.checkFits(accumulating(10, 1, false), data(50)))
        .withMessageContainingAll("batch 10, accumulate 3)", "batch 10");
    Plan plan = accumulating(10, 3, false);
    Plan frozen = Planner.plan(plan.network(), plan.update(), 10, 3, List.of("dense1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.checkFits(frozen, data(50)))
        .withMessageEndingWith("batch 10, accumulate 3, frozen dense1");
  }

  @Test
  void droppingTheOnlyBatchIsRefused() {
    Plan plan = plan(10, false, Sgd.DEFAULT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feed(plan, data(9), 3, 1, Sampling.SHUFFLE, true))
        .withMessage("'rows' has 9 training rows, less than one batch of 10, and dropping the last"
            + " leaves none");
  }

  @Test
  void batchNormOfOneRowIsRefused() {
    Plan plan = plan(10, true, Sgd.DEFAULT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feed(plan, data(1), 3, 1))
        .withMessage("batch norm wants at least 2 training rows, 'rows' has 1");
  }

  @Test
  void inSequenceEveryEpochIsTheTable() {
    Dataset data = data(57).withValidation(0.2, 9);
    Feed feed = new Feed(plan(8, false, Sgd.DEFAULT), data, 3, 4, Sampling.SEQUENTIAL, false);
    assertThat(feed.order(0)).isEqualTo(data.rows(Split.TRAIN)).isSorted();
    assertThat(feed.order(2)).isEqualTo(feed.order(0));
  }

  @Test
  void withReplacementEveryPlaceDrawsFromAllTrainingRows() {
    Dataset data = data(10_000).withValidation(0.2, 9);
    Plan plan = plan(8, false, Sgd.DEFAULT);
    Feed feed = new Feed(plan, data, 3, 4, Sampling.WITH_REPLACEMENT, false);
    int[] first = feed.order(0);
    assertThat(first).hasSize(8_000).isNotEqualTo(feed.order(1)).isEqualTo(feed.order(0));
    Set<Integer> rows = new HashSet<>(Arrays.stream(first).boxed().toList());
    assertThat(Arrays.stream(data.rows(Split.TRAIN)).boxed().toList()).containsAll(rows);
    // 1 - (1 - 1/n)^n of them: 5057, deviation 28: five of it
    assertThat(rows.size()).isBetween(4_917, 5_197);
    Feed otherSeed = new Feed(plan, data, 3, 5, Sampling.WITH_REPLACEMENT, false);
    assertThat(otherSeed.order(0)).isNotEqualTo(first);
  }

  @Test
  void everyEpochIsAPermutationOfTheTrainingRows() {
    Dataset data = data(57).withValidation(0.2, 9);
    Feed feed = new Feed(plan(8, false, Sgd.DEFAULT), data, 20, 4);
    Set<List<Integer>> orders = new HashSet<>();
    for (long epoch = 0; epoch < 20; epoch++) {
      int[] order = feed.order(epoch);
      orders.add(Arrays.stream(order).boxed().toList());
      Arrays.sort(order);
      assertThat(order).isEqualTo(data.rows(Split.TRAIN));
    }
    assertThat(orders).as("orders that differ").hasSize(20);
  }

  @Test
  void orderFollowsTheSeedAndNothingElse() {
    Plan plan = plan(8, false, Sgd.DEFAULT);
    Feed feed = new Feed(plan, data(50), 3, 1);
    assertThat(feed.order(2)).isEqualTo(new Feed(plan, data(50), 9, 1).order(2));
    assertThat(feed.order(2)).isEqualTo(feed.order(2));
    assertThat(feed.order(2)).isNotEqualTo(new Feed(plan, data(50), 3, 2).order(2));
    assertThat(feed.seed()).isEqualTo(1);
  }

  @Test
  void orderIsACopy() {
    Feed feed = feed(5, 2, false);
    Arrays.fill(feed.order(0), 0);
    assertThat(feed.order(0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void firstShufflesAreThoseOfTheFirstRelease() {
    // A change of these changes every seeded result.
    int[] order = feed(10, 3, false).order(0);
    assertThat(order).containsExactly(2, 0, 6, 8, 5, 1, 4, 9, 7, 3);
  }

  @Test
  void everyRowComesUpEarlyAboutEquallyOften() {
    Feed feed = new Feed(plan(1, false, Sgd.DEFAULT), data(10), 1, 7);
    int[] firsts = new int[10];
    for (long epoch = 0; epoch < 10_000; epoch++) {
      firsts[feed.order(epoch)[0]]++;
    }
    // 1,000 each, deviation 30: five of it
    for (int count : firsts) {
      assertThat(count).isBetween(850, 1150);
    }
  }

  @Test
  void dataThatDoesNotFitThePlanIsRefused() {
    Plan plan = plan(4, false, Sgd.DEFAULT);
    Features wide = new Features.Floats(new float[20], 2, 1, 0);
    Targets two = new Targets.Labels(new int[10], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feed(plan, new Dataset("d", wide, two, List.of("a", "b"), 0), 1, 1))
        .withMessage("the network wants 1 inputs, data set 'd' has 2 columns");
    Features narrow = new Features.Floats(new float[10], 1, 1, 0);
    Targets values = new Targets.Values(new float[20], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Feed(plan, new Dataset("d", narrow, values, List.of(), 0), 1, 1))
        .withMessageContaining("wants class labels");
  }

  @Test
  void feedFitsItsOwnPlanAndAnyDataThatHasItsRows() {
    Feed feed = feed(10, 4, false);
    feed.checkFits(plan(4, false, Sgd.DEFAULT), data(10));
    feed.checkFits(plan(4, false, Sgd.DEFAULT), data(99));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.checkFits(plan(4, false, Sgd.DEFAULT), data(6)))
        .withMessage("data set 'rows' has rows 0..8, came 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.checkFits(plan(5, false, Sgd.DEFAULT), data(10)))
        .withMessage("the feed is for another plan (sgd(rate=0.01), batch 4);"
            + " this one has sgd(rate=0.01), batch 5");
  }

  @Test
  void rateKnowsThePlaceInTheRun() {
    Schedule.Place[] asked = new Schedule.Place[1];
    Schedule schedule = new Schedule() {
      @Override
      public double rate(Place place) {
        asked[0] = place;
        return 0.25;
      }

      @Override
      public String text() {
        return "spy";
      }
    };
    Feed feed = new Feed(plan(4, false, new Sgd(schedule)), data(10), 5, 1);
    assertThat(feed.rate(7)).isEqualTo(0.25);
    assertThat(asked[0]).isEqualTo(new Schedule.Place(7, 3, 15));
    assertThat(feed.numbers(8).rule()).containsExactly(0.25f);
    assertThat(asked[0].step()).isEqualTo(8);
  }

  /** Polynomial of power 1 to 0: the rate is the share of the steps that is left. */
  @Test
  void aRunIsAsLongForItsScheduleAsItsSpansSay() {
    Schedule schedule = Schedule.parse("polynomial(1)");
    Schedule.Past past = new Schedule.Past(
        0, List.of(), List.of(), List.of(new Schedule.Span(0, 2), new Schedule.Span(7, 4)));
    Feed feed =
        new Feed(plan(4, false, new Sgd(schedule)), data(10), 5, 1, Sampling.SHUFFLE, false, past);
    assertThat(feed.steps()).isEqualTo(15);
    List<Double> twelfths =
        List.of(12.0, 10.0, 8.0, 6.0, 4.0, 2.0, 0.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0);
    for (int step = 0; step < 15; step++) {
      assertThat(feed.rate(step)).isCloseTo(twelfths.get(step) / 12, within(1e-15));
    }
  }

  @Test
  void ratesThatAPersonEditsAreAskedForOnceAnEpochAndRemembered() {
    int[] asked = new int[1];
    Schedule manual = new Manual(epoch -> 1.0 / (epoch + asked[0]++), 1);
    Feed feed = new Feed(plan(4, false, new Sgd(manual)), data(10), 5, 1);
    assertThat(feed.edits()).isEmpty();
    for (int step = 0; step < 6; step++) {
      assertThat(feed.rate(step)).isEqualTo(step < 3 ? 1 : 1.0 / 3);
    }
    assertThat(feed.edits())
        .containsExactly(new Schedule.Edit(2, 1.0 / 3, "callback says 0.3333333333333333"));
  }

  @Test
  void ratesGoOnFromThePastOfARun() {
    Schedule.Edit edit = new Schedule.Edit(2, 0.25, "callback says 0.25");
    Plan plan = plan(4, false, new Sgd(new Manual(epoch -> 0.125, 1)));
    Schedule.Past past = new Schedule.Past(2, List.of(edit), List.of(3.0), List.of());
    Feed feed = new Feed(plan, data(10), 5, 1, Sampling.SHUFFLE, false, past);
    assertThat(feed.rate(2)).isEqualTo(1);
    assertThat(feed.rate(5)).isEqualTo(0.25);
    assertThat(feed.edits()).containsExactly(edit);
    assertThat(feed.rate(6)).isEqualTo(0.125);
    assertThat(feed.order(1)).isEqualTo(new Feed(plan, data(10), 5, 1).order(1));
  }

  @Test
  void ratesFollowTheLossAndEditsBehindTheLastEpochAreNone() {
    Schedule plateau = Schedule.parse("reduce-on-plateau(8, factor=0.5, patience=1)");
    Feed feed = new Feed(plan(4, false, new Sgd(plateau)), data(10), 3, 1);
    feed.observe(1);
    feed.observe(1);
    assertThat(feed.rate(5)).isEqualTo(8);
    assertThat(feed.rate(6)).isEqualTo(4);
    assertThat(feed.edits()).extracting(Schedule.Edit::epoch).containsExactly(3);
    feed.observe(1);
    assertThat(feed.edits()).extracting(Schedule.Edit::epoch).containsExactly(3);
  }

  @Test
  void numbersOfTheFormulaCountStepsFromOne() {
    Feed feed = new Feed(plan(4, false, Adam.DEFAULT), data(10), 5, 1);
    assertThat(feed.numbers(0).rule()).isEqualTo(Adam.DEFAULT.perStep(0.001, 1));
    assertThat(feed.numbers(9).rule()).isEqualTo(Adam.DEFAULT.perStep(0.001, 10));
  }

  /** 1 − η λ; the rate of the e-th epoch, of three steps, is 1 / e. */
  @Test
  void decoupledDecayKeepsLessTheHigherTheRate() {
    Schedule rates = new Manual(epoch -> 1.0 / epoch, 1);
    Plan plan = plan(4, false, new AdamW(Adam.DEFAULT.withRate(rates), 0.25));
    Feed feed = new Feed(plan, data(10), 5, 1);
    assertThat(feed.numbers(2).kept()).isEqualTo(0.75f);
    assertThat(feed.numbers(3).kept()).isEqualTo(0.875f);
    assertThat(new Feed(plan(4, false, Adam.DEFAULT), data(10), 5, 1).numbers(0).kept())
        .isOne();
  }
}
