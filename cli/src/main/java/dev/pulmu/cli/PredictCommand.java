package dev.pulmu.cli;

import dev.pulmu.cli.answers.Answering;
import dev.pulmu.cli.answers.Answering.Choices;
import dev.pulmu.cli.answers.Answering.Sink;
import dev.pulmu.cli.lines.Screen;
import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.idx.IdxRows;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.TableRows;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.model.Model;
import dev.pulmu.names.Names;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu predict}: says what a saved model says of rows. */
@Command(
    name = "predict",
    description = "Says what a saved model says of rows.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Columns of a table are found by their names; others do not count, so the",
      "answers may be among them. IDs come first in each line of output.",
      "",
      "Examples:",
      "  pulmu predict runs/titanic passengers.csv --probabilities",
      "  pulmu predict runs/titanic - --format jsonl < passengers.csv",
      "  pulmu predict runs/flowers new/*.jpg",
      "  pulmu predict runs/mnist t10k-images-idx3-ubyte --top 3 --out answers.csv"
    })
final class PredictCommand implements Callable<Integer> {
  private static final String PICTURE = "(?i).+[.](png|jpe?g|gif|bmp)";
  private static final String INPUT = "-";
  private static final String INPUT_NAME = "standard input";
  private static final Lookup.Listener NOBODY = new Lookup.Listener() {};
  private static final List<String> FORMATS = List.of("csv", "jsonl");
  private static final List<String> BAD_ROWS = List.of("refuse", "skip");

  @Spec
  private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model's file, or a run's directory.")
  private Path path;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "A table (CSV, also .gz), images in IDX, or pictures (PNG, JPEG, GIF, BMP), any"
          + " number of them; - reads a table from standard input.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "csv",
      description = "What to write: csv, or jsonl, an object in each line. Default: csv")
  private String format;

  @Option(names = "--probabilities", description = "Write those of all classes too.")
  private boolean probabilities;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Write the K most probable classes, each with its probability.")
  private Optional<Integer> top;

  @Option(
      names = "--bad-rows",
      paramLabel = "NAME",
      defaultValue = "refuse",
      description = "What becomes of rows of a table that do not fit: refuse, or skip, which counts"
          + " them. Default: refuse")
  private String badRows;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it, all or nothing. Default: standard output")
  private Optional<Path> out;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() throws IOException {
    Model model = Model.load(path);
    Choices choices = Refusals.checked(command, () -> choices(model));
    if (out.isEmpty()) {
      PrintWriter results = screen.results();
      answer(model, choices, text -> !results.append(text).checkError());
      return 0;
    }
    AtomicFile.write(out.get(), bytes -> {
      Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
      answer(model, choices, text -> {
        writer.append(text);
        return true;
      });
      writer.flush();
    });
    screen.lines().println("answers: " + out.get());
    screen.lines().flush();
    return 0;
  }

  private Choices choices(Model model) {
    boolean areNumbers = model.classNames().isEmpty();
    if (areNumbers && (probabilities || top.isPresent())) {
      throw new IllegalArgumentException((probabilities ? "--probabilities" : "--top")
          + " is about classes; leave it out, this model answers with numbers");
    }
    if (top.isPresent() && top.get() < 1) {
      throw new IllegalArgumentException("--top wants at least 1, came " + top.get());
    }
    Path used = Files.isDirectory(path) ? path.resolve(Model.FILE) : path;
    if (out.isPresent()
        && (isSame(out.get(), used) || files.stream().anyMatch(file -> isSame(out.get(), file)))) {
      throw new IllegalArgumentException(
          out.get() + " is what is read here; give --out another name");
    }
    return new Choices(
        choice("format", format, FORMATS).equals("csv"),
        top.orElse(0),
        probabilities,
        choice("way with bad rows", badRows, BAD_ROWS).equals("skip"));
  }

  private static String choice(String what, String text, List<String> known) {
    String name = Names.plain(text);
    if (!known.contains(name)) {
      throw Names.unknown(what, text, known);
    }
    return name;
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private void answer(Model model, Choices choices, Sink sink) throws IOException {
    Answering answering =
        new Answering(choices, sink, line -> Refusals.print(command.commandLine(), line));
    if (files.stream().allMatch(PredictCommand::isPicture)) {
      answering.pictures(Predictor.of(model), model.network().shape(), files);
      return;
    }
    if (files.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          "one FILE wanted, or any number of pictures, came " + files.size() + "; ask for each");
    }
    Path file = files.get(0);
    boolean isInput = file.toString().equals(INPUT);
    if (!isInput && IdxRows.areIn(file)) {
      try (IdxRows images = IdxRows.open(file)) {
        answering.images(Predictor.of(model), images, file);
      }
      return;
    }
    Predictor predictor = Predictor.of(model);
    if (predictor.recipe().isPresent()) {
      Recipe recipe = predictor.recipe().get();
      try (TableRows rows = isInput
          ? TableRows.of(System.in, INPUT_NAME, recipe, choices.skips())
          : TableRows.open(file, NOBODY, recipe, choices.skips())) {
        answering.table(predictor, rows);
      }
      return;
    }
    CsvReader reader = isInput
        ? CsvReader.of(System.in, INPUT_NAME, List.of(), choices.skips())
        : CsvReader.open(file, NOBODY, List.of(), choices.skips());
    try (reader) {
      Predictor knowing = Predictor.of(knowing(model, reader));
      answering.table(knowing, TableRows.of(reader, knowing.recipe().orElseThrow()));
    }
  }

  private static boolean isPicture(Path file) {
    return file.toString().matches(PICTURE);
  }

  /** A model that knows no columns, with those of a table. */
  private static Model knowing(Model model, CsvReader reader) {
    int inputs = model.network().inputs();
    if (reader.names().size() != inputs) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: %d columns wanted, one for each number that the model takes, came %d; take out"
              + " others",
          reader.file(),
          inputs,
          reader.names().size()));
    }
    TargetColumns targets = model.classNames().isEmpty()
        ? new TargetColumns(TargetColumns.Kind.NUMBERS, Predictor.of(model).names())
        : new TargetColumns(TargetColumns.Kind.LABELS, List.of("class"));
    return new Model(
        model.state(),
        model.classNames(),
        model.normalisation(),
        model.provenance(),
        Optional.of(new TableColumns(reader.names(), targets)),
        Optional.empty());
  }
}
