package dev.pulmu.cli;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.model.Model;
import dev.pulmu.run.Outcome;
import dev.pulmu.run.Run;
import dev.pulmu.run.RunConfig;
import dev.pulmu.run.RunReport;
import dev.pulmu.run.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulmu train}. */
@Command(
    name = "train",
    description = "Trains a network; writes a report and a model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = ConfigOptions.All.class,
    footer = {
      "",
      "Examples:",
      "  pulmu train",
      "  pulmu train --dataset fashion-mnist --hidden 100,100 --batch-norm",
      "  pulmu train --dataset digits --hidden none --optimizer 'sgd(rate=0.1)'",
      "  pulmu train --dataset csv --data my/table --targets 'labels(species)'",
      "  pulmu train --data my/mnist --limit 5000 --dropout 0.2 --out runs/small",
      "",
      "Ctrl-C ends a run early; its report and model are written."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  @Spec
  private CommandSpec command;

  @Mixin
  private DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report and model go. Default: runs/NAME-yyyyMMdd-HHmmss")
  private Optional<Path> out;

  @Override
  public Integer call() {
    RunConfig config = ConfigOptions.read(command);
    Refusals.requireNamed(command, "--out", out);
    Run run = data.find(lookup -> Run.load(config, lookup));
    return Interruption.stops(run, () -> {
      Path path = out.orElseGet(() -> usual(run));
      return train(run, config, Refusals.checked(command, () -> OutputDirectory.create(path)));
    });
  }

  private int train(Run run, RunConfig config, OutputDirectory directory) {
    PrintWriter lines = command.commandLine().getOut();
    describe(run, config, lines);
    try {
      Outcome outcome = train(run);
      if (outcome.report().stopped() && outcome.report().steps() == 0) {
        lines.println("stopped before the first step; nothing is saved");
        return INTERRUPTED;
      }
      outcome.save(directory.path());
      summarize(outcome.report(), directory.path(), lines);
      return outcome.report().stopped() ? INTERRUPTED : 0;
    } finally {
      directory.removeIfEmpty();
    }
  }

  private Outcome train(Run run) {
    CommandLine line = command.commandLine();
    boolean terminal = Boolean.getBoolean("pulmu.terminal");
    try (EpochLines listener = new EpochLines(line.getOut(), line.getErr(), terminal)) {
      return run.train(listener);
    }
  }

  private static Path usual(Run run) {
    String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
    return Path.of("runs", run.data().name() + "-" + time);
  }

  private static void describe(Run run, RunConfig config, PrintWriter lines) {
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
        "%s: %s; %d inputs, %d %s, %d parameters, seed %d%n",
        run.backend().name(),
        run.backend().availability().device(),
        run.plan().network().inputs(),
        run.plan().network().outputs(),
        data.classNames().isEmpty() ? "outputs" : "classes",
        run.plan().parameters(),
        config.get(Settings.SEED));
    lines.flush();
  }

  private static void summarize(RunReport report, Path directory, PrintWriter lines) {
    if (report.stopped()) {
      lines.printf(
          "stopped after %d steps, %d of %d epochs done%n",
          report.steps(), report.epochs().size(), report.config().get(Settings.EPOCHS));
    }
    report.test().ifPresent(test -> lines.println(TestLine.of(test)));
    RunReport.Seconds seconds = report.seconds();
    lines.printf(
        Locale.ROOT,
        "seconds: %.2f start, %.2f data, %.2f train, %.2f evaluate%n",
        seconds.start(),
        seconds.data(),
        seconds.train(),
        seconds.evaluate());
    lines.println("report: " + directory.resolve(Outcome.REPORT));
    lines.println("model:  " + directory.resolve(Model.FILE));
    lines.flush();
  }
}
