package dev.pulmu.cli;

import dev.pulmu.cli.folder.DataLocation;
import dev.pulmu.cli.folder.DataPlace;
import dev.pulmu.cli.lines.FetchLines;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Doubts;
import dev.pulmu.datasets.lookup.Lookup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command that say where data comes from. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "PLACE",
      converter = DataPlace.Converter.class,
      description = "Where the data is; nothing else is looked at then: a directory with a data"
          + " set's files, a table, my.csv, or images:DIR, pictures with one folder a class. What"
          + " goes on from a run's or search's directory finds it again.")
  private Optional<DataPlace> place;

  @Option(names = "--offline", description = "Download nothing.")
  private boolean offline;

  /**
   * Does some work with the look-up that these options describe, and shows its progress.
   *
   * @throws picocli.CommandLine.ParameterException where a wish is refused
   */
  <T> T find(Screen screen, Function<Lookup, T> work) {
    return find(screen, directory(), work);
  }

  /**
   * Does some work as {@link #find} does, for a run or search that was begun before: without
   * {@code --data}, in the place that is kept with it.
   *
   * @param before its directory, or a file in it
   * @throws picocli.CommandLine.ParameterException also if the data is not in that place any more
   */
  <T> T findAgain(Screen screen, Path before, Function<Lookup, T> work) {
    return find(
        screen,
        directory().or(() -> Refusals.checked(command, () -> DataLocation.of(before))),
        work);
  }

  /** Whether an option says where the data is. */
  boolean isGiven() {
    return place.isPresent();
  }

  /** The data set that an option says is there, without a name of its own. */
  Optional<String> dataset() {
    return place.flatMap(DataPlace::dataset);
  }

  private Optional<Path> directory() {
    return place.map(DataPlace::path);
  }

  /** Keeps where data was found in the directory of what is begun with it. */
  void keepIn(Path begun) {
    DataLocation.keep(begun, directory());
  }

  /** Keeps where data was found in the directory of what goes on, if that was said anew. */
  void keepAnewIn(Path before) {
    if (isGiven()) {
      keepIn(before);
    }
  }

  private <T> T find(Screen screen, Optional<Path> directory, Function<Lookup, T> work) {
    Refusals.requireNamed(command, "--data", directory());
    return find(
        command, screen, offline, lookup -> work.apply(directory.map(lookup::in).orElse(lookup)));
  }

  /** Prints what is allowed in this data but seldom meant. */
  void doubt(Dataset data) {
    Doubts.of(data).forEach(line -> Refusals.print(command.commandLine(), line));
  }

  static <T> T find(CommandSpec command, Screen screen, boolean offline, Function<Lookup, T> work) {
    try (FetchLines lines = new FetchLines(screen.lines(), screen.bar())) {
      Lookup heard = Lookup.usual().heardBy(lines);
      Lookup lookup = offline ? heard.withoutNetwork() : heard;
      return Refusals.checked(command, () -> work.apply(lookup));
    }
  }
}
