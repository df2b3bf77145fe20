package dev.pulmu.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Doubts;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as the archives of MNIST's family unpack, and the classes in them. */
class IdxFilesTest {
  private static final String[] USUAL = {
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
  };

  @TempDir
  private Path directory;

  @Test
  void foldersNamedLikeTheFilesBesideDottedFilesAreRead() throws IOException {
    IdxFixture.folder(directory, "-ubyte");
    for (String name : USUAL) {
      byte[] bytes = Files.readAllBytes(directory.resolve(name));
      Files.move(directory.resolve(name), directory.resolve(name.replace("-idx", ".idx")));
      IdxFixture.write(Files.createDirectory(directory.resolve(name)).resolve(name), bytes);
    }
    assertLabels(load("mnist", directory), 5, 0, 9, 1, 2);

    for (String name : USUAL) {
      Files.delete(directory.resolve(name.replace("-idx", ".idx")));
    }
    assertLabels(load("mnist", directory), 5, 0, 9, 1, 2);
  }

  @Test
  void anEmptyFolderNamedLikeAFileIsNoFile() throws IOException {
    IdxFixture.folder(directory, "-ubyte");
    Files.delete(directory.resolve(USUAL[3]));
    Files.createDirectory(directory.resolve(USUAL[3]));

    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory + ": no t10k-labels-idx1-ubyte in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ubyte", "-ubyte.gz"})
  void namesMayHaveAPrefixAndTestInPlaceOfT10k(String suffix) throws IOException {
    write("emnist-digits", suffix, new int[] {5, 0, 9}, 1, 2);

    Dataset data = load("mnist", directory);

    assertThat(data.name()).isEqualTo("mnist");
    assertThat(data.classNames()).hasSize(10);
    assertLabels(data, 5, 0, 9, 1, 2);
  }

  @Test
  void whatIsZippedIsKnownByItsBytesAndNotByItsName() throws IOException {
    IdxFixture.folder(directory, "-ubyte.gz");
    for (String name : USUAL) { // zipped, without .gz
      Files.move(directory.resolve(name + ".gz"), directory.resolve(name));
    }
    assertLabels(load("mnist", directory), 5, 0, 9, 1, 2);

    IdxFixture.folder(directory, "-ubyte");
    for (String name : USUAL) { // plain, with .gz
      Files.move(directory.resolve(name), directory.resolve(name + ".gz"));
    }
    assertLabels(load("mnist", directory), 5, 0, 9, 1, 2);
  }

  @Test
  void ofSeveralDataSetsInAFolderOneIsToBeNamed() throws IOException {
    write("emnist-letters", "-ubyte.gz", new int[] {5, 0, 9}, 1, 2);
    write("emnist-digits", "-ubyte.gz", new int[] {0, 3, 3}, 3, 3);

    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessage(directory + " holds 2 data sets: emnist-digits, emnist-letters; name one, as in"
            + " --data " + directory.resolve("emnist-digits"));
    assertLabels(load("mnist", directory.resolve("emnist-digits")), 0, 3, 3, 3, 3);
    assertLabels(load("mnist", directory.resolve("emnist-letters")), 5, 0, 9, 1, 2);
    assertThatThrownBy(() -> load("mnist", directory.resolve("emnist")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory.resolve("emnist") + ": no such directory; ");

    IdxFixture.folder(directory, "-ubyte");
    assertLabels(load("mnist", directory), 5, 0, 9, 1, 2); // the usual names come first
  }

  @Test
  void aPrefixIsPartOfTheNameThatIsMissing() throws IOException {
    write("emnist-digits", "-ubyte", new int[] {5, 0, 9}, 1, 2);
    Files.delete(directory.resolve("emnist-digits-train-labels-idx1-ubyte"));

    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            directory + ": no emnist-digits-train-labels-idx1-ubyte in it (nor");
  }

  @Test
  void labelsFromOneOnAreNamedByTheirNumbers() throws IOException {
    write("emnist-letters", "-ubyte", IntStream.rangeClosed(1, 26).toArray(), 26, 1, 13);

    Dataset data = load("mnist", directory);

    assertThat(data.classNames()).hasSize(26).startsWith("1", "2").endsWith("26");
    assertThat(((Targets.Labels) data.targets()).values())
        .startsWith(0, 1, 2)
        .endsWith(25, 25, 0, 12);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      0 1 2 3 4 | 0 4 | 0 1 2 3 4     | 0 1 2 3 4 0 4
      1 2 3 4 5 | 5 1 | 1 2 3 4 5     | 0 1 2 3 4 4 0
      3 8       | 8 3 | 3 4 5 6 7 8   | 0 5 5 0
      0 9       | 9   | 0 1 2 3 4 5 6 7 8 9 | 0 9 9
      2 3       | 1 4 | 1 2 3 4       | 1 2 0 3
      3 3       | 3   | 3             | 0 0 0
      """)
  void belowTenClassesAreTheNumbersFromTheLeastLabelToTheGreatest(
      String train, String test, String names, String places) throws IOException {
    write("few", "-ubyte", numbers(train), numbers(test));

    Dataset data = load("mnist", directory);

    assertThat(String.join(" ", data.classNames())).isEqualTo(names);
    assertLabels(data, numbers(places));
  }

  @Test
  void classesWithNamesOfTheirOwnAreNoFewer() throws IOException {
    write("few", "-ubyte", new int[] {1, 2}, 1);

    Dataset data = load("fashion-mnist", directory);

    assertThat(data.classNames()).hasSize(10).startsWith("T-shirt/top");
    assertLabels(data, 1, 2, 1);
  }

  /** Whoever stored a sum before there could be fewer than ten has that of ten. */
  @Test
  void theTenClassesOfEarlierVersionsAreTakenWhereTheyAreWanted() throws IOException {
    write("few", "-ubyte", new int[] {1, 2, 1}, 2);
    byte[] pixels = ((Features.Bytes) load("mnist", directory).features()).values();
    String ten = new Dataset(
            "mnist",
            new Features.Bytes(pixels, 6, 1f / 255, 0),
            new Targets.Labels(new int[] {1, 2, 1, 2}, 10),
            Datasets.MNIST.classNames(),
            1)
        .sha256();

    assertThat(again(ten).classNames()).hasSize(10);
    assertThat(again(ten).sha256()).isEqualTo(ten);
    assertThat(again("another").classNames()).containsExactly("1", "2");
  }

  private Dataset again(String sum) {
    return Datasets.loadAgain(
        "mnist",
        Lookup.usual().in(directory),
        Optional.empty(),
        data -> data.sha256().equals(sum));
  }

  @Test
  void aModelIsTestedInItsOwnClassesWhereTheyIncludeThoseOfTheLabels() throws IOException {
    write("few", "-ubyte", new int[] {3, 3}, 3);

    assertThat(test("2", "3", "4").classNames()).containsExactly("2", "3", "4");
    assertLabels(test("2", "3", "4"), 1, 1, 1);
    assertThat(test("0", "1").classNames()).containsExactly("3");
  }

  private Dataset test(String... classes) {
    return Datasets.loadTest(
        "mnist", Lookup.usual().in(directory), Optional.empty(), List.of(classes));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 47, 62, 256})
  void thereAreAsManyClassesAsTheLabelsHave(int classes) throws IOException {
    write("emnist", "-ubyte", IntStream.range(0, classes).toArray(), 0, classes - 1);

    Dataset data = load("mnist", directory);

    assertThat(data.targets().outputs()).isEqualTo(classes);
    assertThat(data.classNames()).last().isEqualTo(Integer.toString(classes - 1));
  }

  @Test
  void someNumbersMayHaveNoRows() throws IOException {
    write("emnist", "-ubyte", new int[] {0, 1, 2, 4, 5, 6, 7, 9, 11, 12}, 3, 12);

    Dataset data = load("mnist", directory);

    assertThat(data.classNames()).hasSize(13);
    assertThat(Doubts.of(data))
        .singleElement()
        .asString()
        .startsWith("class '3', '8', '10': no row to train on");
  }

  @Test
  void aLabelFarFromTheOthersIsDamage() throws IOException {
    write("emnist", "-ubyte", new int[] {0, 1, 2, 77}, 1);
    String prefix = directory.resolve("emnist").toString();
    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessage(prefix + "-train-labels-idx1-ubyte: labels of 0..9 wanted, sample 3 has 77; is"
            + " this the right file?");

    write("emnist", "-ubyte", IntStream.rangeClosed(1, 26).toArray(), 26, 0);
    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessage(prefix + "-test-labels-idx1-ubyte: labels of 1..26 wanted, sample 1 has 0; is"
            + " this the right file?");

    write("emnist", "-ubyte", new int[] {0, 1, 2}, 2, 77);
    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessage(prefix + "-test-labels-idx1-ubyte: labels of 0..9 wanted, sample 1 has 77; is"
            + " this the right file?");
  }

  @Test
  void classesWithNamesOfTheirOwnAreNoMoreThanThese() throws IOException {
    write("emnist", "-ubyte", IntStream.range(0, 11).toArray(), 1);

    assertThatThrownBy(() -> load("fashion-mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(": labels of 0..9 wanted, sample 10 has 10");
  }

  /** QMNIST's label files: eight integers a sample, the class first. */
  @Test
  void labelsMayHave32BitsAndMoreBehindTheClass() throws IOException {
    for (int columns : new int[] {1, 8}) {
      write("qmnist", "-ubyte", new int[] {3, 4}, 9);
      Files.delete(directory.resolve("qmnist-train-labels-idx1-ubyte"));
      wideLabels(columns, 7, 0);

      Dataset data = load("mnist", directory);

      assertLabels(data, 7, 0, 9);
      assertThat(data.targets().outputs()).isEqualTo(10);
    }
  }

  @Test
  void labelsOf32BitsAreCheckedAsOthersAre() throws IOException {
    write("qmnist", "-ubyte", new int[] {3, 0}, 1);
    Files.delete(directory.resolve("qmnist-train-labels-idx1-ubyte"));
    for (int label : new int[] {-1, 256, 1 << 24}) {
      Path file = wideLabels(8, 7, label);
      assertThatThrownBy(() -> load("mnist", directory))
          .isInstanceOf(DataException.class)
          .hasMessage(file + ": labels of 0..255 wanted, sample 1 has " + label
              + "; is this the right file?");
    }
    Path file = wideLabels(8, 7, 2);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 12 + 60));
    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": 64 bytes after the header wanted (2 × 32), came 60 (it is cut); get"
            + " the file again");
    ByteBuffer floats = ByteBuffer.wrap(Files.readAllBytes(file)).putInt(0, 0x0d02);
    IdxFixture.write(file, floats.array());
    assertThatThrownBy(() -> load("mnist", directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0x00000d02 (IDX of 32-bit floats in 2 dimensions) came");
  }

  private Path wideLabels(int columns, int... labels) {
    ByteBuffer file = ByteBuffer.allocate(12 + 4 * columns * labels.length);
    file.putInt(columns == 1 ? 0x0c01 : 0x0c02).putInt(labels.length);
    if (columns > 1) {
      file.putInt(columns);
    }
    for (int label : labels) {
      file.putInt(label);
      for (int behind = 1; behind < columns; behind++) {
        file.putInt(100 * behind);
      }
    }
    return IdxFixture.write(
        directory.resolve("qmnist-train-labels-idx2-int"),
        Arrays.copyOf(file.array(), file.position()));
  }

  private static Dataset load(String name, Path place) {
    return Datasets.load(name, Lookup.usual().in(place));
  }

  private void write(String prefix, String suffix, int[] train, int... test) throws IOException {
    for (boolean training : List.of(true, false)) {
      int[] labels = training ? train : test;
      String at = prefix + (training ? "-train-" : "-test-");
      byte[] images = IdxFixture.images(labels.length);
      byte[] numbers = IdxFixture.labels(labels);
      boolean gz = suffix.endsWith(".gz");
      IdxFixture.write(
          directory.resolve(at + "images-idx3" + suffix), gz ? IdxFixture.gzip(images) : images);
      IdxFixture.write(
          directory.resolve(at + "labels-idx1" + suffix), gz ? IdxFixture.gzip(numbers) : numbers);
    }
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static void assertLabels(Dataset data, int... labels) {
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(labels);
  }
}
