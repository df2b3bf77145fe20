package dev.pulmu.cli;

import dev.pulmu.bench.Bench;
import dev.pulmu.bench.task.Workload;
import dev.pulmu.cli.lines.BenchLines;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code pulmu bench}: times training steps. */
@Command(
    name = "bench",
    description = "Measures how long training steps take, beside other libraries if asked for.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = ConfigOptions.OfPlan.class,
    footer = {
      "",
      "Examples:",
      "  pulmu bench",
      "  pulmu bench --workload A,B --peers --json bench.json",
      "  pulmu bench --hidden 512,256 --batch 64 --batch-norm --backend cpu,nd4j",
      "",
      "docs/benchmarks.md says what is measured, and what the columns mean."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Mixin
  private DataOptions data;

  @Option(
      names = "--workload",
      paramLabel = "NAME,..",
      description = "What to time, by letter: A, A1024, B, C128, C1024, D1024, D8192; the options"
          + " of a network describe another one. Default: A,A1024,B,C128,C1024")
  private Optional<String> workloads;

  @Option(
      names = "--backend",
      paramLabel = "NAME,..",
      defaultValue = "auto",
      description = "Backends: auto, cuda, cpu or nd4j, or several of them; the others are compared"
          + " with the first. Default: auto, the fastest usable one")
  private String backends;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads on the host at most: everyone takes 1 or so many, whichever is faster."
          + " Default: one for each processor")
  private Optional<Integer> threads;

  @Option(
      names = "--peers",
      description = "Time DL4J, libtorch, DJL and, where python3 has them, PyTorch and NumPy, too.")
  private boolean peers;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Measuring time of each workload and each who takes part, beside warming up."
          + " Default: ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to this file, too.")
  private Optional<Path> json;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    json.ifPresent(this::requireWritable);
    List<Workload> chosen = Refusals.checked(command, this::workloads);
    int most = threads
        .map(count -> HostOptions.checked(command, count))
        .orElse(Runtime.getRuntime().availableProcessors());
    Optional<Path> root = peers ? Optional.of(root()) : Optional.empty();
    Dataset rows = data.find(screen, lookup -> Datasets.load(Datasets.AUTO, lookup));
    List<String> names = List.of(backends.split(",", -1));
    Bench bench =
        Refusals.checked(command, () -> new Bench(chosen, rows, names, most, root, seconds));
    try (BenchLines lines = new BenchLines(screen.results(), screen.bar(), json)) {
      return bench.run(lines).failed() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
  }

  private List<Workload> workloads() {
    List<String> network = ConfigOptions.given(command).stream()
        .filter(name -> !name.equals("--backend")) // here an option of its own, of several
        .toList();
    if (network.isEmpty()) {
      String names = workloads.orElse(String.join(",", Workload.USUAL));
      return List.of(names.split(",", -1)).stream().map(Workload::named).toList();
    }
    if (workloads.isPresent()) {
      throw new IllegalArgumentException(
          "a workload has its own network; leave out --workload, or " + String.join(", ", network));
    }
    return List.of(Workload.custom(ConfigOptions.read(command)));
  }

  /** The folder of the checkout, which the launcher passes on. */
  private Path root() {
    String root = System.getProperty("pulmu.root");
    if (root == null) {
      throw new ParameterException(
          command.commandLine(), "peers are built in a checkout, by ./pulmu bench --peers");
    }
    return Path.of(root);
  }

  /**
   * Refuses a file that cannot be written before anything is measured: minutes of measuring would
   * be lost.
   */
  private void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(
          command.commandLine(),
          "--json wants a file in a directory that can be written to, came '" + file + "'");
    }
  }
}
