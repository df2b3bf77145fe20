package dev.pulmu.cli;

import dev.pulmu.cli.folder.OutputDirectory;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.cli.lines.SearchLines;
import dev.pulmu.cli.lines.SearchPlot;
import dev.pulmu.cli.terminal.Interruption;
import dev.pulmu.config.RunConfig;
import dev.pulmu.search.Journal;
import dev.pulmu.search.Search;
import dev.pulmu.search.SearchConfig;
import dev.pulmu.search.SearchRange;
import dev.pulmu.search.SearchResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code pulmu search}: trains trials with settings drawn from ranges. */
@Command(
    name = "search",
    description = "Searches for good settings: trials with values drawn from ranges, judged on"
        + " validation rows; says which were best and which parameter mattered.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = ConfigOptions.All.class,
    footer = {
      "",
      "Examples:",
      "  pulmu search --range 'rate=1e-6..1e-2' --range 'weight-decay=1e-8..1e-4' \\",
      "      --trials 100 --limit 500 --validation 0.2 --optimizer sgd --epochs 50",
      "  pulmu search --range 'batch=16..512 log2 int' --range 'dropout=0..0.5 linear'",
      "  pulmu search --range 'rate=1e-5..1' --trials 81 --epochs 27 --halving 3",
      "  pulmu search --resume runs/search-mnist-20250101-120000",
      "",
      "Ctrl-C ends a search early; it can go on with --resume. A second Ctrl-C ends at",
      "once."
    })
final class SearchCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int TRIALS = 20;

  @Spec
  private CommandSpec command;

  @Mixin
  private DataOptions data;

  @Mixin
  private HostOptions host;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      description = "NAME=LOW..HIGH, then log10 (the default), log2 or linear, and perhaps int for"
          + " whole numbers; with log2 powers of two. NAME is a setting that is a number, or one"
          + " in the optimizer's text: rate, momentum, beta2. Give one for each parameter.")
  private List<String> ranges;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many draws of values to try in each round. Default: " + TRIALS)
  private Optional<Integer> trials;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Each round after the first draws from ranges around the best fifth of the"
          + " trials before. Default: 1")
  private Optional<Integer> rounds;

  @Option(
      names = "--halving",
      paramLabel = "N",
      description = "Successive halving: all trials get few epochs, the best of every N trials go"
          + " on with N times as many, and so on.")
  private Optional<Integer> halving;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where journal, result and plots go." + " Default: runs/search-NAME-yyyyMMdd-HHmmss")
  private Optional<Path> out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the search of this directory, whose settings stay as they were.")
  private Optional<Path> resume;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    Refusals.requireNamed(command, "--out", out);
    Refusals.requireNamed(command, "--resume", resume);
    host.apply();
    if (resume.isPresent()) {
      return goOn(resume.get());
    }
    SearchConfig config = Refusals.checked(
        command,
        () -> new SearchConfig(
            ConfigOptions.read(command),
            ranges().orElse(List.of()),
            trials.orElse(TRIALS),
            rounds.orElse(1),
            halving));
    Search search = data.find(screen, lookup -> Search.load(config, lookup));
    OutputDirectory output = Refusals.checked(command, () -> directory(search));
    try (Journal journal = Refusals.checked(command, () -> Journal.create(output.path(), search))) {
      data.keepIn(output.path());
      return search(search, journal, output.path());
    } finally {
      output.removeIfEmpty();
    }
  }

  private int goOn(Path path) {
    if (out.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "a search goes on where it is; leave --out out, or --resume");
    }
    try (Journal journal = Refusals.checked(command, () -> Journal.open(path))) {
      Search search = data.findAgain(screen, path, lookup -> {
        SearchConfig was = journal.config();
        RunConfig fixed = ConfigOptions.read(command, was.fixed());
        SearchConfig config = new SearchConfig(
            fixed,
            ranges().orElse(was.ranges()),
            trials.orElse(was.trials()),
            rounds.orElse(was.rounds()),
            halving.or(was::halving));
        was.requireSame(path.toString(), config);
        return Search.resume(journal, config, lookup);
      });
      data.keepAnewIn(path);
      PrintWriter lines = screen.lines();
      lines.println(path + ": going on after " + journal.size() + " lines of the journal");
      return search(search, journal, path);
    }
  }

  private int search(Search search, Journal journal, Path directory) {
    host.advise(search.backend());
    data.doubt(search.data());
    return Interruption.stops(search::stop, () -> {
      try (SearchLines lines = new SearchLines(screen)) {
        lines.describe(search);
        SearchResult result = search.run(lines, Optional.of(journal));
        lines.summarize(result);
        result.write(directory.resolve(SearchResult.FILE));
        boolean drawn = SearchPlot.write(result, directory);
        lines.files(result, directory, drawn);
        return result.stopped() ? INTERRUPTED : 0;
      }
    });
  }

  private Optional<List<SearchRange>> ranges() {
    return Optional.ofNullable(ranges)
        .map(texts -> texts.stream().map(SearchRange::parse).toList());
  }

  private OutputDirectory directory(Search search) {
    return out.map(OutputDirectory::create)
        .orElseGet(() -> OutputDirectory.create("search-" + search.source().name()));
  }
}
