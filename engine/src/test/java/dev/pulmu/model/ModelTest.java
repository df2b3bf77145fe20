package dev.pulmu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.model.format.Safetensors.Entry;
import dev.pulmu.model.format.SafetensorsReader;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Planner;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.recipe.TargetColumns.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
  private static final Network NETWORK = Network.input(4)
      .dense(3)
      .batchNorm(BatchNorm.DEFAULT)
      .activation(Activation.RELU)
      .dropout(0.25f)
      .dense(2)
      .loss(new SoftmaxCrossEntropy());

  private static final Provenance PROVENANCE =
      new Provenance("fake", "tiny", "ab\"c", "unknown", -7, "def", OptionalDouble.of(1 / 3.0));

  @TempDir
  private Path directory;

  private Path file;
  private State trained;
  private Model model;

  @BeforeEach
  void train() {
    file = directory.resolve(Model.FILE);
    trained = State.initial(
        Planner.plan(NETWORK, new Update(Adam.DEFAULT).withEma(0.9f).withWeightDecay(0.1f), 32), 5);
    for (int i = 0; i < trained.values().length; i++) {
      trained.values()[i] += i;
    }
    Dataset data = new Dataset(
        "tiny",
        new Features.Bytes(new byte[8], 4, 1f / 3, -0.1f),
        new Targets.Labels(new int[2], 2),
        List.of("Katze 猫", "Hund"),
        0);
    model = Model.of(trained, data, PROVENANCE);
  }

  @Test
  void aModelKeepsWeightsAndStatisticsAndNothingElse() {
    assertThat(model.state().layout().tensors())
        .extracting(Tensor::name)
        .containsExactly(
            "dense1.w",
            "dense2.w",
            "dense1.gamma",
            "dense1.beta",
            "dense2.b",
            "dense1.runningMean",
            "dense1.runningVariance",
            "dense1.runningWeight");
    for (Tensor tensor : model.state().layout().tensors()) {
      assertThat(model.state().tensor(tensor.name()).values())
          .isEqualTo(trained.tensor(tensor.name()).values());
    }
    assertThat(model.state().weightsSha256()).isEqualTo(trained.weightsSha256());
  }

  @Test
  void aModelThatWasSavedIsTheSameWhenItIsLoaded() {
    model.save(file);

    Model loaded = Model.load(file);

    assertThat(loaded.network()).isEqualTo(NETWORK);
    assertThat(loaded.state().values()).isEqualTo(model.state().values());
    assertThat(loaded.classNames()).isEqualTo(model.classNames());
    assertThat(loaded.normalisation()).isEqualTo(model.normalisation());
    assertThat(loaded.provenance()).isEqualTo(PROVENANCE);
    assertThat(loaded.table()).isEmpty();
  }

  @Test
  void aModelThatWasNeverTestedHasNoAccuracy() {
    Provenance untested =
        new Provenance("fake", "tiny", "abc", "unknown", 1, "def", OptionalDouble.empty());
    new Model(model.state(), model.classNames(), model.normalisation(), untested).save(file);

    assertThat(Model.load(file).provenance()).isEqualTo(untested);
  }

  @ParameterizedTest
  @CsvSource({
    "LABELS, species, 2, '\"labels\":[\"species\"]'",
    "NUMBERS, a;b, 0, '\"numbers\":[\"a\",\"b\"]'"
  })
  void aModelOfATableKnowsItsColumns(Kind kind, String targets, int classes, String json) {
    TableColumns table = new TableColumns(
        List.of("w", "x, in m", "y", "größe"),
        new TargetColumns(kind, List.of(targets.split(";"))));
    List<String> names = model.classNames().subList(0, classes);

    with(names, table).save(file);

    assertThat(Model.load(file).table()).contains(table);
    assertThat(SafetensorsReader.read(file).metadata().get("pulmu"))
        .contains("\"table\":{\"features\":[\"w\",\"x, in m\",\"y\",\"größe\"]," + json + "}");
  }

  private Model with(List<String> names, TableColumns table) {
    Optional<TableColumns> some = Optional.of(table);
    return new Model(
        model.state(), names, model.normalisation(), PROVENANCE, some, Optional.empty());
  }

  @Test
  void namesOfOtherColumnsThanTheNetworkHasAreRefused() {
    TableColumns table =
        new TableColumns(List.of("w"), new TargetColumns(Kind.LABELS, List.of("species")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(model.classNames(), table))
        .withMessage("names of 4 features and 1 targets wanted, came 1 and 1");
  }

  @Test
  void aRunsDirectoryStandsForTheModelInIt() {
    model.save(file);

    assertThat(Model.load(directory).network()).isEqualTo(NETWORK);
  }

  @Test
  void savingTwiceGivesTheSameBytes() throws IOException {
    model.save(file);
    byte[] first = Files.readAllBytes(file);
    model.save(file);

    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void tensorsHaveTheirNamesAndShapesInTheFile() {
    model.save(file);

    assertThat(SafetensorsReader.read(file).tensors())
        .extracting(entry -> entry.name() + entry.shape())
        .containsExactly(
            "dense1.w[4, 3]",
            "dense2.w[3, 2]",
            "dense1.gamma[3]",
            "dense1.beta[3]",
            "dense2.b[2]",
            "dense1.runningMean[3]",
            "dense1.runningVariance[3]",
            "dense1.runningWeight[1]");
    assertThat(model.state().layout().tensors(Role.SLOT)).isEmpty();
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    byte[] whole = saved();
    for (int length = 0; length < whole.length; length += 5) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("cut at " + length, () -> Model.load(file));
    }
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws IOException {
    byte[] whole = saved();
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));

    assertRefused("one byte more", () -> Model.load(file));
  }

  @Test
  void aBitThatIsFlippedInAnyByteIsFound() throws IOException {
    byte[] whole = saved();
    for (int at = 0; at < whole.length; at++) {
      int bit = at % 8;
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << bit);
      Files.write(file, damaged);
      assertRefused("bit " + bit + " of byte " + at, () -> Model.load(file));
    }
  }

  @Test
  void theSumOfAnotherDescriptionDoesNotMakeItFit() {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> tensors = List.of(new Entry("w", List.of(1), new float[1]));

    write(metadata, tensors);
    assertWrong(": has no description of a network; was it saved by Pulmu? 'pulmu import' takes the"
        + " weights of other programs");
    metadata.put("pulmu", "{}");
    write(metadata, tensors);
    assertWrong(": is damaged, its SHA-256 is not the one that was written; get it again");
  }

  @Test
  void tensorsThatTheNetworkDoesNotHaveAreRefused() {
    String description = described();
    List<Entry> tensors = new ArrayList<>();
    for (Tensor tensor : model.state().layout().tensors()) {
      List<Integer> shape =
          tensor.rows() == 1 ? List.of(tensor.columns()) : List.of(tensor.rows(), tensor.columns());
      tensors.add(new Entry(tensor.name(), shape, new float[tensor.size()]));
    }

    Entry first = tensors.remove(0);
    writeSummed(description, tensors);
    assertWrong(": its network wants a tensor 'dense1.w' [4, 3], came none");
    tensors.add(0, new Entry("dense1.w", List.of(3, 4), new float[12]));
    writeSummed(description, tensors);
    assertWrong(": its network wants a tensor 'dense1.w' [4, 3], came [3, 4]");
    tensors.set(0, first);
    tensors.add(new Entry("dense3.w", List.of(1), new float[1]));
    writeSummed(description, tensors);
    assertWrong(": its network has no tensor 'dense3.w'");
  }

  /** Its layers stood in a list, and it had no other gelu than its approximation. */
  @Test
  void aDescriptionOfTheFirstFormatMeansWhatItDid() {
    String layers = "\"dense(outputs=3, init=he)\", \"batch-norm(epsilon=1e-5, momentum=0.9,"
        + " statistics=corrected)\", \"gelu\", \"dropout(p=0.25, style=inverted)\","
        + " \"dense(outputs=2, init=xavier)\"";

    assertThat(Description.parse(first("4", layers)).network())
        .isEqualTo(Network.input(4)
            .dense(3)
            .batchNorm(BatchNorm.DEFAULT)
            .activation(Activation.GELU_TANH)
            .dropout(0.25f)
            .dense(2)
            .loss(new SoftmaxCrossEntropy()));
    assertDescriptionWrong(
        first("\"4\"", layers), "its description wants a whole number as 'inputs', came \"4\"");
    assertDescriptionWrong(
        first("4", "\"relu\", 3"),
        "its description wants a list of texts as 'layers', came [\"relu\",3]");
  }

  private String described() {
    return new Description(
            NETWORK,
            model.classNames(),
            model.normalisation(),
            PROVENANCE,
            Optional.empty(),
            Optional.empty())
        .json();
  }

  private String first(String inputs, String layers) {
    String now = described();
    String network = "{\"inputs\":" + inputs + ",\"layers\":[" + layers
        + "],\"loss\":\"softmax-cross-entropy(smoothing=0)\"}";
    return now.replace("\"format\":2", "\"format\":1")
        .replaceFirst("\"network\":\"[^\"]*\"", Matcher.quoteReplacement("\"network\":" + network));
  }

  @Test
  void aModelWithoutAProvenanceIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Model(model.state(), model.classNames(), model.normalisation(), null))
        .withMessage("a model says where it came from, came null; give it a Provenance with"
            + " backend, data set, commit, seed and the state's weightsSha256()");
  }

  @Test
  void aDescriptionThatMakesNoSenseIsRefused() {
    String good = described();
    assertDescriptionWrong("no json", "its description is not JSON");
    assertDescriptionWrong("{}", "its description has no 'format'");
    assertDescriptionWrong(
        good.replace("\"format\":2", "\"format\":4"),
        "its description has format 4, this version of Pulmu knows 1 to 3");
    assertDescriptionWrong(
        good.replaceFirst("\"network\":\"[^\"]*\"", "\"network\":3"),
        "its description wants a text as 'network', came 3");
    assertDescriptionWrong(
        good.replace("relu", "mish"),
        "no layer 'mish'; known: batch-norm, dropout, " + String.join(", ", Activation.names()));
    assertDescriptionWrong(
        good.replace("\"Hund\"", "\"Hund\",\"Maus\""),
        "a model with 2 outputs wants as many class names, came 3");
    assertDescriptionWrong(
        good.replace("softmax-cross-entropy(smoothing=0)", "hinge"),
        "no loss 'hinge'; known: " + String.join(", ", Loss.names()));
  }

  @ParameterizedTest
  @CsvSource({
    "'softmax-cross-entropy(smoothing=0.5, weights=1:0.5)'",
    "sigmoid-cross-entropy",
    "sigmoid-cross-entropy(weights=1:0.5)",
    "mean-squared-error"
  })
  void theLossIsSavedWithAllItsNumbers(String text) {
    Loss loss = Loss.parse(text);
    Network network = Network.input(4).dense(2).loss(loss);
    State state = State.initial(Planner.plan(network, Sgd.DEFAULT, 32), 5);
    new Model(state, model.classNames(), model.normalisation(), PROVENANCE).save(file);

    assertThat(Model.load(file).network().loss()).isEqualTo(loss);
    assertThat(Model.load(file).network().loss().text()).isEqualTo(text);
  }

  @Test
  void normalisationWantsFiniteNumbers() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Normalisation(Float.NaN, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalisation(1, Float.POSITIVE_INFINITY));
  }

  private void assertDescriptionWrong(String description, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          Description parsed = Description.parse(description);
          new Model(
              model.state(), parsed.classNames(), parsed.normalisation(), parsed.provenance());
        })
        .withMessage(message);
  }

  private byte[] saved() throws IOException {
    model.save(file);
    return Files.readAllBytes(file);
  }

  private void write(Map<String, String> metadata, List<Entry> tensors) {
    AtomicFile.write(file, new Safetensors(metadata, tensors)::write);
  }

  private void writeSummed(String description, List<Entry> tensors) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("pulmu", description);
    metadata.put("sha256", Model.sum(new Safetensors(metadata, tensors)));
    write(metadata, tensors);
  }

  private void assertWrong(String message) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Model.load(file))
        .withMessage(file + message);
  }

  private void assertRefused(String damage, ThrowingCallable load) {
    assertThatExceptionOfType(DataException.class)
        .as(damage)
        .isThrownBy(load)
        .satisfies(e -> assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n"));
  }
}
