package dev.pulmu.cli;

import dev.pulmu.cli.lines.Screen;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.names.Names;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu datasets fetch}: downloads a data set. */
@Command(
    name = "fetch",
    description = "Downloads a data set into the user's cache, unless it is on this machine.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  pulmu datasets fetch mnist",
      "  pulmu datasets fetch fashion-mnist",
      "",
      "A download that was cut goes on where it ended. Only the published bytes",
      "are taken: SHA-256 of every file is checked before it is used."
    })
final class FetchCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "The data set: mnist or fashion-mnist.")
  private String name;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    Path folder = DataOptions.find(command, screen, false, lookup -> Datasets.fetch(name, lookup));
    command.commandLine().getOut().println(Names.plain(name) + ": verified, in " + folder);
    command.commandLine().getOut().flush();
    return 0;
  }
}
