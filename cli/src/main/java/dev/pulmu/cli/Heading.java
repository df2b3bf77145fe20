package dev.pulmu.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The headings in the help of commands, with the options that stand below each, in order. */
enum Heading {
  SEARCH("Search", "range", "trials", "rounds", "halving"),
  MEASUREMENT("Measurement", "workload", "peers", "seconds", "json"),
  DATA(
      "Data",
      "dataset",
      "data",
      "offline",
      "targets",
      "columns",
      "missing",
      "bad-rows",
      "recipe",
      "split",
      "folds",
      "size",
      "channels",
      "validation",
      "validation-rows",
      "limit"),
  NETWORK(
      "Network",
      "inputs",
      "classes",
      "network",
      "hidden",
      "activation",
      "init",
      "batch-norm",
      "batch-norm-statistics",
      "loss",
      "class-weights",
      "from",
      "freeze"),
  TRAINING(
      "Training",
      "optimizer",
      "dialect",
      "schedule",
      "batch",
      "accumulate",
      "epochs",
      "sampling",
      "drop-last",
      "clip",
      "ema",
      "seed"),
  REGULARISATION(
      "Regularisation", "dropout", "dropout-style", "weight-decay", "l1", "label-smoothing"),
  END("End of training", "early-stopping", "save", "until", "max-time"),
  RUN(
      "Run",
      "out",
      "resume",
      "at",
      "stretch-schedule",
      "checkpoint-every",
      "keep-checkpoints",
      "quiet"),
  MACHINE("Machine", "backend", "threads", "precision"),
  HELP("Help", "help", "version", "stacktrace");

  /** The most options that need no headings. */
  private static final int FEW = 15;

  private final String title;
  private final List<String> options;

  Heading(String title, String... options) {
    this.title = title;
    this.options = List.of(options);
  }

  /** Gives a command and those below it help with headings. */
  static CommandLine putInto(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Heading::optionList);
    command.getSubcommands().values().forEach(Heading::putInto);
    return command;
  }

  private static String optionList(Help help) {
    List<OptionSpec> all = help.commandSpec().options();
    if (all.size() <= FEW) {
      return help.optionList();
    }
    Map<Heading, List<OptionSpec>> groups = all.stream()
        .sorted(Comparator.comparingInt(Heading::place))
        .collect(Collectors.groupingBy(
            option -> of(option).orElse(HELP), TreeMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(group -> System.lineSeparator() + group.getKey().title + ":" + System.lineSeparator()
            + help.optionListExcludingGroups(
                group.getValue(),
                help.createDefaultLayout(),
                null,
                help.createDefaultParamLabelRenderer()))
        .collect(Collectors.joining());
  }

  /** The heading of an option, if somebody gave it one. */
  static Optional<Heading> of(OptionSpec option) {
    return Arrays.stream(values())
        .filter(heading -> heading.options.contains(name(option)))
        .findFirst();
  }

  private static int place(OptionSpec option) {
    return of(option).orElse(HELP).options.indexOf(name(option));
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
