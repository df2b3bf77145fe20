package dev.pulmu.search;

import dev.pulmu.files.AtomicFile;
import dev.pulmu.report.RunReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a search: all its rounds of trials.
 *
 * @param config what was asked for, with the name of the data set that it is
 * @param dataset what trials were trained and judged on
 * @param backend what ran them
 * @param rounds those that were begun
 * @param stopped whether the search was stopped before it was over
 */
public record SearchResult(
    SearchConfig config,
    RunReport.Source dataset,
    String backend,
    List<Round> rounds,
    boolean stopped) {
  /** Name of the result's file in a search's directory. */
  public static final String FILE = "search.json";

  public SearchResult {
    rounds = List.copyOf(rounds);
  }

  /** The trials of all rounds, the best first; of equals the one drawn first. */
  public List<Trial> ranking() {
    return Round.ranking(rounds.stream().flatMap(round -> round.trials().stream()));
  }

  /** The result as JSON; equal searches give equal texts, however they were run. */
  public String json() {
    return SearchJson.of(this);
  }

  /** Writes the JSON to a file, which appears when it is complete. */
  public void write(Path file) {
    AtomicFile.write(file, out -> out.write(json().getBytes(StandardCharsets.UTF_8)));
  }
}
