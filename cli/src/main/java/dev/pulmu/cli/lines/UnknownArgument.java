package dev.pulmu.cli.lines;

import dev.pulmu.names.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Makes the message about an argument that a command does not know: it names the option that was
 * probably meant.
 */
public final class UnknownArgument {
  /** More names than this are looked up in the help. */
  private static final int FEW = 10;

  private static final String RATE = "--optimizer 'adam(rate=0.001)'";

  /** Options of other programs, and the text that does the same here. */
  private static final Map<String, String> SYNONYMS = Map.ofEntries(
      Map.entry("lr", RATE),
      Map.entry("learning-rate", RATE),
      Map.entry("rate", RATE),
      Map.entry("momentum", "--optimizer 'momentum(rate=0.01)'"),
      Map.entry("patience", "--early-stopping 'patience(5)'"),
      Map.entry("layers", "--hidden"),
      Map.entry("units", "--hidden"),
      Map.entry("l2", "--weight-decay"),
      Map.entry("device", "--backend"),
      Map.entry("gpu", "--backend cuda"),
      Map.entry("output", "--out"),
      Map.entry("output-dir", "--out"),
      Map.entry("model", "--from"),
      Map.entry("target", "--targets"),
      Map.entry("label", "--targets"),
      Map.entry("workers", "--threads"),
      Map.entry("jobs", "--threads"),
      Map.entry("silent", "--quiet"));

  private UnknownArgument() {}

  /** The refusal of an argument, in one line. */
  public static String message(CommandSpec command, String came) {
    if (came.startsWith("-")) {
      return option(command, came.replaceFirst("=.*", ""));
    }
    List<String> commands = List.copyOf(command.subcommands().keySet());
    return commands.isEmpty()
        ? "'" + came + "' is one argument too many"
        : Names.unknown("command", came, commands).getMessage();
  }

  private static String option(CommandSpec command, String came) {
    List<String> known = command.options().stream().map(OptionSpec::longestName).toList();
    String all = known.size() > FEW
        ? "'" + command.qualifiedName() + " --help' names all"
        : "known: " + String.join(", ", known);
    return "no option '" + came + "'; "
        + meant(Names.plain(bare(came)), known)
            .map(option -> "did you mean " + option + "? " + capitalised(all))
            .orElse(all);
  }

  private static Optional<String> meant(String name, List<String> known) {
    return Optional.ofNullable(SYNONYMS.get(name))
        .filter(synonym -> known.contains(synonym.replaceFirst(" .*", "")))
        .or(() -> Names.nearest(name, known.stream().map(UnknownArgument::bare).toList())
            .map("--"::concat));
  }

  private static String bare(String option) {
    return option.replaceFirst("^-+", "");
  }

  private static String capitalised(String text) {
    return text.replaceFirst("^known", "Known");
  }
}
