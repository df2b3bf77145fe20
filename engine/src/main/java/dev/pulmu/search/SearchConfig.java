package dev.pulmu.search;

import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Split;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides the result of a search. A trial is a run of the fixed part with a value
 * drawn from each range; all trials have the seed of the fixed part, and so the same validation
 * rows, initial draws and shuffles.
 *
 * @param fixed the settings that all trials share; some rows must be held back to validate on
 * @param ranges what is searched over, at least one, no name twice
 * @param trials how many in each round, at least 1
 * @param rounds how many; each after the first draws from ranges around the best fifth of the one
 *     before, see {@link Round#narrowed}
 * @param halving the η of successive halving, at least 2, where it is asked for, see
 *     {@link Halving}
 */
public record SearchConfig(
    RunConfig fixed, List<SearchRange> ranges, int trials, int rounds, Optional<Integer> halving) {
  public SearchConfig {
    ranges = ranges.stream().map(SearchConfig::wholeWhereItMustBe).toList();
    Setting.requireCount("trials", trials);
    Setting.requireCount("rounds", rounds);
    if (halving.filter(eta -> eta < 2).isPresent()) {
      throw new IllegalArgumentException(
          "halving wants a whole number of at least 2, came " + halving.get());
    }
    requireNames(ranges.stream().map(SearchRange::name).toList(), halving.isPresent());
    requireRepeatable(fixed);
    for (SearchRange range : ranges) {
      for (double share : List.of(0.0, Math.nextDown(1.0))) {
        check(fixed, range, range.at(share));
      }
    }
  }

  /** One round of trials, all of them trained to the end. */
  public SearchConfig(RunConfig fixed, List<SearchRange> ranges, int trials) {
    this(fixed, ranges, trials, 1, Optional.empty());
  }

  /** This search with the name of the data set that is used. */
  SearchConfig named(String dataset) {
    return new SearchConfig(fixed.with(Settings.DATASET, dataset), ranges, trials, rounds, halving);
  }

  /**
   * The values of a trial, by parameter: a function of the seed, the trial's number and the place
   * of the range among them, and of nothing else.
   *
   * @param from the ranges of its round
   * @param number of the trial, from 0 over all rounds
   */
  Map<String, Double> draw(List<SearchRange> from, int number) {
    Map<String, Double> values = new LinkedHashMap<>();
    double[] share = new double[1];
    for (int i = 0; i < from.size(); i++) {
      new Draws(fixed.get(Settings.SEED), Use.SEARCH, i, number).uniforms(share);
      values.put(from.get(i).name(), from.get(i).at(share[0]));
    }
    return values;
  }

  /** The configuration of a run with these values; {@code train} with it gives the same weights. */
  public RunConfig run(Map<String, Double> values) {
    RunConfig config = fixed;
    for (SearchRange range : ranges) {
      config = Parameter.set(config, range.name(), range.text(values.get(range.name())));
    }
    return config;
  }

  /** The rungs of a round: how many trials get how many epochs; on the last rung they get all. */
  List<Halving.Rung> rungs() {
    int epochs = fixed.get(Settings.EPOCHS);
    return halving
        .map(eta -> Halving.rungs(eta, trials, epochs))
        .orElse(List.of(new Halving.Rung(trials, epochs)));
  }

  /**
   * Checks that another search is this one.
   *
   * @param who whose settings these are, for the message
   * @throws IllegalArgumentException naming the first thing that differs
   */
  public void requireSame(String who, SearchConfig other) {
    for (Setting<?> setting : Settings.all()) {
      require(who, setting.key(), fixed.text(setting), other.fixed.text(setting));
    }
    require(who, "range", texts(ranges), texts(other.ranges));
    require(who, "trials", "" + trials, "" + other.trials);
    require(who, "rounds", "" + rounds, "" + other.rounds);
    require(who, "halving", halving.map(Object::toString), other.halving.map(Object::toString));
  }

  private static void require(String who, String key, Optional<String> was, Optional<String> now) {
    require(who, key, was.orElse("none"), now.orElse("none"));
  }

  private static void require(String who, String key, String was, String now) {
    if (!was.equals(now)) {
      throw new IllegalArgumentException(who
          + String.format(
              Locale.ROOT,
              " is a search with --%s '%s', asked was '%s'; leave it out, or begin a new search",
              key,
              was,
              now));
    }
  }

  static String texts(List<SearchRange> ranges) {
    return String.join(", ", ranges.stream().map(SearchRange::text).toList());
  }

  private static SearchRange wholeWhereItMustBe(SearchRange range) {
    return Parameter.isWhole(range.name()) && !range.whole()
        ? new SearchRange(range.name(), range.low(), range.high(), range.scale(), true)
        : range;
  }

  private static void requireNames(List<String> names, boolean halving) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "a search wants something to search over, as in --range 'rate=1e-6..1e-2'");
    }
    List<String> seen = new ArrayList<>();
    for (String name : names) {
      if (seen.contains(name)) {
        throw new IllegalArgumentException("range " + name + " was given already");
      }
      seen.add(name);
    }
    if (halving && names.contains(Settings.EPOCHS.key())) {
      throw new IllegalArgumentException(
          "range epochs: halving says how many epochs a trial gets; leave one of the two out");
    }
  }

  /** A trial is a function of its values and its data, whatever else the machine does. */
  private static void requireRepeatable(RunConfig fixed) {
    if (fixed.get(Settings.VALIDATION) == 0) {
      throw new IllegalArgumentException(
          "a search wants rows to judge trials on, --validation 0 holds none back");
    }
    if (fixed.get(Settings.MAX_TIME).isPresent()) {
      throw new IllegalArgumentException("a search cannot repeat what --max-time ends;"
          + " give trials fewer --epochs, or take --halving");
    }
    if (fixed.text(Settings.OPTIMIZER).contains("manual(")) {
      throw new IllegalArgumentException(
          "a search cannot repeat the schedule manual; take one that nobody edits");
    }
    boolean asksTest = fixed
        .get(Settings.UNTIL)
        .filter(until -> until.metric().split() == Split.TEST)
        .isPresent();
    if (asksTest) {
      throw new IllegalArgumentException("a search never looks at the test rows, --until "
          + fixed.text(Settings.UNTIL) + " would; take a metric of training or validation rows");
    }
  }

  private static void check(RunConfig fixed, SearchRange range, double value) {
    try {
      RunConfig config = Parameter.set(fixed, range.name(), range.text(value));
      config.update();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("range " + range.name() + ": " + e.getMessage(), e);
    }
  }
}
