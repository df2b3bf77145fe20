package dev.pulmu.cli;

import dev.pulmu.cli.folder.DataPlace;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TargetColumns;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code pulmu datasets}: lists data sets, or describes the one in a directory. */
@Command(
    name = "datasets",
    description = "Shows which data sets are here, where, and whether they are as published; or"
        + " what is in a directory of yours, and whether it can be trained on.",
    mixinStandardHelpOptions = true,
    subcommands = FetchCommand.class,
    footer = {
      "",
      "Examples:",
      "  pulmu datasets",
      "  pulmu datasets fetch fashion-mnist",
      "  pulmu datasets --data my/table",
      "  pulmu datasets --data images:my/pictures",
      "",
      "With --data the status is 1 if something is wrong there.",
      "",
      "csv is a table of yours, one file, or train.csv and test.csv in one directory:",
      "  pulmu train --data my.csv --targets NAME",
      "",
      "images are pictures of yours, PNG, JPEG, GIF or BMP, in one folder a class, or in",
      "such folders in folders train and test:",
      "  pulmu train --data images:DIR --size 28x28"
    })
final class DatasetsCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = DataPlace.Converter.class,
      description = "Read what is in this directory, a table, pictures in folders or four IDX"
          + " files, to its end.")
  private Optional<DataPlace> place;

  @Option(
      names = "--targets",
      paramLabel = "COLUMNS",
      description = "What to predict of the table, as 'pulmu train --help' says. Default: its one"
          + " column of words.")
  private Optional<String> targets;

  @Option(
      names = "--clear",
      description = "Delete what later runs would find of large tables, so that they need not parse"
          + " them: these are in the cache as they were parsed.")
  private boolean clear;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    Refusals.requireNamed(command, "--data", place.map(DataPlace::path));
    if (clear) {
      return clear();
    }
    return place.isPresent() ? inspect(place.get()) : list();
  }

  private int inspect(DataPlace data) {
    Optional<TargetColumns> columns =
        Refusals.checked(command, () -> targets.flatMap(Settings.TARGETS::parse));
    try {
      List<String> lines = DataOptions.find(
          command,
          screen,
          true,
          lookup -> data.dataset().isPresent()
              ? Datasets.inspectPictures(lookup, data.path())
              : Datasets.inspect(lookup, data.path(), columns));
      lines.forEach(screen.results()::println);
      screen.results().flush();
      return 0;
    } catch (DataException e) {
      Refusals.print(command.commandLine(), e.getMessage());
      return 1;
    }
  }

  private int clear() {
    Lookup usual = Lookup.usual();
    PrintWriter lines = command.commandLine().getOut();
    lines.println(Tables.kept(usual).map("cleared: "::concat).orElse("no parsed tables are kept"));
    lines.flush();
    Tables.deleteKept(usual);
    return 0;
  }

  private int list() {
    PrintWriter lines = command.commandLine().getOut();
    lines.println("name             train    test  state     where");
    for (Listing listing : Datasets.list(Lookup.usual().withoutNetwork())) {
      lines.printf(
          Locale.ROOT,
          "%-14s %7s %7s  %-8s  %s%n",
          listing.name(),
          count(listing.train()),
          count(listing.test()),
          state(listing),
          listing.state() == Listing.State.YOURS
              ? (Datasets.arePictures(listing.name())
                  ? "pictures in --data images:DIR"
                  : "a table in --data FILE or DIR")
              : listing.folder().map(Path::toString).orElse("-"));
    }
    Tables.kept(Lookup.usual()).ifPresent(kept -> lines.println(kept + "; --clear deletes them"));
    lines.flush();
    return 0;
  }

  private static String count(int samples) {
    return samples == 0 ? "-" : Integer.toString(samples);
  }

  private static String state(Listing listing) {
    return switch (listing.state()) {
      case BUILT_IN -> "built in";
      case VERIFIED -> "verified";
      case WRONG -> "WRONG";
      case MISSING -> "missing";
      case YOURS -> "yours";
    };
  }
}
