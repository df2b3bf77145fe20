package dev.pulmu.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.backend.Backend;
import dev.pulmu.datasets.Split;
import dev.pulmu.run.Listener;
import dev.pulmu.run.Run;
import dev.pulmu.steering.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  @Test
  void nothingDependsOnHowManyTrialsRunAtOnce() {
    String one = SmallSearch.onCores(1, SmallSearch.config(8)).run().json();
    for (int cores : new int[] {2, 5}) {
      Search search = SmallSearch.onCores(cores, SmallSearch.config(8));
      assertThat(search.atOnce()).isEqualTo(cores);
      assertThat(search.run().json()).isEqualTo(one);
    }
  }

  @Test
  void aTrialIsTheRunWithItsSettings() {
    SearchResult result = SmallSearch.of(SmallSearch.config(3)).run();
    for (Trial trial : result.ranking()) {
      List<Double> losses = new ArrayList<>();
      Listener listener = new Listener() {
        @Override
        public void epoch(Epoch epoch) {
          losses.add(epoch.trainLoss());
          losses.add(epoch.validation().orElseThrow().loss());
          losses.add(epoch.validation().orElseThrow().accuracy().orElseThrow());
        }
      };
      new Run(result.config().run(trial.values()), SmallSearch.data(0), Backend.choose("cpu"))
          .train(listener);
      List<Double> ofTrial = new ArrayList<>();
      for (Trial.Point point : trial.curve()) {
        ofTrial.add(point.trainLoss());
        ofTrial.add(point.validationLoss());
        ofTrial.add(point.validationAccuracy().orElseThrow());
      }
      assertThat(ofTrial).isEqualTo(losses).hasSize(3 * 4);
      assertThat(trial.epoch()).isEqualTo(4);
    }
  }

  @Test
  void noTestRowIsEverSeen() {
    Backend cpu = Backend.choose("cpu");
    SearchConfig config = SmallSearch.config(4);
    Search poisoned = new Search(config, SmallSearch.data(Float.NaN), cpu);
    assertThat(poisoned.data().rows(Split.TEST)).isEmpty();
    assertThat(poisoned.data().samples()).isEqualTo(SmallSearch.TRAIN);
    assertThat(poisoned.run().ranking())
        .isEqualTo(new Search(config, SmallSearch.data(0), cpu).run().ranking())
        .noneMatch(Trial::diverged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"save = last", "save = best", "early-stopping = patience(9)"})
  void aTrialThatDivergesIsAResultBehindAllOthers(String keeping) {
    String fixed = SmallSearch.FIXED.replace("optimizer = sgd", "optimizer = momentum\nclip = 0")
        + "loss = mean-squared-error\n" + keeping + "\n";
    SearchConfig base = SmallSearch.config(fixed, 10, 1, Optional.empty());
    SearchConfig config =
        new SearchConfig(base.fixed(), List.of(SearchRange.parse("rate=1e-3..1e6")), 10);
    SearchResult result = SmallSearch.of(config).run();

    List<Trial> ranking = result.ranking();
    long diverged = ranking.stream().filter(Trial::diverged).count();
    assertThat(ranking).hasSize(10);
    assertThat(diverged).isBetween(1L, 9L);
    assertThat(ranking.subList(10 - (int) diverged, 10)).allSatisfy(trial -> {
      assertThat(trial.failure().orElseThrow()).contains("not finite").contains("epoch");
      assertThat(trial.values().get("rate"))
          .isGreaterThan(ranking.get(0).values().get("rate"));
    });
    assertThat(result.rounds().get(0).importance().get(0).correlation()).isNegative();
  }

  @Test
  void halvingTrainsFewTrialsToTheEndAsTheyWouldBeWithout() {
    String fixed = SmallSearch.FIXED
        .replace("epochs = 4", "epochs = 9")
        .replace("optimizer = sgd", "optimizer = sgd(rate=cosine(0.1))");
    SearchResult all =
        SmallSearch.of(SmallSearch.config(fixed, 9, 1, Optional.empty())).run();
    SearchResult halved =
        SmallSearch.of(SmallSearch.config(fixed, 9, 1, Optional.of(3))).run();

    assertThat(halved.ranking())
        .extracting(trial -> trial.curve().size())
        .containsExactly(9, 3, 3, 1, 1, 1, 1, 1, 1);
    Map<Integer, Trial> whole = new HashMap<>();
    all.ranking().forEach(trial -> whole.put(trial.number(), trial));
    assertThat(halved.ranking())
        .allSatisfy(trial -> assertThat(trial.curve())
            .isEqualTo(
                whole.get(trial.number()).curve().subList(0, trial.curve().size())));
  }

  @Test
  void theSecondRoundSearchesAroundTheBestOfTheFirst() {
    SearchResult result = SmallSearch.of(
            SmallSearch.config(SmallSearch.FIXED, 10, 2, Optional.empty()))
        .run();

    Round first = result.rounds().get(0);
    Round second = result.rounds().get(1);
    assertThat(second.ranges()).isEqualTo(first.narrowed()).isNotEqualTo(first.ranges());
    assertThat(second.trials()).extracting(Trial::number).first().isEqualTo(10);
    SearchRange rate = second.ranges().get(0);
    assertThat(second.trials())
        .hasSize(10)
        .allSatisfy(
            trial -> assertThat(trial.values().get("rate")).isBetween(rate.low(), rate.high()));
    assertThat(result.ranking()).hasSize(20);
  }

  @Test
  void bestWeightsAreJudgedByTheirEpoch() {
    SearchResult result = SmallSearch.of(
            SmallSearch.config(SmallSearch.FIXED + "save = best\n", 8, 1, Optional.empty()))
        .run();
    assertThat(result.ranking())
        .allSatisfy(trial -> assertThat(trial.loss().orElseThrow())
            .isEqualTo(trial.curve().stream()
                .mapToDouble(Trial.Point::validationLoss)
                .min()
                .orElseThrow()));
  }

  @Test
  void aStoppedSearchKeepsTheTrialsThatAreDone() {
    Search search = SmallSearch.onCores(2, SmallSearch.config(200));
    AtomicInteger told = new AtomicInteger();
    SearchResult result = search.run(
        new SearchListener() {
          @Override
          public void trial(Trial trial, SearchProgress progress) {
            assertThat(progress.done()).isEqualTo(told.incrementAndGet());
            if (progress.done() == 5) {
              search.stop();
            }
          }
        },
        Optional.empty());
    assertThat(result.stopped()).isTrue();
    assertThat(result.ranking()).hasSizeBetween(5, 6);
  }

  @Test
  void whatDoesNotFitTheDataIsRefusedBeforeAnythingRuns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmallSearch.of(
            SmallSearch.config(SmallSearch.FIXED + "limit = 999\n", 1, 1, Optional.empty())))
        .withMessageContaining("cannot keep 999 training rows of 'noisy'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmallSearch.of(SmallSearch.config(
            SmallSearch.FIXED + "class-weights = 1:2\n", 1, 1, Optional.empty())))
        .withMessageContaining("there are 2 class weights for 3 classes");
  }
}
