package dev.pulmu.search;

import dev.pulmu.backend.Backend;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Random search (Bergstra and Bengio 2012): trials with values drawn from ranges, each a
 * {@link Run}, as many side by side as the backend has parts. What comes of a trial depends on its
 * configuration alone, not on how many run at once, and equals a run of its own. Trials are trained
 * and judged without the test rows, which are not even in their table.
 *
 * <pre>{@code
 * SearchConfig config = new SearchConfig(
 *     RunConfig.parse("hidden = 100,100\nvalidation = 0.2\noptimizer = sgd\nepochs = 50"),
 *     List.of(SearchRange.parse("rate=1e-6..1e-2"), SearchRange.parse("weight-decay=1e-8..1e-4")),
 *     100);
 * SearchResult result = new Search(config, data, Backend.choose("cpu")).run();
 * result.ranking().get(0).values();        // {rate=0.009, weight-decay=3e-7}
 * result.rounds().get(0).importance();     // rate .9, weight-decay 0
 * }</pre>
 *
 * <p>Everything that can be refused is refused when it is made. Used once; {@link #stop} may come
 * from any thread.
 */
public final class Search {
  private final SearchConfig config;
  private final Backend backend;
  private final RunReport.Source source;
  private final SideBySide trials;

  /**
   * A search on this data, of which the configuration's limit and validation share are taken.
   *
   * @throws IllegalArgumentException if configuration and data do not fit
   */
  public Search(SearchConfig config, Dataset data, Backend backend) {
    this.config = config.named(data.name());
    this.backend = backend;
    this.source = new RunReport.Source(data.name(), data.sha256());
    RunConfig fixed = this.config.fixed();
    Dataset limited = fixed.get(Settings.LIMIT).map(data::limit).orElse(data);
    this.trials = new SideBySide(this.config, limited.withoutTest(), backend.parts());
  }

  /**
   * A search on the data set and backend that the configuration names.
   *
   * @param lookup where data sets are looked for
   * @throws IllegalArgumentException if a name is not known or configuration and data do not fit
   * @throws IllegalStateException if the backend cannot run here
   * @throws dev.pulmu.files.DataException if the data cannot be trusted
   */
  public static Search load(SearchConfig config, Lookup lookup) {
    Backend backend = Backend.choose(config.fixed().get(Settings.BACKEND));
    return new Search(config, config.fixed().data(lookup), backend);
  }

  /**
   * A search that goes on where another one, perhaps in another process, left off.
   *
   * @param config what was asked for then
   * @throws IllegalArgumentException also if configuration, data or backend are others than then
   */
  public static Search resume(Journal before, SearchConfig config, Lookup lookup) {
    Backend backend = Backend.choose(config.fixed().get(Settings.BACKEND));
    Dataset data = config.fixed().dataAgain(before.source().sha256(), lookup);
    Search search = new Search(config, data, backend);
    before.requireSame(search);
    return search;
  }

  /** The configuration, in which {@code auto} has become the name of the data set that is used. */
  public SearchConfig config() {
    return config;
  }

  public Backend backend() {
    return backend;
  }

  /** How many trials run at once. */
  public int atOnce() {
    return trials.atOnce();
  }

  /** The data as a trial has it: training and validation rows. */
  public Dataset data() {
    return trials.rows();
  }

  /** The data set that trials are trained and judged on. */
  public RunReport.Source source() {
    return source;
  }

  /** Searches without a journal. */
  public SearchResult run() {
    return run(new SearchListener() {}, Optional.empty());
  }

  /**
   * Searches.
   *
   * @param journal takes each trial when it ends; what it has already is not done again
   * @throws java.io.UncheckedIOException if the journal cannot be written
   */
  public SearchResult run(SearchListener listener, Optional<Journal> journal) {
    journal.ifPresent(past -> past.requireSame(this));
    trials.begin(listener, journal);
    List<Round> rounds = new ArrayList<>();
    List<SearchRange> ranges = config.ranges();
    while (rounds.size() < config.rounds() && !trials.isStopping()) {
      Round round = round(rounds.size(), ranges);
      rounds.add(round);
      if (!trials.isStopping()) {
        listener.round(rounds.size() - 1, round);
        ranges = round.narrowed();
      }
    }
    return new SearchResult(config, source, backend.name(), rounds, trials.isStopping());
  }

  /**
   * Ends the search within a fraction of a second; trials in work are lost, the others are kept.
   */
  public void stop() {
    trials.stop();
  }

  private Round round(int round, List<SearchRange> ranges) {
    List<Integer> alive = IntStream.range(0, config.trials())
        .map(i -> round * config.trials() + i)
        .boxed()
        .toList();
    Trial[] results = new Trial[config.trials()];
    List<Halving.Rung> rungs = config.rungs();
    for (int rung = 0; rung < rungs.size() && !trials.isStopping(); rung++) {
      List<Trial> done = trials.run(ranges, alive, rung);
      done.forEach(trial -> results[trial.number() - round * config.trials()] = trial);
      if (rung + 1 < rungs.size()) {
        alive = Round.ranking(done.stream()).stream()
            .filter(trial -> !trial.diverged())
            .limit(rungs.get(rung + 1).trials())
            .map(Trial::number)
            .sorted()
            .toList();
      }
    }
    return new Round(
        ranges,
        IntStream.range(0, results.length)
            .filter(i -> results[i] != null)
            .mapToObj(i -> results[i])
            .toList());
  }
}
