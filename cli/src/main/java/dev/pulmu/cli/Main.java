package dev.pulmu.cli;

import dev.pulmu.report.Build;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The entry point of the command line, {@code pulmu}. */
@Command(
    name = "pulmu",
    description = "Trains neural networks.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      TrainCommand.class,
      SearchCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DescribeCommand.class,
      BenchCommand.class,
      StudyCommand.class,
      DatasetsCommand.class,
      DevicesCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  pulmu devices",
      "  pulmu train --hidden 100,100 --batch-norm",
      "  pulmu evaluate runs/mnist-20250101-120000",
      "",
      "'pulmu COMMAND --help' says more."
    })
public final class Main implements Runnable {
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "When a run fails, show where.")
  private boolean stacktrace;

  private final CommandLine line = Heading.putInto(Refusals.handledBy(new CommandLine(this)));

  private Main() {}

  public static void main(String[] arguments) {
    nameCharacterSetsOfStreams();
    System.exit(commandLine().execute(arguments));
  }

  /** Picocli looks for them under the names that they had before JDK 19, and takes UTF-8 then. */
  private static void nameCharacterSetsOfStreams() {
    for (String stream : List.of("stdout", "stderr")) {
      String characters = System.getProperty(stream + ".encoding");
      if (characters != null) {
        System.setProperty("sun." + stream + ".encoding", characters);
      }
    }
  }

  /** A command line with every command, ready to execute. */
  static CommandLine commandLine() {
    return new Main().line;
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    line.usage(line.getOut());
  }

  /** A failure while running, in one line, and where it was if that is asked for. */
  int failed(CommandLine command, Exception e) {
    PrintWriter err = command.getErr();
    Refusals.print(command, Refusals.message(e));
    if (stacktrace) {
      e.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** {@code pulmu --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {
        "pulmu " + build.version() + " (commit " + build.commit() + "), Java " + Runtime.version()
      };
    }
  }
}
