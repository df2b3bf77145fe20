package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models go out to other programs, and weights come in; what makes no sense is one line. */
class ExportCommandTest {
  private static final String NETWORK = "25: dense(8) batch-norm relu, dense(10)";

  @TempDir
  private Path directory;

  private Path run;
  private Path model;

  @BeforeEach
  void saveAModel() throws IOException {
    run = Files.createDirectory(directory.resolve("run"));
    model = run.resolve(Model.FILE);
    Network network = Network.parse(NETWORK, Loss.parse("softmax-cross-entropy"));
    State state = State.initial(NetworkPlan.of(network), 1);
    List<String> digits = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    Provenance provenance =
        new Provenance("cpu", "mnist", "", "", 1, state.weightsSha256(), OptionalDouble.empty());
    new Model(state, digits, new Normalisation(1f / 255, 0), provenance).save(model);
  }

  @Test
  void anOnnxFileAppearsBesideTheModelAndItsPortsAreShown() throws IOException {
    Result result = pulmu("export", run.toString(), "--format", "onnx");

    Path file = run.resolve("model.onnx");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .containsExactly(
            file + ": " + Files.size(file) + " bytes",
            "  in features: float [batch, 25]",
            "  out probabilities: float [batch, 10]");
    assertThat(pulmu("export", model.toString(), "--format", "onnx", "--quiet").out())
        .isEmpty();
  }

  @Test
  void optionsOfOnnxMakeAnotherGraph() throws IOException {
    Path file = directory.resolve("net.onnx");
    Result result = pulmu(
        "export",
        run.toString(),
        "--format",
        "ONNX",
        "--answers",
        "logits",
        "--batch-norm",
        "kept",
        "--out",
        file.toString());

    assertThat(result.out()).contains("  out logits: float [batch, 10]");
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("BatchNormalization")
        .doesNotContain("Softmax");
  }

  @Test
  void weightsThatGoOutToPyTorchComeInAgain() throws IOException {
    Path back = directory.resolve("back.safetensors");
    Result out = pulmu("export", run.toString(), "--format", "safetensors");
    Path weights = run.resolve("model.weights.safetensors");
    Result in = pulmu(
        "import",
        weights.toString(),
        "--network",
        NETWORK,
        "--scale",
        "0.003921569",
        "--out",
        back.toString());

    assertThat(out.out()).contains("  dense1.weight [8, 25]", "  norm1.running_var [8]");
    assertThat(in.out()).startsWith(back + ": 25: dense(8");
    assertThat(Model.load(back).state().weightsSha256())
        .isEqualTo(Model.load(model).state().weightsSha256());
    Path data = data(directory.resolve("data"));
    Result before =
        pulmu("evaluate", run.toString(), "--data", data.toString(), "--backend", "cpu");
    Result after = pulmu(
        "evaluate",
        back.toString(),
        "--dataset",
        "mnist",
        "--data",
        data.toString(),
        "--backend",
        "cpu");
    assertThat(after.err()).isEmpty();
    assertThat(after.out()).isEqualTo(before.out()).contains("test accuracy");
  }

  @Test
  void npzHasTheNamesOfTheModelsTensors() {
    assertThat(pulmu("export", run.toString(), "--format", "npz").out())
        .startsWith(run.resolve("model.npz") + ": ")
        .contains("  dense1.w", "  dense1.variance", "  classNames");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --format onxx | no format 'onxx'; did you mean 'onnx'? Known: onnx, safetensors, npz
          --quiet | Missing required option: '--format=NAME'
          --format npz --answers logits | --answers is about --format onnx; leave it out, npz has all tensors
          --format onnx --answers classes | no kind of answers 'classes'; known: probabilities, logits
          --format onnx --batch-norm fold | no way with batch norms 'fold'; did you mean 'folded'? Known: folded, kept
          --format safetensors --out run/model.safetensors | MODEL is the model itself; give --out another name
          """)
  void anExportThatMakesNoSenseIsRefused(String options, String message) throws IOException {
    List<String> before = tree(directory);
    byte[] bytes = Files.readAllBytes(model);
    Result result =
        pulmu(("export " + run + " " + options.replace("run/model.safetensors", model.toString()))
            .split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines())
        .containsExactly("pulmu export: " + message.replace("MODEL", model.toString()));
    assertThat(tree(directory)).isEqualTo(before);
    assertThat(model).hasBinaryContent(bytes);
  }

  @Test
  void weightsThatDoNotFitAreListedAndNothingIsWritten() throws IOException {
    pulmu("export", run.toString(), "--format", "safetensors");
    String weights = run.resolve("model.weights.safetensors").toString();
    String out = directory.resolve("never").toString();

    assertThat(
            pulmu("import", weights, "--network", "25: dense(10)", "--out", out).errorLines())
        .singleElement()
        .asString()
        .startsWith("pulmu import: the weights do not fit the network; missing: dense1.bias [10];"
            + " not in the network: norm1.weight [8], ")
        .contains("; of another shape: dense1.weight [8, 25] where [10, 25] is wanted (a weight is"
            + " outputs × inputs)");
    assertThat(pulmu("import", weights, "--network", NETWORK, "--out", weights).err())
        .contains(" has the weights; give --out another name");
    assertThat(pulmu("import", weights, "--network", NETWORK, "--classes", "a,b", "--out", out)
            .err())
        .contains("a model with 10 outputs wants as many class names, came 2");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    String out = nowhere.resolve("net.onnx").toString();

    assertThat(pulmu("export", run.toString(), "--format", "onnx", "--out", out).errorLines())
        .containsExactly("pulmu export: " + out + " cannot be written: no such file or directory");
    assertThat(pulmu("export", nowhere.toString(), "--format", "onnx").errorLines())
        .containsExactly("pulmu export: " + nowhere + ": no such file");
    assertThat(pulmu("import", nowhere.toString(), "--network", NETWORK, "--out", out)
            .errorLines())
        .containsExactly("pulmu import: " + nowhere + ": no such file");
    assertThat(pulmu("import", nowhere.toString(), "--network", "dense(3)", "--out", out)
            .err())
        .contains("a network wants the shape of a sample and its outputs");
    assertThat(tree(directory)).containsExactly("run", "run/model.safetensors");
  }
}
