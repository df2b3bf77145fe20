package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong: status 2, one line (and where to read on), and nothing written. */
class BadInputTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir
  private Path directory;

  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = data(directory.resolve("data"));
    out = directory.resolve("out");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --batch | 0 | batch wants a whole number of at least 1, came 0
          --hidden | 100,-3 | hidden wants a whole number of at least 1, came -3
          --dropout | 1.5 | dropout wants a probability in [0, 1), came 1.5
          --optimizer | adam(rate=nan) | a learning rate is a number above 0, came NaN
          --optimizer | adagrat | no optimizer 'adagrat'; did you mean 'adagrad'? Known: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, lamb, lbfgs, newton-cg
          --optimizer | adam(rat=1) | adam has no key 'rat'; did you mean 'rate'? Known: rate, beta1, beta2, epsilon, placement, correction
          --optimizer | adam(rate | 'adam(rate' wants a ')' at its end
          --dataset | emnist | no data set 'emnist'; did you mean 'mnist'? Known: mnist, fashion-mnist, digits, csv, images
          --backend | tpu | no backend 'tpu'; did you mean 'cpu'? Known: auto, cuda, cpu, nd4j
          --limit | 601 | cannot keep 601 training rows of 'mnist': it has 600; ask for 1..600
          --validation | 0.9999 | a validation share of 0.9999 takes 600 of the 600 training rows of 'mnist'; both parts want at least one
          --epochs | five | epochs wants a whole number, came 'five'
          --dialect | tensorflow | no dialect 'tensorflow'; known: paper, book, pytorch, keras, dl4j
          --schedule | cosine(end=-1) | cosine wants end of at least 0, came -1
          --class-weights | 1:2 | there are 2 class weights for 10 classes; give one for each
          --batch-norm=true | --batch=1 | batch norm wants batches of at least 2 rows, came 1: one row has no variance
          --clip | -1 | the norm to clip at is a number of at least 0, came -1
          --batsch | 3 | no option '--batsch'; did you mean --batch? 'pulmu train --help' names all
          --epoch | 3 | no option '--epoch'; did you mean --epochs? 'pulmu train --help' names all
          --lr | 0.1 | no option '--lr'; did you mean --optimizer 'adam(rate=0.001)'? 'pulmu train --help' names all
          --learning-rate | 0.1 | no option '--learning-rate'; did you mean --optimizer 'adam(rate=0.001)'? 'pulmu train --help' names all
          --batch-size | 32 | no option '--batch-size'; did you mean --batch? 'pulmu train --help' names all
          --zebra | 1 | no option '--zebra'; 'pulmu train --help' names all
          --loss | mse | no loss 'mse'; did you mean 'mean-squared-error'? Known: softmax-cross-entropy, sigmoid-cross-entropy, mean-squared-error
          --loss | cross-entropy | no loss 'cross-entropy'; did you mean 'softmax-cross-entropy'? Known:
          --activation | lrelu | no activation 'lrelu'; did you mean 'relu'? Known:
          --schedule | cosine-annealing(0.1) | no schedule 'cosine-annealing'; did you mean 'cosine'?
          --optimizer | adam(lr=1) | adam has no key 'lr'; did you mean 'rate'? Known:
          --seed | 1 2 | seed wants a whole number, came '1 2'
          """)
  void anOptionThatMakesNoSense(String option, String value, String message) throws IOException {
    Result result = train(option, value);

    assertRefused(result, "pulmu train: " + message);
  }

  @Test
  void aMissingDirectory() throws IOException {
    Path nowhere = directory.resolve("nowhere");

    Result result = pulmu("train", "--data", nowhere.toString(), "--out", out.toString());

    assertRefused(result, "pulmu train: " + nowhere + ": no such directory");
  }

  @Test
  void aDataSetThatIsNotHere() throws IOException {
    Result result = pulmu("train", "--dataset", "mnist", "--offline", "--out", out.toString());

    assertRefused(result, "pulmu train: data set 'mnist' is not in ");
    assertThat(result.err())
        .contains("/usr/share/datasets/mnist and is not downloaded (offline); try again with a")
        .contains("pass --data DIR");
  }

  @Test
  void aDirectoryForADataSetThatHasNoFiles() throws IOException {
    assertRefused(
        train("--dataset", "digits"),
        "pulmu train: data set 'digits' is drawn, not read from " + data);
  }

  @Test
  void aMissingFile() throws IOException {
    Files.delete(data.resolve(LABELS));

    assertRefused(train(), "pulmu train: " + data + ": no " + LABELS);
  }

  @Test
  void aTruncatedFile() throws IOException {
    cut(IMAGES, 1000);

    assertRefused(train(), "pulmu train: " + data.resolve(IMAGES) + ": ");
  }

  @Test
  void aWrongMagicNumber() throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve(IMAGES));
    bytes[3] = 4;
    Files.write(data.resolve(IMAGES), bytes);

    assertRefused(train(), "pulmu train: " + data.resolve(IMAGES) + ": 0x00000803");
  }

  @Test
  void countsThatDiffer() throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve(LABELS));
    bytes[7]--;
    Files.write(data.resolve(LABELS), Arrays.copyOf(bytes, bytes.length - 1));

    assertRefused(train(), "pulmu train: one label an image wanted");
  }

  @Test
  void aLabelFarOverNine() throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve(LABELS));
    bytes[20] = 100;
    Files.write(data.resolve(LABELS), bytes);

    assertRefused(
        train(),
        "pulmu train: " + data.resolve(LABELS) + ": labels of 0..9 wanted, sample 12 has 100");
  }

  @Test
  void trailingBytes() throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve(IMAGES));
    Files.write(data.resolve(IMAGES), Arrays.copyOf(bytes, bytes.length + 3));

    assertRefused(train(), "pulmu train: " + data.resolve(IMAGES) + ": ");
  }

  @Test
  void aGzCutInTheMiddle() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Files.readAllBytes(data.resolve(IMAGES)));
    }
    Files.delete(data.resolve(IMAGES));
    Path file = data.resolve(IMAGES + ".gz");
    Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));

    assertRefused(train(), "pulmu train: " + file + ": ");
  }

  @Test
  void aDirectoryThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "in the way");

    Result result =
        pulmu("train", "--data", data.toString(), "--out", file.resolve("sub").toString());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines().get(0))
        .startsWith("pulmu train: cannot write to directory " + file.resolve("sub") + ": ");
    assertThat(file).hasContent("in the way");
  }

  @Test
  void badDataIsFoundBeforeAnyDirectoryIsMade() throws IOException {
    cut(IMAGES, 100);

    train();

    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 100, 1500})
  void aModelFileThatIsCut(int length) throws IOException {
    assertThat(train("--epochs", "1").status()).isZero();
    Path model = out.resolve("model.safetensors");
    Files.write(model, Arrays.copyOf(Files.readAllBytes(model), length));

    for (List<String> command : List.of(
        List.of("evaluate", out.toString(), "--data", data.toString()),
        List.of("describe", model.toString()))) {
      Result result = pulmu(command.toArray(String[]::new));
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.errorLines())
          .singleElement()
          .asString()
          .startsWith("pulmu " + command.get(0) + ": " + model + ": ");
    }
  }

  @Test
  void aModelThatIsNotThere() {
    Path missing = directory.resolve("missing");

    Result result = pulmu("evaluate", missing.toString(), "--data", data.toString());

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("pulmu evaluate: " + missing + ": no such file\n");
  }

  private Result train(String... options) {
    String[] arguments = new String[options.length + 5];
    System.arraycopy(options, 0, arguments, 5, options.length);
    arguments[0] = "train";
    arguments[1] = "--data";
    arguments[2] = data.toString();
    arguments[3] = "--out";
    arguments[4] = out.toString();
    return pulmu(arguments);
  }

  private void cut(String name, int length) throws IOException {
    Path file = data.resolve(name);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }

  private void assertRefused(Result result, String start) throws IOException {
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines()).singleElement().asString().startsWith(start);
    assertThat(tree(directory)).noneMatch(path -> path.startsWith("out"));
  }
}
