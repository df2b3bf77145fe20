package dev.pulmu.cli;

import dev.pulmu.datasets.Datasets;
import dev.pulmu.datasets.Listing;
import dev.pulmu.datasets.Lookup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pulmu datasets}. */
@Command(
    name = "datasets",
    description = "Shows which data sets are here, where, and whether they are as published.",
    mixinStandardHelpOptions = true,
    subcommands = FetchCommand.class,
    footer = {
      "",
      "Examples:",
      "  pulmu datasets",
      "  pulmu datasets fetch fashion-mnist",
      "",
      "csv is a table of yours: train.csv and test.csv in one directory, column names",
      "in the first line, all other cells numbers, but for a column of class names:",
      "  pulmu train --dataset csv --data DIR --targets 'labels(species)'",
      "  pulmu train --dataset csv --data DIR --targets 'numbers(price)'",
      "      --loss mean-squared-error"
    })
final class DatasetsCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Override
  public Integer call() {
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
              ? "train.csv and test.csv in --data DIR"
              : listing.folder().map(Path::toString).orElse("-"));
    }
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
