package dev.pulmu.cli.lines;

import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.cli.terminal.Columns;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Split;
import dev.pulmu.search.Importance;
import dev.pulmu.search.Round;
import dev.pulmu.search.Search;
import dev.pulmu.search.SearchConfig;
import dev.pulmu.search.SearchListener;
import dev.pulmu.search.SearchProgress;
import dev.pulmu.search.SearchRange;
import dev.pulmu.search.SearchResult;
import dev.pulmu.search.Trial;
import dev.pulmu.text.Numbers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what people read of a search: what is searched, how far it is, and what was found. */
public final class SearchLines implements SearchListener, AutoCloseable {
  /** Rows of the table at most. */
  private static final int MOST = 20;

  private final PrintWriter out;
  private final PrintWriter results;
  private final Bar bar;

  public SearchLines(Screen screen) {
    this.out = screen.lines();
    this.results = screen.results();
    this.bar = screen.bar();
  }

  public void describe(Search search) {
    SearchConfig config = search.config();
    out.printf(
        Locale.ROOT,
        "%s: %d training, %d validation rows; the test rows are left out%n",
        search.data().name(),
        search.data().rows(Split.TRAIN).length,
        search.data().rows(Split.VALIDATION).length);
    out.printf(
        Locale.ROOT,
        "%s: %s%n%d at once; %s, seed %d%n",
        search.backend().name(),
        search.backend().availability().device(),
        search.atOnce(),
        plan(config),
        config.fixed().get(Settings.SEED));
    out.flush();
    bar.show("searching");
  }

  private static String plan(SearchConfig config) {
    return (config.rounds() > 1 ? config.rounds() + " rounds of " : "") + config.trials()
        + " trials of " + config.fixed().get(Settings.EPOCHS) + " epochs"
        + config.halving().map(eta -> ", halving by " + eta).orElse("");
  }

  @Override
  public void trial(Trial trial, SearchProgress progress) {
    bar.show(
        progress.done(),
        progress.all(),
        "trial " + progress.done() + "/" + progress.all(),
        left(progress) + " left",
        result(progress.best()));
  }

  private static String left(SearchProgress progress) {
    int done = progress.done() - progress.found();
    double each = progress.seconds() / Math.max(1, done);
    return Bar.time(Math.round(each * (progress.all() - progress.done())));
  }

  private static String result(Trial best) {
    if (best.diverged()) {
      return "all diverged";
    }
    return best.accuracy().isPresent()
        ? "best accuracy " + Figure.share(best.accuracy().getAsDouble())
        : "best loss " + Figure.of(best.loss().orElseThrow());
  }

  @Override
  public void round(int number, Round round) {
    bar.hide();
    out.println();
    List<String> words = new ArrayList<>(List.of("round " + (number + 1) + ":"));
    round.ranges().forEach(range -> words.add(range.text()));
    wrapped(out, words, "  ");
    long diverged = round.trials().stream().filter(Trial::diverged).count();
    out.printf(Locale.ROOT, "%d trials, %d of them diverged%n", round.trials().size(), diverged);
    out.println("parameter          share of the ranks' variance   rank correlation");
    for (Importance importance : round.importance()) {
      out.printf(
          Locale.ROOT,
          "%-18s %28.2f %18.2f%n",
          importance.name(),
          importance.share(),
          importance.correlation());
    }
    out.flush();
  }

  /** The table of the best trials, and how to train as the first of them. */
  public void summarize(SearchResult result) {
    bar.hide();
    out.println();
    List<Trial> ranking = result.ranking();
    table(result.config(), ranking.subList(0, Math.min(MOST, ranking.size())));
    if (!ranking.isEmpty() && !ranking.get(0).diverged()) {
      RunConfig best = result.config().run(ranking.get(0).values());
      wrapped(results, options(result.config().fixed(), best), " ");
    }
    results.flush();
  }

  /** Where all this is, and how to go on. */
  public void files(SearchResult result, Path directory, boolean drawn) {
    results.println("result: " + directory.resolve(SearchResult.FILE));
    if (drawn) {
      out.println("plots:  " + directory.resolve(SearchPlot.PNG) + ", " + SearchPlot.SVG);
    }
    if (result.stopped()) {
      results.println("stopped; go on with --resume " + directory);
    }
    results.flush();
  }

  private void table(SearchConfig config, List<Trial> trials) {
    List<String> names = config.ranges().stream().map(SearchRange::name).toList();
    List<String> heading =
        new ArrayList<>(List.of("rank", " trial", "epochs", "val. accuracy", " val. loss"));
    names.forEach(name -> heading.add(" ".repeat(Math.max(0, 10 - name.length())) + name));
    line(heading, heading);
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(i + 1));
      cells.add(Integer.toString(trial.number()));
      cells.add(Integer.toString(trial.curve().size()));
      cells.add(trial.accuracy().isPresent() ? Figure.share(trial.accuracy().getAsDouble()) : "-");
      cells.add(trial.diverged() ? "diverged" : Figure.of(trial.loss().orElseThrow()));
      names.forEach(name -> cells.add(Numbers.text(trial.values().get(name))));
      line(heading, cells);
    }
  }

  private void line(List<String> heading, List<String> cells) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      int missing = Math.max(0, heading.get(i).length() - cells.get(i).length());
      padded.add(" ".repeat(missing) + cells.get(i));
    }
    wrapped(out, padded, " ");
  }

  /** Words on one line, or on more where one would be too long. */
  private static void wrapped(PrintWriter out, List<String> words, String between) {
    StringBuilder line = new StringBuilder(words.get(0));
    for (String word : words.subList(1, words.size())) {
      if (line.length() + between.length() + word.length() > Columns.ofOutput()) {
        out.println(line);
        line = new StringBuilder("    ");
      }
      line.append(between).append(word);
    }
    out.println(line);
  }

  /** The settings in which two configurations differ, as options of a command line. */
  private static List<String> options(RunConfig from, RunConfig to) {
    List<String> options = new ArrayList<>(List.of("best:"));
    for (Setting<?> setting : Settings.all()) {
      String text = to.text(setting);
      if (!text.equals(from.text(setting))) {
        options.add(
            "--" + setting.key() + " " + (text.matches("[\\w.,-]+") ? text : "'" + text + "'"));
      }
    }
    return options;
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    bar.close();
  }
}
