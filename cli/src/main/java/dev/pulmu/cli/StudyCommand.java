package dev.pulmu.cli;

import dev.pulmu.backend.Backend;
import dev.pulmu.cli.folder.OutputDirectory;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.cli.lines.StudyLines;
import dev.pulmu.config.Setting;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Study;
import dev.pulmu.study.StudyReport;
import dev.pulmu.study.chapter.Studies;
import dev.pulmu.study.pages.Gallery;
import dev.pulmu.study.pages.StudyFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu study}: runs the chapter's experiments. */
@Command(
    name = "study",
    description = "Runs an experiment of the chapter: draws it, and checks what it should show.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "The status is 1 if something did not come as expected.",
      "",
      "Examples:",
      "  pulmu study list",
      "  pulmu study trajectories",
      "  pulmu study all --seeds 1 --out runs/studies"
    })
final class StudyCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "NAME", description = "A study, 'all' of them, or 'list'.")
  private String name;

  @Mixin
  private DataOptions data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to put pictures, tables and pages, a directory for each study."
          + " Default: runs/studies-yyyyMMdd-HHmmss")
  private Optional<Path> out;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "What runs it: auto, cuda, cpu or nd4j. Default: ${DEFAULT-VALUE}")
  private String backend;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often, with the seeds 1..N; the means decide. Default: ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--gallery",
      paramLabel = "DIR",
      description = "Write a page of all that is run, studies.md, into this directory, too.")
  private Optional<Path> gallery;

  @Mixin
  private HostOptions host;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    try (StudyLines lines = new StudyLines(screen)) {
      return call(lines);
    }
  }

  private int call(StudyLines lines) {
    if (name.equalsIgnoreCase("list")) {
      lines.list(Studies.all());
      return CommandLine.ExitCode.OK;
    }
    List<Study> chosen = Refusals.checked(
        command, () -> name.equalsIgnoreCase("all") ? Studies.all() : List.of(Studies.named(name)));
    Refusals.checked(command, () -> Setting.requireCount("seeds", seeds));
    Refusals.requireNamed(command, "--out", out);
    Refusals.requireNamed(command, "--gallery", gallery);
    host.apply();
    Backend runs = Refusals.checked(command, () -> Backend.choose(backend));
    host.advise(runs);
    Optional<Dataset> rows = chosen.stream().anyMatch(Study::wantsData)
        ? Optional.of(data.find(screen, lookup -> Datasets.load(Datasets.AUTO, lookup)))
        : Optional.empty();
    OutputDirectory directory = Refusals.checked(
        command,
        () -> out.map(OutputDirectory::create).orElseGet(() -> OutputDirectory.create("studies")));
    gallery.ifPresent(docs -> Refusals.checked(command, () -> OutputDirectory.create(docs)));
    Lab lab = new Lab(runs, rows);
    List<StudyReport> reports = new ArrayList<>();
    for (Study study : chosen) {
      lines.begin(study);
      StudyReport report = StudyReport.of(study, lab, seeds, lines::seed);
      Path page = StudyFiles.write(report, directory.path().resolve(study.name()));
      lines.end(report, page);
      reports.add(report);
    }
    gallery.ifPresent(docs -> Gallery.write(reports, docs));
    if (reports.size() > 1 || screen.isQuiet()) {
      lines.all(reports);
    }
    return reports.stream().anyMatch(StudyReport::failed)
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }
}
