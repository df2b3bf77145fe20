package dev.pulmu.bench;

import dev.pulmu.bench.process.ProcessException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Everyone takes a turn in each round, so that what slows the machine down slows all of them. */
final class Match {
  /** Runs one process. */
  interface Turn {
    /** Throws {@link ProcessException} if it does not measure. */
    Measurement take(Entrant entrant, int threads);
  }

  private final Turn turn;
  private final Consumer<String> progress;

  Match(Turn turn, Consumer<String> progress) {
    this.turn = turn;
    this.progress = progress;
  }

  List<Standing> play(List<Entrant> entrants, int rounds) {
    List<Standing> standings = entrants.stream().map(Standing::new).toList();
    for (int round = 1; round <= rounds; round++) {
      for (Standing standing : standings) {
        String name = standing.entrant().name();
        for (int threads : standing.next()) {
          progress.accept(String.format(
              Locale.ROOT, "round %d of %d: %s, threads: %d", round, rounds, name, threads));
          take(standing, threads);
        }
      }
    }
    return standings;
  }

  private void take(Standing standing, int threads) {
    if (standing.failure().isPresent()) {
      return;
    }
    try {
      standing.add(threads, turn.take(standing.entrant(), threads));
    } catch (ProcessException e) {
      standing.fail(e);
    }
  }
}
