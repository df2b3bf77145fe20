package dev.pulmu.search;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trials drawn from the same ranges.
 *
 * @param ranges what they were drawn from
 * @param trials those that are done, by number
 */
public record Round(List<SearchRange> ranges, List<Trial> trials) {
  private static final int SHARE = 5;
  private static final int FEWEST = 2;

  public Round {
    ranges = List.copyOf(ranges);
    trials = List.copyOf(trials);
  }

  /** The trials, the best first; of equals the one drawn first. */
  public List<Trial> ranking() {
    return ranking(trials.stream());
  }

  static List<Trial> ranking(Stream<Trial> trials) {
    return trials
        .sorted(Trial.BEST_FIRST.thenComparing(Trial::number, Comparator.naturalOrder()))
        .toList();
  }

  /**
   * The ranges of the next round: each holds the values of this round's best fifth of trials, of
   * two at least, and a tenth of their extent more on each side of the scale, but never more than
   * it held in this round. Trials that diverged are not among the best; where fewer than two did
   * not, ranges stay.
   */
  public List<SearchRange> narrowed() {
    List<Trial> best = ranking().stream()
        .filter(trial -> !trial.diverged())
        .limit(Math.max(FEWEST, trials.size() / SHARE))
        .toList();
    if (best.size() < FEWEST) {
      return ranges;
    }
    return ranges.stream()
        .map(range -> range.around(
            best.stream().map(trial -> trial.values().get(range.name())).toList()))
        .toList();
  }

  /** How much each parameter mattered, in the order of the ranges. */
  public List<Importance> importance() {
    return ranges.stream().map(range -> Importance.of(range, trials)).toList();
  }
}
