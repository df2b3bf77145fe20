package dev.pulmu.cli;

import dev.pulmu.cli.folder.DataPlace;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.config.Shorthand;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.optimizer.Dialect;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives commands the settings of a run as options: names, help and defaults come from the tables of
 * settings and shorthands. A dialect says how the text of an optimizer is read, and is an option
 * alone.
 */
final class ConfigOptions {
  private static final String DIALECT = "dialect";
  private static final String DATA = "data";

  private ConfigOptions() {}

  /** Gives a command an option for every setting. */
  static final class All implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      return add(command, setting -> true);
    }
  }

  /** Gives a command an option for every setting that decides the plan. */
  static final class OfPlan implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      return add(command, setting -> setting.part() == Setting.Part.PLAN);
    }
  }

  /** The names of the given options that describe a configuration. */
  static List<String> given(CommandSpec command) {
    return Stream.concat(Stream.of(DIALECT), keys())
        .filter(key -> isGiven(command, key))
        .map(key -> "--" + key)
        .toList();
  }

  /** The configuration that the given options describe; all else is as usual. */
  static RunConfig read(CommandSpec command) {
    return read(command, RunConfig.DEFAULT);
  }

  /** The configuration that the given options make of another one. */
  static RunConfig read(CommandSpec command, RunConfig usual) {
    return Refusals.checked(command, () -> {
      RunConfig named = withDataset(command, usual);
      RunConfig config = isGiven(command, DIALECT) || isGiven(command, Settings.OPTIMIZER.key())
          ? named.with(Settings.OPTIMIZER, optimizer(command))
          : named;
      for (String key : keys().filter(key -> isGiven(command, key)).toList()) {
        config = key.equals(Settings.OPTIMIZER.key())
            ? config
            : config.with(key, value(command, key, ""));
      }
      return config;
    });
  }

  /** What the place of the data says of its kind, which another name must not contradict. */
  private static RunConfig withDataset(CommandSpec command, RunConfig usual) {
    Optional<String> said = isGiven(command, DATA)
        ? command
            .commandLine()
            .getParseResult()
            .<Optional<DataPlace>>matchedOptionValue("--" + DATA, Optional.empty())
            .flatMap(DataPlace::dataset)
        : Optional.empty();
    String name = value(command, Settings.DATASET.key(), Datasets.AUTO);
    if (said.isPresent() && !List.of(Datasets.AUTO, said.get()).contains(name)) {
      throw new IllegalArgumentException("--data " + said.get() + ":DIR is data set '" + said.get()
          + "', --dataset says '" + name + "'; leave one of them out");
    }
    return said.isPresent() ? usual.with(Settings.DATASET, said.get()) : usual;
  }

  private static Optimizer optimizer(CommandSpec command) {
    String usual = Call.nameOf(RunConfig.DEFAULT.text(Settings.OPTIMIZER));
    Dialect dialect = Dialect.parse(value(command, DIALECT, Dialect.PAPER.text()));
    return Optimizer.parse(value(command, Settings.OPTIMIZER.key(), usual), dialect);
  }

  /** Settings, then the shorthands that change them. */
  private static Stream<String> keys() {
    return Stream.concat(
        Settings.all().stream().map(Setting::key),
        Settings.shorthands().stream().map(Shorthand::key));
  }

  private static boolean isGiven(CommandSpec command, String key) {
    return command.commandLine().getParseResult().hasMatchedOption("--" + key);
  }

  private static String value(CommandSpec command, String key, String otherwise) {
    return command.commandLine().getParseResult().matchedOptionValue("--" + key, otherwise);
  }

  private static CommandSpec add(CommandSpec command, Predicate<Setting<?>> wanted) {
    for (Setting<?> setting : Settings.all()) {
      if (wanted.test(setting)) {
        String standard = " Default: " + RunConfig.DEFAULT.text(setting);
        add(command, setting.key(), setting.label(), setting.help() + standard, setting.isSwitch());
        if (setting == Settings.OPTIMIZER) {
          String help = "Whose defaults the optimizer has, and where they put epsilon: "
              + String.join(", ", Dialect.names()) + ". Default: " + Dialect.PAPER.text();
          add(command, DIALECT, "NAME", help, false);
        }
        Settings.shorthands().stream()
            .filter(shorthand -> shorthand.of() == setting)
            .forEach(shorthand -> add(
                command,
                shorthand.key(),
                shorthand.label(),
                shorthand.help(),
                shorthand.isSwitch()));
      }
    }
    return command;
  }

  private static void add(
      CommandSpec command, String key, String label, String help, boolean isSwitch) {
    OptionSpec.Builder option = OptionSpec.builder("--" + key)
        .type(String.class)
        .paramLabel(label)
        .description(help.replace("%", "%%"));
    command.addOption(
        isSwitch
            ? option.arity("0..1").fallbackValue("true").build()
            : option.arity("1").build());
  }
}
