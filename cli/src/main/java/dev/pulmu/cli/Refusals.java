package dev.pulmu.cli;

import dev.pulmu.checkpoint.CheckpointException;
import dev.pulmu.cli.lines.UnknownArgument;
import dev.pulmu.cli.terminal.LastLine;
import dev.pulmu.files.DataException;
import dev.pulmu.run.NotFiniteException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns errors into one line for people and an exit status. */
final class Refusals {
  private Refusals() {}

  /** Makes a command line answer with our lines and statuses. */
  static CommandLine handledBy(CommandLine line) {
    return line.setUsageHelpWidth(80)
        .setParameterExceptionHandler((e, arguments) ->
            refused(e.getCommandLine(), garbled(List.of(arguments)).orElseGet(() -> message(e))))
        .setExecutionExceptionHandler((e, command, result) -> e instanceof DataException
            ? refused(command, garbled(result.originalArgs()).orElse(e.getMessage()))
            : ((Main) line.getCommand()).failed(command, e))
        .setExecutionStrategy(result -> {
          try {
            return new RunLast().execute(result);
          } catch (OutOfMemoryError e) {
            throw new ExecutionException(asked(result), heapTooSmall(e), e);
          } catch (LinkageError e) {
            throw new ExecutionException(asked(result), cause(e).toString(), e);
          }
        });
  }

  /** The command that a line asks for. */
  private static CommandLine asked(ParseResult result) {
    return result.hasSubcommand()
        ? asked(result.subcommand())
        : result.commandSpec().commandLine();
  }

  private static String heapTooSmall(OutOfMemoryError e) {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return "the heap of " + mebibytes + " MiB is too small (" + e.getMessage()
        + "); give it more with PULMU_JAVA_OPTS=-Xmx" + (2 * mebibytes / 1024 + 1) + "g";
  }

  /**
   * The value, computed where a user's wish can be refused.
   *
   * @throws ParameterException in place of what says that a wish makes no sense or cannot be
   *     granted here
   */
  static <T> T checked(CommandSpec command, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException | IllegalStateException | CheckpointException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /** Refuses an empty path: it would mean the current directory, which the user did not write. */
  static void requireNamed(CommandSpec command, String option, Optional<Path> path) {
    if (path.filter(given -> given.toString().isEmpty()).isPresent()) {
      throw new ParameterException(
          command.commandLine(), option + " wants a directory, came an empty text");
    }
  }

  /** A message of ours as it is; of others, with the name of what it is. */
  static String message(Throwable e) {
    if (e instanceof ExecutionException && e.getCause() instanceof Exception cause) {
      return message(cause);
    }
    boolean ours = e instanceof ExecutionException
        || e instanceof NotFiniteException
        || e instanceof UncheckedIOException
        || e instanceof IllegalStateException;
    return ours && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  /** What an error that wraps others began with. */
  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Prints one line that says whose it is. */
  static void print(CommandLine command, String message) {
    String line = name(command) + ": " + message.strip().replaceAll("\\s*\\R\\s*", " ");
    LastLine.above(() -> command.getErr().println(line));
    command.getErr().flush();
  }

  private static String message(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? UnknownArgument.message(
            e.getCommandLine().getCommandSpec(), unmatched.getUnmatched().get(0))
        : e.getMessage();
  }

  /** The reason of whatever else is wrong: the JVM could not read the bytes of an argument. */
  private static Optional<String> garbled(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.indexOf('\ufffd') >= 0)
        .findFirst()
        .map(argument -> "'" + argument + "' is no text in the locale's character set, "
            + System.getProperty("sun.jnu.encoding")
            + "; set LC_ALL to a locale that fits, such as C.UTF-8");
  }

  private static int refused(CommandLine command, String message) {
    print(command, message);
    return ExitCode.USAGE;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
