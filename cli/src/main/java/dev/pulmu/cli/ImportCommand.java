package dev.pulmu.cli;

import dev.pulmu.cli.lines.Screen;
import dev.pulmu.export.PyTorchWeights;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.model.format.SafetensorsReader;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Loss.Link;
import dev.pulmu.network.Network;
import dev.pulmu.report.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code pulmu import}: makes a model of weights that another program has trained. */
@Command(
    name = "import",
    description = "Makes a model of a network and weights from PyTorch, in a safetensors file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Tensors are found by their names: dense1.weight (outputs x inputs), dense1.bias,",
      "and of a batch norm norm1.weight, norm1.bias, norm1.running_mean and",
      "norm1.running_var. --rename gives other modules these names.",
      "",
      "Examples:",
      "  pulmu import net.safetensors --network '784: dense(100) relu, dense(10)' \\",
      "      --rename fc1=dense1,fc2=dense2 --scale 0.003921569 --out model.safetensors",
      "  pulmu import net.safetensors --network '4: dense(16) tanh, dense(3)' \\",
      "      --classes setosa,versicolor,virginica --out iris.safetensors"
    })
final class ImportCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Parameters(paramLabel = "WEIGHTS", description = "A safetensors file of 32-bit floats.")
  private Path path;

  @Option(
      names = "--network",
      paramLabel = "TEXT",
      required = true,
      description = "What the weights are of, with inputs and outputs: '784: dense(100) relu,"
          + " dense(10)'.")
  private String network;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "softmax-cross-entropy",
      description =
          "What it was trained for, as 'pulmu train --help' says. Default:" + " ${DEFAULT-VALUE}")
  private String loss;

  @Option(
      names = "--classes",
      paramLabel = "NAME,..",
      split = ",",
      description =
          "Names of the outputs. Default: 0, 1 and so on, where the loss is about classes")
  private List<String> classes = List.of();

  @Option(
      names = "--rename",
      paramLabel = "OLD=NEW,..",
      split = ",",
      description = "Other names for modules: fc1=dense1.")
  private Map<String, String> renamed = Map.of();

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "What raw features are multiplied by before the network gets them: 0.003921569"
          + " for pixels. Default: ${DEFAULT-VALUE}")
  private float scale;

  @Option(
      names = "--shift",
      paramLabel = "X",
      defaultValue = "0",
      description = "What is added to them then. Default: ${DEFAULT-VALUE}")
  private float shift;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to write the model.")
  private Path out;

  @Mixin
  private Screen screen;

  @Override
  public Integer call() throws IOException {
    Network wanted = Refusals.checked(command, () -> Network.parse(network, Loss.parse(loss)));
    Safetensors weights = SafetensorsReader.readFloats(path);
    if (Files.exists(out) && Files.isSameFile(path, out)) {
      throw new ParameterException(
          command.commandLine(), out + " has the weights; give --out another name");
    }
    Refusals.checked(command, () -> model(wanted, weights)).save(out);
    screen.lines().println(out + ": " + wanted.text());
    screen.lines().flush();
    return 0;
  }

  private Model model(Network wanted, Safetensors weights) {
    State state = PyTorchWeights.read(weights, wanted, renamed);
    String source = path.getFileName().toString();
    return new Model(
        state,
        classNames(wanted),
        new Normalisation(scale, shift),
        new Provenance(
            "import",
            source,
            "unknown",
            Build.current().commit(),
            0,
            state.weightsSha256(),
            OptionalDouble.empty()));
  }

  private List<String> classNames(Network wanted) {
    boolean numbered = classes.isEmpty() && wanted.loss().link() == Link.SOFTMAX;
    return numbered
        ? IntStream.range(0, wanted.outputs()).mapToObj(String::valueOf).toList()
        : classes;
  }
}
