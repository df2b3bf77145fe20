package dev.pulmu.cli;

import dev.pulmu.cli.lines.Screen;
import dev.pulmu.export.NumpyArchive;
import dev.pulmu.export.OnnxExport;
import dev.pulmu.export.OnnxExport.Answers;
import dev.pulmu.export.OnnxExport.BatchNorms;
import dev.pulmu.export.OnnxModel;
import dev.pulmu.export.PyTorchWeights;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.model.Model;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu export}: writes a saved model for other programs. */
@Command(
    name = "export",
    description = "Writes a saved model in a form that other programs read.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "onnx: a graph for ONNX Runtime and others, which takes raw rows.",
      "safetensors: tensors by the names and layouts of PyTorch's state_dict.",
      "npz: tensors for numpy.load and ND4J.",
      "",
      "Examples:",
      "  pulmu export runs/small --format onnx",
      "  pulmu export runs/small --format onnx --answers logits --out net.onnx",
      "  pulmu export model.safetensors --format npz"
    })
final class ExportCommand implements Callable<Integer> {
  /** What to write, by the end of the file's name. */
  private enum Format {
    ONNX(".onnx"),
    SAFETENSORS(".weights.safetensors"),
    NPZ(".npz");

    private final String end;

    Format(String end) {
      this.end = end;
    }
  }

  /** What goes into a file, and a line about each part of it. */
  private record Export(List<String> lines, AtomicFile.Content content) {}

  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "A model's file, or a run's directory.")
  private Path path;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      required = true,
      description = "What to write: onnx, safetensors or npz.")
  private String format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it. Default: beside the model")
  private Optional<Path> out;

  @Option(
      names = "--batch-norm",
      paramLabel = "NAME",
      description = "What becomes of batch norms in onnx: folded into the weights before them, or"
          + " kept. Default: folded")
  private Optional<String> batchNorm;

  @Option(
      names = "--answers",
      paramLabel = "NAME",
      description = "What comes out of onnx for classes: probabilities or logits. Default:"
          + " probabilities")
  private Optional<String> answers;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() throws IOException {
    Format wanted = Refusals.checked(command, () -> choice("format", format, Format.values()));
    OnnxExport options = Refusals.checked(command, () -> options(wanted));
    Path file = Files.isDirectory(path) ? path.resolve(Model.FILE) : path;
    Model model = Model.load(file);
    Path to = out.orElse(file.resolveSibling(stem(file) + wanted.end));
    if (Files.exists(to) && Files.isSameFile(file, to)) {
      throw new ParameterException(
          command.commandLine(), to + " is the model itself; give --out another name");
    }
    Export export = Refusals.checked(command, () -> export(model, wanted, options));
    AtomicFile.write(to, export.content);
    screen.lines().println(to + ": " + Files.size(to) + " bytes");
    export.lines.forEach(line -> screen.lines().println("  " + line));
    screen.lines().flush();
    return 0;
  }

  private OnnxExport options(Format wanted) {
    if (wanted != Format.ONNX && (batchNorm.isPresent() || answers.isPresent())) {
      throw new IllegalArgumentException((batchNorm.isPresent() ? "--batch-norm" : "--answers")
          + " is about --format onnx; leave it out, " + Call.word(wanted) + " has all tensors");
    }
    return new OnnxExport(
        batchNorm
            .map(text -> choice("way with batch norms", text, BatchNorms.values()))
            .orElse(BatchNorms.FOLDED),
        answers
            .map(text -> choice("kind of answers", text, Answers.values()))
            .orElse(Answers.PROBABILITIES));
  }

  private static <E extends Enum<E>> E choice(String what, String text, E[] values) {
    return Arrays.stream(values)
        .filter(value -> Call.word(value).equals(Names.plain(text)))
        .findFirst()
        .orElseThrow(() ->
            Names.unknown(what, text, Arrays.stream(values).map(Call::word).toList()));
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.safetensors$", "");
  }

  private static Export export(Model model, Format wanted, OnnxExport options) {
    switch (wanted) {
      case ONNX -> {
        OnnxModel graph = options.of(model);
        return new Export(graph.ports(), graph::write);
      }
      case SAFETENSORS -> {
        Safetensors tensors = PyTorchWeights.of(model);
        return new Export(
            tensors.tensors().stream()
                .map(entry -> entry.name() + " " + entry.shape())
                .toList(),
            tensors::write);
      }
      default -> {
        NumpyArchive archive = NumpyArchive.of(model);
        return new Export(archive.names(), archive::write);
      }
    }
  }
}
