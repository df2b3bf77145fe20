package dev.pulmu.cli.lines;

import dev.pulmu.checkpoint.RunDirectory;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.model.Model;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Resumption;
import dev.pulmu.run.Run;
import dev.pulmu.run.RunState;
import dev.pulmu.steering.Ending;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Prints what people read before and after a run. */
public final class RunLines {
  private RunLines() {}

  /** Prints the data, the backend, the size of the network and the seed of a run. */
  public static void describe(Run run, PrintWriter lines) {
    Dataset data = run.data();
    lines.printf(
        Locale.ROOT,
        "%s: %d training, %d validation, %d test rows%n",
        data.name(),
        data.rows(Split.TRAIN).length,
        data.rows(Split.VALIDATION).length,
        data.rows(Split.TEST).length);
    lines.printf(
        Locale.ROOT,
        "%s: %s%n%d inputs, %d %s, %d parameters, seed %d%n",
        run.backend().name(),
        run.backend().availability().device(),
        run.plan().network().inputs(),
        run.plan().network().outputs(),
        data.classNames().isEmpty() ? "outputs" : "classes",
        run.plan().parameters(),
        run.config().get(Settings.SEED));
    lines.flush();
  }

  /** Why a run does not go on. */
  public static String finished(Path path, Ending ending, RunState state) {
    return path + " is finished: " + why(ending, state.config(), state.epochs().size());
  }

  private static String why(Ending ending, RunConfig config, int epochs) {
    return switch (ending) {
      case EPOCHS -> "all " + epochs + " epochs are done; ask for more with --epochs";
      case EARLY_STOPPING ->
        "epoch " + epochs + " ended the patience of " + config.text(Settings.EARLY_STOPPING);
      case UNTIL -> "epoch " + epochs + " met " + config.text(Settings.UNTIL);
      case CONVERGED ->
        "after epoch " + epochs + " "
            + Call.nameOf(config.text(Settings.OPTIMIZER))
            + " found no step that makes the loss smaller";
      case MAX_TIME ->
        "its time of " + config.text(Settings.MAX_TIME) + " is over; ask for more with --max-time";
      case DIVERGED -> "after epoch " + epochs + " its numbers stopped being finite";
      case INTERRUPTED -> "interrupted";
    };
  }

  /** Where a run goes on. */
  public static String goingOn(Path path, RunState state, String backend) {
    String other = state.backend().equals(backend)
        ? ""
        : ", until now on " + state.backend() + ": the bits will be others";
    return path + ": going on after step " + state.step() + other;
  }

  /**
   * The checkpoints of a run whose numbers stopped being finite, from which one can go on with
   * other settings.
   */
  public static String left(RunDirectory checkpoints) {
    List<Long> steps = new ArrayList<>(checkpoints.steps());
    Collections.reverse(steps);
    for (long step : steps) {
      RunState state =
          Resumption.of(checkpoints, OptionalLong.of(step)).orElseThrow().state();
      if (state.totals().samples() == 0) {
        int epoch = state.epochs().size();
        return "; --resume " + checkpoints.path() + " --at " + step + " --epochs " + epoch
            + " saves the model of epoch " + epoch + ", for a new run --from " + checkpoints.path();
      }
    }
    return "";
  }

  /** How long the run is for its schedule, where that differs from its present or former length. */
  public static Optional<String> schedule(Run run, Resumption begin) {
    if (run.spans().isEmpty()) {
      return Optional.empty();
    }
    long step = begin.state().step();
    int all = run.config().get(Settings.EPOCHS);
    int length = run.spans().get(run.spans().size() - 1).epochs();
    if (begin.isStretched()) {
      return Optional.of("learning rate: from here on as in a run of " + all
          + " epochs; it goes from " + rate(run, step - 1) + " to " + rate(run, step));
    }
    String more = "; --stretch-schedule spreads it over " + all;
    if (length < all) {
      String end = rate(run, (long) length * run.feed().stepsPerEpoch());
      return Optional.of(
          "learning rate: its schedule keeps to " + length + " epochs, then it stays " + end
              + (end.equals("0") ? " and no weight moves" : "") + more);
    }
    return length == all
        ? Optional.empty()
        : Optional.of("learning rate: its schedule keeps to " + length + " epochs, of which " + all
            + " are done" + more);
  }

  private static String rate(Run run, long step) {
    BigDecimal rate = new BigDecimal(run.feed().rate(step));
    return Numbers.text(rate.round(new MathContext(4)).doubleValue());
  }

  /** Prints the result of a run. */
  public static void summarize(RunReport report, Path directory, Screen screen) {
    PrintWriter lines = screen.results();
    if (report.stopped()) {
      lines.printf(
          Locale.ROOT,
          "stopped after %d steps, %d of %d epochs done; go on with --resume %s%n",
          report.steps(),
          report.epochs().size(),
          report.config().get(Settings.EPOCHS),
          directory);
    } else if (report.ending() != Ending.EPOCHS) {
      lines.println(
          "ended: " + why(report.ending(), report.config(), report.epochs().size()));
    }
    report.best().ifPresent(epoch -> lines.println("weights of the best epoch, " + epoch));
    report.test().ifPresent(test -> lines.println(TestLine.of(test, report.testMetrics())));
    if (report.testSteered()) {
      lines.println("the test rows decided when to stop: this is a benchmark, no test");
    }
    RunReport.Seconds seconds = report.seconds();
    screen
        .lines()
        .printf(
            Locale.ROOT,
            "seconds: %.2f start, %.2f data, %.2f train, %.2f evaluate%n",
            seconds.start(),
            seconds.data(),
            seconds.train(),
            seconds.evaluate());
    lines.println("report: " + directory.resolve(RunReport.FILE));
    lines.println("model:  " + directory.resolve(Model.FILE));
    lines.flush();
  }
}
