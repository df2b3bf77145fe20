package dev.pulmu.cli;

import dev.pulmu.backend.Backend;
import dev.pulmu.checkpoint.CheckpointException;
import dev.pulmu.checkpoint.Interval;
import dev.pulmu.cli.folder.OutputDirectory;
import dev.pulmu.cli.folder.RunFolder;
import dev.pulmu.cli.lines.EpochLines;
import dev.pulmu.cli.lines.FoldLines;
import dev.pulmu.cli.lines.RunLines;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.cli.terminal.Interruption;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Baseline;
import dev.pulmu.run.Checkpoints;
import dev.pulmu.run.Folds;
import dev.pulmu.run.NotFiniteException;
import dev.pulmu.run.Outcome;
import dev.pulmu.run.Resumption;
import dev.pulmu.run.Run;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code pulmu train}: trains a network, or goes on with a run. */
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
      "  pulmu train --dataset fashion-mnist --hidden 256,128,100 --batch-norm \\",
      "      --epochs 12 --schedule cosine",
      "  pulmu train --dataset digits --hidden none --optimizer 'sgd(rate=0.1)'",
      "  pulmu train --data my.csv --targets NAME",
      "  pulmu train --data my/mnist --limit 5000 --dropout 0.2 --out runs/small",
      "  pulmu train --resume runs/small --epochs 10",
      "",
      "Ctrl-C ends a run early; it can go on with --resume. A second Ctrl-C ends at",
      "once."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  @Spec
  private CommandSpec command;

  @Mixin
  private DataOptions data;

  @Mixin
  private HostOptions host;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report, model and checkpoints go. Default: runs/NAME-yyyyMMdd-HHmmss")
  private Optional<Path> out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run of this directory. Settings are as they were; other"
          + " --epochs, --until, --max-time and --backend may be asked for.")
  private Optional<Path> resume;

  @Option(
      names = "--at",
      paramLabel = "STEP",
      description = "Go on from the checkpoint of this step, and not from the newest.")
  private Optional<Long> at;

  @Option(
      names = "--stretch-schedule",
      description = "With --resume: spread a schedule that runs over the whole run, such as cosine,"
          + " over its new --epochs from here on. Otherwise it keeps its length, and then its last"
          + " rate.")
  private boolean stretch;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      description = "How often a checkpoint is written: 500steps, 30s, 5min, 2epochs; also at the"
          + " best epochs and at the end. Default: 1epoch at most every 1min")
  private Optional<String> every;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many of the last checkpoints to keep, beside the best. Default: 2")
  private int keep;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Cross-validate: train N times on other parts of the training rows, each time"
          + " tested on the rest, and print mean and deviation. Nothing is saved.")
  private Optional<Integer> folds;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    Refusals.requireNamed(command, "--out", out);
    Refusals.requireNamed(command, "--resume", resume);
    Interval interval =
        Refusals.checked(command, () -> every.map(Interval::parse).orElse(Interval.DEFAULT));
    Refusals.checked(command, () -> Setting.requireCount("keep-checkpoints", keep));
    host.apply();
    if (resume.isPresent()) {
      return goOn(resume.get(), interval);
    }
    if (at.isPresent() || stretch) {
      throw new ParameterException(
          command.commandLine(),
          (at.isPresent() ? "--at" : "--stretch-schedule")
              + " wants a run to go on with; add --resume DIR");
    }
    RunConfig config = ConfigOptions.read(command);
    if (folds.isPresent()) {
      return crossValidate(config, folds.get());
    }
    Run run = data.find(screen, lookup -> Run.load(config, lookup));
    try (RunFolder folder =
        Refusals.checked(command, () -> RunFolder.create(directory(run), keep))) {
      folder.keep(run.config());
      data.keepIn(folder.path());
      return train(run, folder, interval);
    }
  }

  private int crossValidate(RunConfig config, int parts) {
    if (out.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--folds saves nothing; leave --out out, or --folds");
    }
    Backend backend = Refusals.checked(command, () -> Backend.choose(config.get(Settings.BACKEND)));
    Folds all = data.find(screen, lookup -> new Folds(config, config.data(lookup), backend, parts));
    Run first = all.run(0);
    host.advise(backend);
    data.doubt(first.data());
    first.choices().forEach(screen.lines()::println);
    RunLines.describe(first, screen.lines());
    return Interruption.stops(all::stop, () -> {
      List<RunReport> reports = all.train((part, report) -> {
        screen.lines().println(FoldLines.of(part, parts, report));
        screen.lines().flush();
      });
      if (reports.size() < parts) {
        screen.results().println("stopped after " + reports.size() + " of " + parts + " folds");
      } else {
        screen.results().println(FoldLines.summary(reports));
      }
      screen.results().flush();
      return reports.size() < parts ? INTERRUPTED : 0;
    });
  }

  private int goOn(Path path, Interval interval) {
    if (out.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "a run goes on where it is; leave --out out, or --resume");
    }
    try (RunFolder folder = Refusals.checked(command, () -> RunFolder.open(path, keep))) {
      OptionalLong step = at.map(OptionalLong::of).orElse(OptionalLong.empty());
      Optional<Resumption> found =
          Refusals.checked(command, () -> Resumption.of(folder.checkpoints(), step));
      PrintWriter lines = screen.lines();
      if (found.isEmpty()) {
        RunConfig settings = Refusals.checked(command, () -> folder.settings(Optional.empty()));
        RunConfig config = ConfigOptions.read(command, settings);
        Run run = data.findAgain(screen, path, lookup -> Run.load(config, lookup));
        lines.println(path + " has no checkpoint yet: starting over");
        folder.keep(run.config());
        data.keepAnewIn(path);
        return train(run, folder, interval);
      }
      RunConfig settings = Refusals.checked(
          command, () -> folder.settings(Optional.of(found.get().state().config())));
      RunConfig config = ConfigOptions.read(command, settings);
      Resumption begin = stretched(found.get(), config);
      Run run = data.findAgain(screen, path, lookup -> Run.resume(begin, config, lookup));
      if (run.over().isPresent() && folder.hasResults(begin.state().step())) {
        screen.results().println(RunLines.finished(path, run.over().get(), begin.state()));
        screen.results().flush();
        return 0;
      }
      lines.println(RunLines.goingOn(path, begin.state(), run.backend().name()));
      RunLines.schedule(run, begin).ifPresent(lines::println);
      folder.keep(run.config());
      data.keepAnewIn(path);
      return train(run, folder, interval);
    }
  }

  private Resumption stretched(Resumption found, RunConfig config) {
    return stretch
        ? Refusals.checked(command, () -> found.stretched(config.get(Settings.EPOCHS)))
        : found;
  }

  private int train(Run run, RunFolder folder, Interval interval) {
    PrintWriter results = screen.results();
    host.advise(run.backend());
    data.doubt(run.data());
    run.choices().forEach(screen.lines()::println);
    RunLines.describe(run, screen.lines());
    return Interruption.stops(run::stop, () -> {
      Outcome outcome;
      try (EpochLines listener = screen.epochs();
          Checkpoints checkpoints =
              new Checkpoints(folder.checkpoints(), interval, this::complain)) {
        outcome = run.train(checkpoints, listener);
        listener.saving();
      } catch (NotFiniteException e) {
        throw diverged(e, folder);
      }
      if (outcome.report().stopped() && outcome.report().steps() == 0) {
        results.println("stopped before the first step; nothing is saved");
        results.flush();
        return INTERRUPTED;
      }
      outcome.save(folder.path());
      RunLines.summarize(outcome.report(), folder.path(), screen);
      Baseline.doubt(run.data(), run.plan().network().loss(), outcome.report().test())
          .ifPresent(this::complain);
      return outcome.report().stopped() ? INTERRUPTED : 0;
    });
  }

  /** Saves the best epoch of a run that diverged and says so, or how to get a model. */
  private NotFiniteException diverged(NotFiniteException e, RunFolder folder) {
    if (e.best().isEmpty()) {
      return e.saying(RunLines.left(folder.checkpoints()));
    }
    Outcome best = e.best().get();
    best.save(folder.path());
    RunLines.summarize(best.report(), folder.path(), screen);
    return e.saying(
        "; the weights of the best epoch, " + best.report().best().orElseThrow() + ", are saved");
  }

  /** Prints that a checkpoint cannot be written; training goes on. */
  private void complain(CheckpointException failure) {
    complain(failure.getMessage());
  }

  private void complain(String line) {
    Refusals.print(command.commandLine(), line);
  }

  private OutputDirectory directory(Run run) {
    return out.map(OutputDirectory::create)
        .orElseGet(() -> OutputDirectory.create(run.data().name()));
  }
}
