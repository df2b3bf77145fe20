package dev.pulmu.bench;

import dev.pulmu.bench.process.ProcessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The measurements of one participant at a workload so far. */
final class ParticipantResults {
  private final Participant participant;
  private final Map<Integer, List<Measurement>> byThreads = new TreeMap<>();
  private ProcessException failure;

  ParticipantResults(Participant participant) {
    this.participant = participant;
  }

  Participant participant() {
    return participant;
  }

  /** The thread counts of its next round: all of them in its first one, then the best. */
  List<Integer> next() {
    if (failure != null) {
      return List.of();
    }
    return byThreads.isEmpty() ? participant.threads() : List.of(threads());
  }

  void add(int threads, Measurement measurement) {
    byThreads.computeIfAbsent(threads, count -> new ArrayList<>()).add(measurement);
  }

  /** It takes no further part. */
  void fail(ProcessException reason) {
    failure = reason;
  }

  Optional<ProcessException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The thread count with which its first round was fastest. */
  int threads() {
    return byThreads.entrySet().stream()
        .min((one, other) -> Double.compare(median(one.getValue(), 0), median(other.getValue(), 0)))
        .orElseThrow()
        .getKey();
  }

  /** One measurement a round, with the best thread count; none after a failure. */
  List<Measurement> measurements() {
    return failure == null ? byThreads.get(threads()) : List.of();
  }

  /** The median of each thread count that was tried, in microseconds a step. */
  Map<Integer, Double> trials() {
    Map<Integer, Double> trials = new TreeMap<>();
    byThreads.forEach((threads, rounds) -> trials.put(threads, median(rounds, 0)));
    return trials;
  }

  List<Double> samples() {
    return measurements().stream()
        .flatMap(each -> each.microsPerStep().stream())
        .toList();
  }

  /** How many times as long as another one it takes: a quotient of medians for every round. */
  List<Double> timesOf(ParticipantResults other) {
    List<Double> times = new ArrayList<>();
    for (int round = 0; round < measurements().size(); round++) {
      times.add(median(measurements(), round) / median(other.measurements(), round));
    }
    return times;
  }

  private static double median(List<Measurement> rounds, int round) {
    return Quartiles.of(rounds.get(round).microsPerStep()).median();
  }
}
