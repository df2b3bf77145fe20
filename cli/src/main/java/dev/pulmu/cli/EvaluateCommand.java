package dev.pulmu.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Session;
import dev.pulmu.cli.lines.ConfusionTable;
import dev.pulmu.cli.lines.MetricsLines;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.cli.lines.TestLine;
import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.cli.terminal.Columns;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.images.PictureOptions;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.Tables;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.model.Model;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.report.CourseJson;
import dev.pulmu.report.EpochJson;
import dev.pulmu.report.MetricsJson;
import dev.pulmu.report.Replay;
import dev.pulmu.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu evaluate}: tests a saved model. */
@Command(
    name = "evaluate",
    description = "Tests a saved model on the test rows of a data set.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  pulmu evaluate runs/small",
      "  pulmu evaluate model.safetensors --dataset mnist --data my/mnist --json",
      "  pulmu evaluate runs/table --data my/table --metrics",
      "  pulmu evaluate runs/pictures --data images:new/pictures",
      "",
      "Of a table test.csv is enough: columns and classes are in the model."
    })
final class EvaluateCommand implements Callable<Integer> {
  /** Rows of a batch, of which an evaluation trains none. */
  private static final int BATCH = 128;

  /** The tap of what the last block puts out. */
  private static final String LOGITS = "logits";

  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "A model's file, or a run's directory.")
  private Path path;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "The data set. Default: the one that the model was trained on.")
  private Optional<String> dataset;

  @Mixin
  private DataOptions source;

  @Mixin
  private HostOptions host;

  @Option(
      names = "--targets",
      paramLabel = "COLUMNS",
      description = "What to predict of a table, as 'pulmu train --help' says. Default: what the"
          + " model was trained on.")
  private Optional<String> targets;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "What runs it: auto, cuda, cpu or nd4j. Default: auto")
  private String name;

  @Option(
      names = "--metrics",
      description = "Print also precision, recall, F1 and the area under the ROC curve of every"
          + " class, or the errors of every number.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON, which has all metrics.")
  private boolean json;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() {
    host.apply();
    Model model = Model.load(path);
    Backend backend = Refusals.checked(command, () -> Backend.choose(name));
    Dataset data = isOwn(model)
        ? source.findAgain(screen, path, lookup -> data(model, lookup))
        : source.find(screen, lookup -> data(model, lookup));
    Tested tested;
    try (Bar bar = screen.bar()) {
      bar.show("testing");
      tested = evaluate(model, backend, data);
    }
    host.advise(backend);
    PrintWriter lines = screen.lines();
    if (json) {
      screen.results().println(json(backend, data, tested));
    } else {
      Evaluation test = tested.test;
      lines.println(data.name() + ": " + test.samples() + " test rows; " + backend.name() + ": "
          + backend.availability().device());
      screen.results().println(TestLine.of(test, tested.metrics));
      if (test.confusion().length > 0) {
        lines.println();
        lines.print(
            new ConfusionTable(test.confusion(), data.classNames()).text(Columns.ofOutput()));
      }
      if (all) {
        lines.println();
        screen.results().print(MetricsLines.of(tested.metrics));
      }
    }
    screen.results().flush();
    return 0;
  }

  private record Tested(Evaluation test, Optional<Metrics> metrics) {}

  /** Whether it is tested on the data set that it was trained on. */
  private boolean isOwn(Model model) {
    return dataset().isEmpty()
        || dataset().get().equalsIgnoreCase(model.provenance().dataset());
  }

  private Optional<String> dataset() {
    return dataset.or(source::dataset);
  }

  /**
   * The rows of a table: of the run's own one those that were not trained on, of any other one all.
   */
  private Dataset table(Model model, Recipe recipe, Lookup lookup) {
    Path directory = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    Path report = directory.resolve(RunReport.FILE);
    Dataset data;
    if (!source.isGiven() && Files.exists(report)) {
      RunConfig config = Replay.read(report).config();
      data = config.dataAgain(model.provenance().datasetSha256(), lookup);
      requireSame(model, data, lookup);
      data = config.rows(data);
    } else {
      Path place = lookup
          .directory()
          .orElseThrow(() -> new IllegalArgumentException(
              "the model is one of a table; say where its rows are with --data"));
      data = Tables.readFor(lookup, place, recipe, model.classNames(), false).dataset();
    }
    return tested(model, data, lookup);
  }

  private Dataset data(Model model, Lookup lookup) {
    if (model.recipe().isPresent() && isOwn(model)) {
      return table(model, model.recipe().get(), lookup);
    }
    Optional<TargetColumns> own =
        isOwn(model) ? model.table().map(TableColumns::targets) : Optional.empty();
    String name = dataset().orElse(model.provenance().dataset());
    Dataset data = Datasets.arePictures(name)
        ? Datasets.loadTestPictures(
            lookup,
            PictureOptions.ofSeed(model.provenance().seed())
                .with(model.network().shape()),
            model.provenance().datasetSha256(),
            model.classNames())
        : Datasets.loadTest(
            name, lookup, targets.map(Settings.TARGETS::parse).orElse(own), model.classNames());
    return tested(model, data, lookup);
  }

  private Dataset tested(Model model, Dataset data, Lookup lookup) {
    model.requireFits(data);
    requireSame(model, data, lookup);
    if (data.rows(Split.TEST).length == 0) {
      throw new IllegalArgumentException("data set '" + data.name() + "' has no test rows");
    }
    return data;
  }

  /** Refuses data other than that of the training, unless the user named it. */
  private void requireSame(Model model, Dataset data, Lookup lookup) {
    boolean same = data.sha256().equals(model.provenance().datasetSha256());
    if (!source.isGiven() && lookup.directory().isPresent() && !same) {
      throw new IllegalArgumentException(lookup.directory().get() + " has other data than " + path
          + " was trained on; to test on it all the same, say so with --data");
    }
  }

  private static Tested evaluate(Model model, Backend backend, Dataset data) {
    Dataset normalised =
        data.scaled(model.normalisation().scale(), model.normalisation().shift());
    Plan plan = Planner.plan(model.network(), Sgd.DEFAULT, BATCH);
    State state = State.initial(plan, 0).withWeightsOf(model.state());
    Feed feed = new Feed(plan, normalised, 1, 0);
    try (Session session = backend.open(plan, normalised, feed, state)) {
      Session.Weights weights = Session.Weights.LIVE;
      Evaluation test = session.evaluate(Split.TEST, weights);
      if (!Double.isFinite(test.loss())) {
        requireFinite(
            session.forward(data.rows(Split.TEST), List.of(LOGITS), weights).get(LOGITS));
        throw new IllegalStateException("the model's loss is " + test.loss()
            + " on these rows: its training diverged, train it again with a smaller rate");
      }
      return new Tested(
          test, Metrics.ofTest(session, weights, data, model.network().loss()));
    }
  }

  private static void requireFinite(Matrix logits) {
    for (int row = 0; row < logits.rows(); row++) {
      for (int column = 0; column < logits.columns(); column++) {
        if (!Float.isFinite(logits.at(row, column))) {
          throw new IllegalStateException("the model's answer to test row " + (row + 1) + " is "
              + logits.at(row, column) + "; look for numbers far beyond those that it learnt from,"
              + " or train it anew");
        }
      }
    }
  }

  private static String json(Backend backend, Dataset data, Tested tested) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    CourseJson.put(json, new RunReport.Source(data.name(), data.sha256()));
    json.put("backend", backend.name());
    json.put("device", backend.availability().device());
    EpochJson.putTest(json, tested.test);
    tested.metrics.ifPresent(metrics -> json.set(MetricsJson.KEY, MetricsJson.of(metrics)));
    return json.toPrettyString();
  }
}
