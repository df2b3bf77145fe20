package dev.pulmu.cli;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Doubts;
import dev.pulmu.datasets.Lookup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where data comes from, as options of a command. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the data set's files are; nothing else is looked at then.")
  private Optional<Path> directory;

  @Option(names = "--offline", description = "Download nothing.")
  private boolean offline;

  /**
   * What a look-up as these options say it gives; a user hears of its progress.
   *
   * @throws picocli.CommandLine.ParameterException where a wish is refused
   */
  <T> T find(Function<Lookup, T> work) {
    Refusals.requireNamed(command, "--data", directory);
    return find(command, offline, lookup -> work.apply(directory.map(lookup::in).orElse(lookup)));
  }

  /** Tells what is allowed in the data that is worked on, but seldom meant. */
  void doubt(Dataset data) {
    Doubts.of(data).forEach(line -> Refusals.print(command.commandLine(), line));
  }

  static <T> T find(CommandSpec command, boolean offline, Function<Lookup, T> work) {
    boolean terminal = Boolean.getBoolean("pulmu.terminal");
    try (FetchLines lines =
        new FetchLines(command.commandLine().getOut(), command.commandLine().getErr(), terminal)) {
      Lookup heard = Lookup.usual().heardBy(lines);
      Lookup lookup = offline ? heard.withoutNetwork() : heard;
      return Refusals.checked(command, () -> work.apply(lookup));
    }
  }
}
