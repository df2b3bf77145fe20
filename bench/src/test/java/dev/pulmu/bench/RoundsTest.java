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
class RoundsTest {
  private static final List<Double> CURVE = List.of(2.0, 1.0);

  private final List<String> processes = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private static Participant participant(String name, Integer... threads) {
    return new Participant(
        name, name.equals("ours"), List.of(threads), (folder, count) -> List.of());
  }

  private static Measurement measured(List<Double> losses, double... micros) {
    List<Double> samples = Arrays.stream(micros).boxed().toList();
    return new Measurement("1", 0.5, losses, samples, "", 0);
  }

  private List<ParticipantResults> run(
      Rounds.Process process, int rounds, Participant... participants) {
    Rounds.Process noted = (participant, threads) -> {
      processes.add(participant.name() + threads);
      return process.run(participant, threads);
    };
    return new Rounds(noted, said::add).run(List.of(participants), rounds);
  }

  @Test
  void everyoneRunsInEachRoundAndKeepsItsBestThreadCount() {
    List<ParticipantResults> results = run(
        (participant, threads) ->
            measured(CURVE, participant.name().equals("one") ? threads : 9 - threads),
        3,
        participant("ours", 2),
        participant("one", 1, 2),
        participant("all", 1, 2));

    assertThat(processes)
        .containsExactly(
            "ours2", "one1", "one2", "all1", "all2", "ours2", "one1", "all2", "ours2", "one1",
            "all2");
    assertThat(results).extracting(ParticipantResults::threads).containsExactly(2, 1, 2);
    assertThat(results.get(1).trials()).isEqualTo(Map.of(1, 1.0, 2, 2.0));
    assertThat(said).first().isEqualTo("round 1 of 3: ours, threads: 2");
  }

  @Test
  void timesAreTakenRoundByRound() {
    List<ParticipantResults> results = run(
        (participant, threads) -> {
          double slow = processes.size() > 2 ? 10 : 1; // the second round's machine is busy
          return participant.name().equals("ours")
              ? measured(CURVE, 10 * slow, 20 * slow, 90 * slow)
              : measured(CURVE, 40 * slow, 60 * slow);
        },
        2,
        participant("ours", 2),
        participant("peer", 2));

    assertThat(results.get(1).timesOf(results.get(0))).containsExactly(2.5, 2.5);
    assertThat(results.get(1).samples()).containsExactly(40.0, 60.0, 400.0, 600.0);
    Row row = Row.of(results.get(1), results.get(0), OptionalDouble.of(610));
    assertThat(row.result().get().times()).contains(new Quartiles(2.5, 2.5, 2.5));
    assertThat(row.result().get().microsPerStep().median()).isEqualTo(230);
    assertThat(row.published()).hasValue(610);
  }

  @Test
  void whoFailsTakesNoFurtherPartAndTheOthersGoOn() {
    List<ParticipantResults> results = run(
        (participant, threads) -> {
          if (participant.name().equals("broken")) {
            throw new ProcessException("status 3: no such thing");
          }
          if (participant.name().equals("absent")) {
            throw ProcessException.missing("no module torch");
          }
          return measured(CURVE, 5);
        },
        2,
        participant("ours", 2),
        participant("broken", 1, 2),
        participant("absent", 1, 2));

    assertThat(processes).containsExactly("ours2", "broken1", "absent1", "ours2");
    Row broken = Row.of(results.get(1), results.get(0), OptionalDouble.empty());
    assertThat(broken.result()).isEmpty();
    assertThat(broken.reason()).isEqualTo("status 3: no such thing");
    assertThat(broken.missing()).isFalse();
    Row absent = Row.of(results.get(2), results.get(0), OptionalDouble.empty());
    assertThat(absent.reason()).isEqualTo("no module torch");
    assertThat(absent.missing()).isTrue();
  }

  @Test
  void anotherCurveHasNoTimes() {
    List<ParticipantResults> results = run(
        (participant, threads) ->
            measured(participant.name().equals("ours") ? CURVE : List.of(2.0, 1.1), 5),
        1,
        participant("ours", 2),
        participant("wrong", 1));

    Row.Result wrong =
        Row.of(results.get(1), results.get(0), OptionalDouble.empty()).result().get();
    assertThat(wrong.difference()).isPresent().get().matches(difference -> !difference.isSmall());
    assertThat(wrong.times()).isEmpty();
    Row.Result ours =
        Row.of(results.get(0), results.get(0), OptionalDouble.empty()).result().get();
    assertThat(ours.difference()).isEmpty();
  }

  @Test
  void withoutTheFirstOneNothingIsCompared() {
    List<ParticipantResults> results = run(
        (participant, threads) -> {
          if (participant.name().equals("ours")) {
            throw new ProcessException("status 1");
          }
          return measured(CURVE, 5);
        },
        2,
        participant("ours", 2),
        participant("peer", 1));

    Row peer = Row.of(results.get(1), results.get(0), OptionalDouble.empty());
    assertThat(peer.result().get().difference()).isEmpty();
    assertThat(peer.result().get().times()).isEmpty();
  }
}
