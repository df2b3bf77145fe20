package dev.pulmu.cli;

import dev.pulmu.cli.lines.EpochLines;
import dev.pulmu.cli.lines.RunLines;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.cli.lines.TestLine;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.report.Replay;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.NotFiniteException;
import dev.pulmu.run.Run;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu replay}: does a run again and compares the weights. */
@Command(
    name = "replay",
    description = "Trains again as the report of a run says, and compares the weights bit by bit.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The status is 0 if every bit is the same. Otherwise it is 1, and the command",
      "says what has changed of all that the bits depend on. It writes nothing.",
      "",
      "Examples:",
      "  pulmu replay runs/small",
      "  pulmu replay report.json --data my/mnist"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "REPORT", description = "A report's file, or a run's directory.")
  private Path path;

  @Mixin
  private DataOptions data;

  @Mixin
  private HostOptions host;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    host.apply();
    Replay replay = Refusals.checked(command, () -> Replay.read(path));
    Run run = data.findAgain(screen, path, lookup -> Run.replay(replay, lookup));
    PrintWriter lines = screen.results();
    host.advise(run.backend());
    data.doubt(run.data());
    RunLines.describe(run, screen.lines());
    RunReport report;
    try (EpochLines listener = screen.epochs()) {
      report = run.train(listener).report();
    } catch (NotFiniteException e) {
      report = e.best().orElseThrow(() -> e).report();
    }
    Optional<Metrics> metrics = report.testMetrics();
    report.test().ifPresent(test -> lines.println(TestLine.of(test, metrics)));
    boolean same = report.weightsSha256().equals(replay.weightsSha256());
    lines.println("weights " + report.weightsSha256() + (same ? ": as in the report" : ""));
    if (!same) {
      lines.println("report  " + replay.weightsSha256() + ": not the same");
      List<String> differences = replay.differences(report);
      differences.forEach(lines::println);
      if (differences.isEmpty()) {
        lines.println("nothing has changed that the bits are known to depend on");
      }
    }
    lines.flush();
    return same ? 0 : 1;
  }
}
