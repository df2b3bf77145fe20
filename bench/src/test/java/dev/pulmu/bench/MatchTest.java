package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.bench.process.ProcessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Who runs when, with how many threads, and what comes of it. */
class MatchTest {
  private static final List<Double> CURVE = List.of(2.0, 1.0);

  private final List<String> turns = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private static Entrant entrant(String name, Integer... threads) {
    return new Entrant(name, name.equals("ours"), List.of(threads), (folder, count) -> List.of());
  }

  private static Measurement measured(List<Double> losses, double... micros) {
    List<Double> samples = Arrays.stream(micros).boxed().toList();
    return new Measurement("1", 0.5, losses, samples, "", 0);
  }

  private List<Standing> play(Match.Turn turn, int rounds, Entrant... entrants) {
    Match.Turn noted = (entrant, threads) -> {
      turns.add(entrant.name() + threads);
      return turn.take(entrant, threads);
    };
    return new Match(noted, said::add).play(List.of(entrants), rounds);
  }

  @Test
  void everyoneTakesATurnInEachRoundAndKeepsItsBestThreadCount() {
    List<Standing> standings = play(
        (entrant, threads) -> measured(CURVE, entrant.name().equals("one") ? threads : 9 - threads),
        3,
        entrant("ours", 2),
        entrant("one", 1, 2),
        entrant("all", 1, 2));

    assertThat(turns)
        .containsExactly(
            "ours2", "one1", "one2", "all1", "all2", "ours2", "one1", "all2", "ours2", "one1",
            "all2");
    assertThat(standings).extracting(Standing::threads).containsExactly(2, 1, 2);
    assertThat(standings.get(1).trials()).isEqualTo(Map.of(1, 1.0, 2, 2.0));
    assertThat(said).first().isEqualTo("round 1 of 3: ours, threads: 2");
  }

  @Test
  void timesAreTakenRoundByRound() {
    List<Standing> standings = play(
        (entrant, threads) -> {
          double slow = turns.size() > 2 ? 10 : 1; // the second round's machine is busy
          return entrant.name().equals("ours")
              ? measured(CURVE, 10 * slow, 20 * slow, 90 * slow)
              : measured(CURVE, 40 * slow, 60 * slow);
        },
        2,
        entrant("ours", 2),
        entrant("peer", 2));

    assertThat(standings.get(1).timesOf(standings.get(0))).containsExactly(2.5, 2.5);
    assertThat(standings.get(1).samples()).containsExactly(40.0, 60.0, 400.0, 600.0);
    Row row = Row.of(standings.get(1), standings.get(0), OptionalDouble.of(610));
    assertThat(row.result().get().times()).contains(new Quartiles(2.5, 2.5, 2.5));
    assertThat(row.result().get().microsPerStep().median()).isEqualTo(230);
    assertThat(row.published()).hasValue(610);
  }

  @Test
  void whoFailsTakesNoFurtherPartAndTheOthersGoOn() {
    List<Standing> standings = play(
        (entrant, threads) -> {
          if (entrant.name().equals("broken")) {
            throw new ProcessException("status 3: no such thing");
          }
          if (entrant.name().equals("absent")) {
            throw ProcessException.missing("no module torch");
          }
          return measured(CURVE, 5);
        },
        2,
        entrant("ours", 2),
        entrant("broken", 1, 2),
        entrant("absent", 1, 2));

    assertThat(turns).containsExactly("ours2", "broken1", "absent1", "ours2");
    Row broken = Row.of(standings.get(1), standings.get(0), OptionalDouble.empty());
    assertThat(broken.result()).isEmpty();
    assertThat(broken.reason()).isEqualTo("status 3: no such thing");
    assertThat(broken.missing()).isFalse();
    Row absent = Row.of(standings.get(2), standings.get(0), OptionalDouble.empty());
    assertThat(absent.reason()).isEqualTo("no module torch");
    assertThat(absent.missing()).isTrue();
  }

  @Test
  void anotherCurveHasNoTimes() {
    List<Standing> standings = play(
        (entrant, threads) ->
            measured(entrant.name().equals("ours") ? CURVE : List.of(2.0, 1.1), 5),
        1,
        entrant("ours", 2),
        entrant("wrong", 1));

    Row.Result wrong = Row.of(standings.get(1), standings.get(0), OptionalDouble.empty())
        .result()
        .get();
    assertThat(wrong.gate()).isPresent().get().matches(gate -> !gate.passed());
    assertThat(wrong.times()).isEmpty();
    Row.Result ours = Row.of(standings.get(0), standings.get(0), OptionalDouble.empty())
        .result()
        .get();
    assertThat(ours.gate()).isEmpty();
  }

  @Test
  void withoutTheFirstOneNothingIsCompared() {
    List<Standing> standings = play(
        (entrant, threads) -> {
          if (entrant.name().equals("ours")) {
            throw new ProcessException("status 1");
          }
          return measured(CURVE, 5);
        },
        2,
        entrant("ours", 2),
        entrant("peer", 1));

    Row peer = Row.of(standings.get(1), standings.get(0), OptionalDouble.empty());
    assertThat(peer.result().get().gate()).isEmpty();
    assertThat(peer.result().get().times()).isEmpty();
  }
}
