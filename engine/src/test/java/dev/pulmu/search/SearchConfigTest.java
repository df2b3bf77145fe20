package dev.pulmu.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchConfigTest {
  private static final String RATE = "rate=1e-6..1e-2";
  private static final String DECAY = "weight-decay=1e-8..1e-4";

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          optimizer = sgd | rate=1..2 | optimizer = sgd(rate=1.5)
          optimizer = adam(beta2=0.99) | beta1=0.1..0.9 linear | optimizer = adam(beta1=0.5, beta2=0.99)
          optimizer = adam(rate=cosine(0.1, end=0.01)) | rate=1..2 | optimizer = adam(rate=cosine(1.5, end=0.01))
          schedule = warmup(5) then step(every=3) | rate=1..2 | schedule = warmup(5) then step(1.5, every=3)
          optimizer = momentum | momentum=0.1..0.9 linear | optimizer = momentum(momentum=0.5)
          batch = all | batch=10..20 linear | batch = 15
          dropout = 0 | dropout=0.1..0.9 linear | dropout = 0.5
          label-smoothing = 0 | label-smoothing=0.1..0.9 linear | label-smoothing = 0.5
          """)
  void aValueTakesItsPlaceInTheSettings(String fixed, String range, String wanted) {
    SearchRange parsed = SearchRange.parse(range);
    double middle = (parsed.low() + parsed.high()) / 2;
    SearchConfig config = config(fixed, 1, range);

    assertThat(config.run(Map.of(parsed.name(), middle))).isEqualTo(RunConfig.parse(wanted));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          rat=1..2 | range rat: no number to search over 'rat'; did you mean 'rate'? Known: weight-decay, l1, clip, ema, batch, accumulate, epochs, dropout, label-smoothing, rate
          activation=1..2 | range activation: no number to search over 'activation'; known: weight-decay, l1, clip, ema, batch, accumulate, epochs, dropout, label-smoothing, rate
          seed=1..9 | range seed: it decides which rows trials are judged on, which must be the same for all; give it one value with --seed
          limit=10..90 | range limit: it decides which rows trials are judged on, which must be the same for all; give it one value with --limit
          dropout=0.5..1.5 linear | range dropout: dropout wants a probability in [0, 1), came 1.5
          ema=0.5..2 linear | range ema: the decay of the weights' average is in [0, 1), came 2
          """)
  void aRangeOfWhatIsNoNumberOrCannotBeIsRefused(String range, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("optimizer = sgd", 1, range))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          validation = 0 | a search wants rows to judge trials on, --validation 0 holds none back
          max-time = 5s | a search cannot repeat what --max-time ends; give trials fewer --epochs, or take --halving
          schedule = manual(rate.txt) | a search cannot repeat the schedule manual; take one that nobody edits
          until = testAccuracy>=0.9 | a search never looks at the test rows, --until testAccuracy>=0.9 would; take a metric of training or validation rows
          """)
  void whatCannotBeRepeatedOrLooksAtTestRowsIsRefused(String fixed, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(fixed, 1, RATE))
        .withMessage(message);
  }

  @Test
  void emptyDoubleAndClashingRangesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("", 1))
        .withMessage("a search wants something to search over, as in --range 'rate=1e-6..1e-2'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("", 1, RATE, "rate=1..2"))
        .withMessage("range rate was given already");
    List<SearchRange> epochs = List.of(SearchRange.parse("epochs=1..9"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchConfig(RunConfig.DEFAULT, epochs, 9, 1, Optional.of(3)))
        .withMessage(
            "range epochs: halving says how many epochs a trial gets; leave one of the two out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SearchConfig(RunConfig.DEFAULT, epochs, 9, 1, Optional.of(1)))
        .withMessage("halving wants a whole number of at least 2, came 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config("", 0, RATE))
        .withMessage("trials wants a whole number of at least 1, came 0");
  }

  @Test
  void aSettingOfWholeNumbersIsSearchedInWholeNumbers() {
    assertThat(config("", 1, "batch=16..512").ranges().get(0).whole()).isTrue();
  }

  @Test
  void theValuesOfATrialDependOnNothingButSeedNumberAndPlace() {
    SearchConfig two = config("", 7, RATE, DECAY);
    SearchConfig one = config("", 500, RATE);
    for (int number : new int[] {0, 6, 400}) {
      assertThat(two.draw(two.ranges(), number).get("rate"))
          .isEqualTo(one.draw(one.ranges(), number).get("rate"));
    }
    assertThat(one.draw(one.ranges(), 0)).isNotEqualTo(one.draw(one.ranges(), 1));
    SearchConfig other = config("seed = 43", 500, RATE);
    assertThat(one.draw(one.ranges(), 0)).isNotEqualTo(other.draw(other.ranges(), 0));
  }

  @Test
  void drawsFillTheRangeEvenly() {
    SearchConfig config = config("", 1, RATE, DECAY);
    Integer[] decades = {0, 0, 0, 0};
    for (int number = 0; number < 4000; number++) {
      double decay = config.draw(config.ranges(), number).get("weight-decay");
      decades[(int) Math.floor(Math.log10(decay)) + 8]++;
    }
    // 1000 each, five standard deviations of a binomial (27.4) around it
    assertThat(decades).allSatisfy(count -> assertThat(count).isBetween(863, 1137));
  }

  @Test
  void hyperbandsTableIsWhatHalvingDoes() {
    // Li et al. 2018, table 1, s = 4: R = 81, eta = 3
    assertThat(Halving.rungs(3, 81, 81))
        .containsExactly(rung(81, 1), rung(27, 3), rung(9, 9), rung(3, 27), rung(1, 81));
    assertThat(Halving.rungs(3, 100, 50))
        .containsExactly(rung(100, 1), rung(33, 5), rung(11, 16), rung(3, 50));
    assertThat(Halving.rungs(4, 3, 50)).containsExactly(rung(3, 50));
  }

  @Test
  void whatDiffersFromAnotherSearchIsNamed() {
    SearchConfig was = config("", 7, RATE);
    was.requireSame("runs/a", config("", 7, RATE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> was.requireSame("runs/a", config("", 8, RATE)))
        .withMessage("runs/a is a search with --trials '7', asked was '8'; leave it out, or begin a"
            + " new search");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> was.requireSame("runs/a", config("epochs = 9", 7, RATE)))
        .withMessageContaining("--epochs '5', asked was '9'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> was.requireSame("runs/a", config("", 7, "rate=1e-6..1e-1")))
        .withMessageContaining("--range 'rate=1e-6..0.01 log10', asked was 'rate=1e-6..0.1 log10'");
  }

  private static Halving.Rung rung(int trials, int epochs) {
    return new Halving.Rung(trials, epochs);
  }

  private static SearchConfig config(String fixed, int trials, String... ranges) {
    return new SearchConfig(
        RunConfig.parse(fixed).with(Settings.DATASET, "auto"),
        Arrays.stream(ranges).map(SearchRange::parse).toList(),
        trials);
  }
}
