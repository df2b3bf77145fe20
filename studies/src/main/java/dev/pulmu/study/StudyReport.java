package dev.pulmu.study;

import dev.pulmu.study.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * The results of a study that has been run, and the verdicts.
 *
 * @param place what it ran on: backend, data set and seeds, in one line
 * @param seeds one observation a seed
 * @param verdicts one an expectation, in their order
 * @param seconds how long it took
 */
public record StudyReport(
    Study study, String place, List<Observation> seeds, List<Verdict> verdicts, double seconds) {
  /**
   * Runs a study for the seeds 1, 2, … and judges it; once if seeds change nothing.
   *
   * @param begun hears each seed before it is run
   * @throws IllegalArgumentException if seeds is below 1
   */
  public static StudyReport of(Study study, Lab lab, int seeds, LongConsumer begun) {
    if (seeds < 1) {
      throw new IllegalArgumentException("a study wants at least 1 seed, came " + seeds);
    }
    long start = System.nanoTime();
    List<Observation> observations = new ArrayList<>();
    for (long seed = 1; seed <= (study.seeded() ? seeds : 1); seed++) {
      begun.accept(seed);
      observations.add(study.observe(lab, seed));
    }
    boolean mnist = lab.mnist();
    List<Verdict> verdicts = study.expectations().stream()
        .map(expectation -> Verdict.of(expectation, observations, mnist))
        .toList();
    String place = (study.wantsData() ? lab.text() : "no data set")
        + (!study.seeded()
            ? ""
            : observations.size() == 1
                ? ", 1 seed"
                : String.format(Locale.ROOT, ", %d seeds", observations.size()));
    return new StudyReport(
        study, place, List.copyOf(observations), verdicts, (System.nanoTime() - start) * 1e-9);
  }

  /** Whether an expectation does not hold. */
  public boolean failed() {
    return count(Outcome.FAILS) > 0;
  }

  /** How the expectations fared: {@code 38 hold, 2 FAIL, 1 left out}. */
  public String summary() {
    StringBuilder text = new StringBuilder(count(Outcome.HOLDS) + " hold");
    if (failed()) {
      text.append(", ").append(count(Outcome.FAILS)).append(" FAIL");
    }
    if (count(Outcome.LEFT_OUT) > 0) {
      text.append(", ").append(count(Outcome.LEFT_OUT)).append(" left out");
    }
    return text.toString();
  }

  private long count(Outcome outcome) {
    return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
  }
}
