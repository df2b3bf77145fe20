package dev.pulmu.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.search.Trial.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Who is better, what is searched next, and what mattered. */
class RoundTest {
  private static final SearchRange RATE = SearchRange.parse("rate=1e-4..1");

  @Test
  void accuracyCountsThenLossThenWhoWasFirstAndTheDivergedAreLast() {
    Round round = new Round(
        List.of(RATE),
        List.of(
            diverged(0),
            trial(1, 0, 0.5, 0.9),
            trial(2, 0, 0.9, 0.8),
            trial(3, 0, 0.9, 0.7),
            trial(4, 0, 0.9, 0.7),
            trial(5, 1, 0.1, 2.0)));
    assertThat(round.ranking()).extracting(Trial::number).containsExactly(5, 3, 4, 2, 1, 0);
  }

  @Test
  void theNextRoundLooksAroundTheBestFifth() {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 15; i++) { // rates 10^-4 … 10^-0.5; the best are 10^-2, 10^-1.75, 10^-1.5
      double place = -4 + i * 0.25;
      trials.add(trial(i, Math.pow(10, place), 1 - Math.abs(place + 1.75) / 10));
    }
    assertThat(new Round(List.of(RATE), trials).narrowed())
        .containsExactly(SearchRange.parse("rate=0.008913..0.03548")); // 10^-2.05, 10^-1.45
  }

  @Test
  void rangesStayWhereAlmostAllDiverged() {
    Round round = new Round(List.of(RATE), List.of(diverged(0), trial(1, 0, 0.5, 1), diverged(2)));
    assertThat(round.narrowed()).containsExactly(RATE);
  }

  /**
   * SciPy 1.17: {@code spearmanr(x, y)}; H of {@code kruskal} over three bins of equal width; 1 -
   * (1 - H/11) * 11/9.
   */
  @Test
  void importanceIsWhatSciPySays() {
    double[] places = {-3.9, -3.1, -2.2, -1.4, -0.3, -3.5, -2.7, -1.9, -0.8, -2.0, -1.1, -3.3};
    double[] good = {.10, .21, .55, .83, .30, .12, .55, .71, .62, .66, .83, .10};
    Importance importance = Importance.of("rate", places, good, -4, 0);
    assertThat(importance.share()).isCloseTo(0.5532914539981675, within(1e-12));
    assertThat(importance.correlation()).isCloseTo(0.7170574182214873, within(1e-12));
  }

  @Test
  void importanceOfTrialsUsesTheirPlacesInTheRanking() {
    double[] places = {-3.9, -3.1, -2.2, -1.4, -0.3, -3.5, -2.7, -1.9, -0.8, -2.0, -1.1, -3.3};
    double[] good = {.10, .21, .55, .83, .30, .12, .55, .71, .62, .66, .83, .10};
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      boolean worst = good[i] == .10; // they diverge here, which is as bad
      trials.add(
          worst
              ? diverged(i, Math.pow(10, places[i]))
              : trial(i, Math.pow(10, places[i]), good[i]));
    }
    Importance importance = new Round(List.of(RATE), trials).importance().get(0);
    assertThat(importance.share()).isCloseTo(0.5532914539981675, within(1e-12));
    assertThat(importance.correlation()).isCloseTo(0.7170574182214873, within(1e-12));
  }

  @Test
  void nothingMattersWhereAllAreAlike() {
    assertThat(Importance.of("rate", new double[] {-1, -2, -3}, new double[3], -4, 0))
        .isEqualTo(new Importance("rate", 0, 0));
    Round stopped = new Round(List.of(RATE), List.of());
    assertThat(stopped.importance()).containsExactly(new Importance("rate", 0, 0));
  }

  private static Trial trial(int number, double rate, double accuracy) {
    Point point = new Point(1, OptionalDouble.of(0.5), 1, OptionalDouble.of(accuracy));
    return new Trial(number, 0, Map.of("rate", rate), List.of(point), 1, Optional.empty());
  }

  private static Trial trial(int number, int rung, double accuracy, double loss) {
    Point point = new Point(1, OptionalDouble.of(0.5), loss, OptionalDouble.of(accuracy));
    return new Trial(number, rung, Map.of("rate", 0.01), List.of(point), 1, Optional.empty());
  }

  private static Trial diverged(int number) {
    return diverged(number, 0.01);
  }

  private static Trial diverged(int number, double rate) {
    return new Trial(number, 0, Map.of("rate", rate), List.of(), 0, Optional.of("not finite"));
  }
}
