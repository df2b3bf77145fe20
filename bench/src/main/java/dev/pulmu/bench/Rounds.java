package dev.pulmu.bench;

import dev.pulmu.bench.process.ProcessException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs a process of each participant in each round, so that what slows the machine down slows all
 * of them.
 */
final class Rounds {
  /** A process of a participant, from its start to its end. */
  interface Process {
    /** Throws {@link ProcessException} if it does not measure. */
    Measurement run(Participant participant, int threads);
  }

  private final Process process;
  private final Consumer<String> progress;

  Rounds(Process process, Consumer<String> progress) {
    this.process = process;
    this.progress = progress;
  }

  List<ParticipantResults> run(List<Participant> participants, int rounds) {
    List<ParticipantResults> results =
        participants.stream().map(ParticipantResults::new).toList();
    for (int round = 1; round <= rounds; round++) {
      for (ParticipantResults each : results) {
        String name = each.participant().name();
        for (int threads : each.next()) {
          progress.accept(String.format(
              Locale.ROOT, "round %d of %d: %s, threads: %d", round, rounds, name, threads));
          measure(each, threads);
        }
      }
    }
    return results;
  }

  private void measure(ParticipantResults result, int threads) {
    if (result.failure().isPresent()) {
      return;
    }
    try {
      result.add(threads, process.run(result.participant(), threads));
    } catch (ProcessException e) {
      result.fail(e);
    }
  }
}
