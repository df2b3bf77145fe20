package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories of a user's own: what is in them, and a model on rows that came alone. */
class InspectTest {
  @TempDir
  private Path directory;

  @Test
  void whatIsInAFolderOfImagesIsSaid() throws IOException {
    Path images = CommandLineFixture.data(directory.resolve("images"));

    Result result = inspect(images);

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .startsWith(
            images + ": images and labels, four IDX files, whole",
            "file      train-images-idx3-ubyte",
            "file      train-labels-idx1-ubyte",
            "file      t10k-images-idx3-ubyte",
            "file      t10k-labels-idx1-ubyte",
            "rows      600 to train on, 100 to test with",
            "features  25 bytes, the pixels of an image",
            "classes   10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9")
        .anyMatch(line -> line.matches("SHA-256   [0-9a-f]{64}"))
        .hasSize(9);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theSumOfAFolderIsThatOfAReport() throws IOException {
    Path images = CommandLineFixture.data(directory.resolve("images"));
    Path run = directory.resolve("run");
    pulmu("train", "--data", images.toString(), "--epochs", "1", "--out", run.toString());

    String sum = new ObjectMapper()
        .readTree(run.resolve("report.json").toFile())
        .at("/dataset/sha256")
        .textValue();

    assertThat(inspect(images).out()).contains("SHA-256   " + sum + "\n");
  }

  @Test
  void aTableIsDescribedColumnByColumn() throws IOException {
    Path table = table("a,b,kind\n1,2,ash\n3,,oak\n", "a,b,kind\n5,6,oak\n");

    assertThat(inspect(table).out().lines())
        .contains(
            table + ": a table, whole",
            "rows      2 to train on, 1 to test with",
            "targets   kind: labels; for another column pass --targets",
            "features  3 numbers for the network",
            "classes   2: ash, oak")
        .anyMatch(line -> line.matches("  b +number .* 1 .*standardised"));
  }

  @Test
  void oneFileIsATableToo() throws IOException {
    Path file = directory.resolve("t.csv");
    Files.writeString(file, "a;y\n1,5;3\n2,5;4,25\n3,5;5,5\n4,5;6\n5,5;7\n");

    assertThat(inspect(file).out().lines())
        .contains(
            file + ": a table, whole",
            "rows      4 to train on, 1 to test with",
            "targets   y: numbers; for another column pass --targets");
    assertThat(inspect(file, "--targets", "numbers(a)").out().lines())
        .contains("targets   a: numbers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      a,b,kind%1,2,ash%2,?,oak%3,5,6,oak% | line 4: 3 cells wanted, one a column, came 4
      a,b,kind%1,2,ash%2,3,ash% | column 'kind': at least two classes wanted, all rows have 'ash'
      a,a,kind%1,2,ash%2,3,oak% | line 1: columns 1 and 2 are both named 'a'
      """)
  void whatIsWrongWithATableIsSaidByStatusOne(String train, String message) throws IOException {
    Path table = table(train.replace('%', '\n'), "a,b,kind\n1,2,ash\n");

    Result result = inspect(table);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .startsWith("pulmu datasets: " + table.resolve("train.csv"))
        .contains(message);
  }

  @Test
  void aCutFileOfImagesIsWrong() throws IOException {
    Path images = CommandLineFixture.data(directory.resolve("images"));
    Path file = images.resolve("t10k-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    Result result = inspect(images);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errorLines()).singleElement().asString().contains("(it is cut)");
  }

  @Test
  void aPlaceWithNothingInItIsWrong() {
    assertThat(inspect(directory).status()).isEqualTo(1);
    assertThat(inspect(directory.resolve("nowhere")).errorLines())
        .singleElement()
        .asString()
        .contains("nowhere: no such directory");
  }

  @Test
  void aModelIsTestedOnTestRowsAlone() throws IOException {
    Path table = table(
        "a,b,kind\n1,2,ash\n3,1,oak\n0,2,ash\n4,1,oak\n", "a,b,kind\n1,3,ash\n3,0,oak\n2,2,oak\n");
    Path run = directory.resolve("run");
    pulmu(
        "train",
        "--dataset",
        "csv",
        "--data",
        table.toString(),
        "--targets",
        "labels(kind)",
        "--recipe",
        "none",
        "--validation",
        "0",
        "--epochs",
        "2",
        "--out",
        run.toString());
    String whole = evaluate(run, table).out();
    Files.delete(table.resolve("train.csv"));

    for (String backend : List.of("cpu", "nd4j")) {
      Result alone = evaluate(run, table, "--backend", backend);
      assertThat(alone.err()).isEmpty();
      assertThat(alone.out().lines().skip(1)).isEqualTo(whole.lines().skip(1).toList());
    }

    Files.writeString(table.resolve("test.csv"), "b,a,kind\n1,3,ash\n");
    assertThat(evaluate(run, table).err()).contains("feature column 1 of the model is 'a'");
    Files.writeString(table.resolve("test.csv"), "a,b,kind\n1,3,elm\n");
    assertThat(evaluate(run, table).errorLines())
        .containsExactly(
            "pulmu evaluate: " + table.resolve("test.csv") + ", line 2: column 'kind': a"
                + " label that the model knows wanted, came 'elm'; take the row out");
    Files.writeString(table.resolve("test.csv"), "a,b\n1,3\n");
    assertThat(evaluate(run, table).err()).contains("no column 'kind' to take as target");
    Result training =
        pulmu("train", "--dataset", "csv", "--data", table.toString(), "--targets", "labels(kind)");
    assertThat(training.err()).contains("there is no train.csv; or name one file");
  }

  private static Result evaluate(Path run, Path table, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", run.toString(), "--data", table.toString()));
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }

  private static Result inspect(Path place, String... options) {
    List<String> arguments = new ArrayList<>(List.of("datasets", "--data", place.toString()));
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }

  private Path table(String train, String test) throws IOException {
    Path table = Files.createDirectory(directory.resolve("table"));
    Files.writeString(table.resolve("train.csv"), train);
    Files.writeString(table.resolve("test.csv"), test);
    return table;
  }
}
