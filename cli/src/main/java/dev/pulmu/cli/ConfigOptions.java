package dev.pulmu.cli;

import dev.pulmu.run.RunConfig;
import dev.pulmu.run.Setting;
import dev.pulmu.run.Settings;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of a run as options: names, help and defaults come from the table of settings. */
final class ConfigOptions {
  private ConfigOptions() {}

  /** Gives a command an option for every setting. */
  static final class All implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      Settings.all().forEach(setting -> command.addOption(option(setting)));
      return command;
    }
  }

  /** Gives a command an option for every setting that decides the plan. */
  static final class OfPlan implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      Settings.all().stream()
          .filter(setting -> setting.part() == Setting.Part.PLAN)
          .forEach(setting -> command.addOption(option(setting)));
      return command;
    }
  }

  /** The configuration that the given options describe; all else is as usual. */
  static RunConfig read(CommandSpec command) {
    RunConfig config = RunConfig.DEFAULT;
    for (Setting<?> setting : Settings.all()) {
      String name = "--" + setting.key();
      if (given(command, name)) {
        String text = command.commandLine().getParseResult().matchedOptionValue(name, "");
        RunConfig before = config;
        config = Refusals.checked(command, () -> before.with(setting.key(), text));
      }
    }
    return config;
  }

  static boolean given(CommandSpec command, String name) {
    return command.commandLine().getParseResult().hasMatchedOption(name);
  }

  private static OptionSpec option(Setting<?> setting) {
    OptionSpec.Builder option = OptionSpec.builder("--" + setting.key())
        .type(String.class)
        .paramLabel(setting.label())
        .description(
            setting.help() + " Default: " + RunConfig.DEFAULT.text(setting).replace("%", "%%"));
    return setting.isSwitch()
        ? option.arity("0..1").fallbackValue("true").build()
        : option.arity("1").build();
  }
}
