package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that begins with a saved model: what its numbers mean is compared by name. */
class BeginWithModelTest {
  private static final String LABELS = "labels(kind)";
  private static final String ADVICE = "; give it a table like the one that it learnt from";

  @TempDir
  private Path directory;

  private Path table;
  private Path first;

  @BeforeEach
  void trainAModel() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,kind\n");
    for (int row = 0; row < 30; row++) {
      rows.append(row % 3).append(',').append(row % 7).append(row % 3 == 1 ? ",cat\n" : ",dog\n");
    }
    table = Files.createDirectory(directory.resolve("table"));
    for (String file : List.of("train.csv", "test.csv")) {
      Files.writeString(table.resolve(file), rows);
    }
    first = directory.resolve("first");
    assertThat(train("train", table, LABELS, "--out", first.toString()).status())
        .isZero();
  }

  @Test
  void columnsInAnotherOrderAreRefused() throws IOException {
    assertBeginRefused(
        table("swapped", text -> text.replace("a,b,kind", "b,a,kind")),
        LABELS,
        "feature column 1 of the model is 'a', of data set 'csv' it is 'b'" + ADVICE);
  }

  @Test
  void classesOfOtherNamesAreRefused() throws IOException {
    assertBeginRefused(
        table("renamed", text -> text.replace("cat", "ant")),
        LABELS,
        "class 1 of the model is 'cat', of data set 'csv' it is 'ant'" + ADVICE);
  }

  @Test
  void anotherNumberOfColumnsIsRefusedByName() throws IOException {
    assertBeginRefused(
        table(
            "wider",
            text -> text.replace("a,b,kind", "a,kind,b")
                .replaceAll("(?m)^(\\d),(\\d),(\\w+)$", "$1,$3,$2")
                .replaceAll("(?m)$(?!\\z)", ",1")
                .replace("b,1", "b,c")),
        LABELS,
        "feature column 3 of the model is none, of data set 'csv' it is 'c'" + ADVICE);
  }

  @Test
  void aSearchRefusesWhatTrainingRefuses() throws IOException {
    Path swapped = table("swapped", text -> text.replace("a,b,kind", "b,a,kind"));

    Result result =
        train("search", swapped, LABELS, "--from", first.toString(), "--range", "rate=1e-3..1e-2");

    assertRefused(
        result,
        "pulmu search: from " + first
            + ": feature column 1 of the model is 'a', of data set 'csv' it is 'b'" + ADVICE);
  }

  @Test
  void targetsInAnotherOrderAreRefusedAlsoWhereAModelIsTested() throws IOException {
    Path numbers = table(
        "numbers",
        text -> text.replace("cat", "1,0").replace("dog", "0,1").replace("kind", "cat,dog"));
    Path model = directory.resolve("model");
    String[] loss = {"--loss", "sigmoid-cross-entropy"};
    assertThat(train("train", numbers, "numbers(cat,dog)", loss, "--out", model.toString())
            .err())
        .isEmpty();
    String message =
        "target column 1 of the model is 'cat', of data set 'csv' it is 'dog'" + ADVICE;

    assertRefused(
        train("train", numbers, "numbers(dog,cat)", loss, "--from", model.toString()),
        "pulmu train: from " + model + ": " + message);
    assertRefused(
        pulmu(
            "evaluate",
            model.toString(),
            "--data",
            numbers.toString(),
            "--targets",
            "numbers(dog,cat)"),
        "pulmu evaluate: " + message);
  }

  @Test
  void pixelsOfATableAreNotThoseOfImages() throws IOException {
    Path images = CommandLineFixture.data(directory.resolve("images"));
    StringBuilder rows = new StringBuilder();
    for (int column = 0; column < 25; column++) {
      rows.append('p').append(column).append(',');
    }
    rows.append("digit\n");
    for (int row = 0; row < 20; row++) {
      rows.append("200,".repeat(25)).append(row % 10).append('\n');
    }
    Path pixels = table("pixels", text -> rows.toString());
    Path model = directory.resolve("model");
    train("train", pixels, "labels(digit)", "--out", model.toString());

    Result result =
        pulmu("train", "--data", images.toString(), "--from", model.toString(), "--hidden", "4");

    assertRefused(
        result,
        "pulmu train: from " + model + ": the model takes value * 1.0 + 0.0 of a feature, data set"
            + " 'mnist' gives value * 0.003921569 + 0.0; give it data in the form that it learnt from");
  }

  @Test
  void whatBeganUnderOtherNamesIsStillReplayed() throws IOException {
    Path warm = directory.resolve("warm");
    train("train", table, LABELS, "--from", first.toString(), "--out", warm.toString());
    Path renamed = table("renamed", text -> text.replace("a,b,kind", "x,y,kind"));

    Result replayed = pulmu("replay", warm.toString(), "--data", renamed.toString());

    assertThat(replayed.out()).contains(": as in the report");
    assertThat(replayed.status()).isZero();
  }

  @Test
  void aRunDoesNotGoOnWithItsColumnsSwapped() throws IOException {
    Path swapped =
        table("swapped", text -> text.replaceAll("(?m)^([ab\\d]+),([ab\\d]+),", "$2,$1,"));

    Result result =
        pulmu("train", "--resume", first.toString(), "--data", swapped.toString(), "--epochs", "9");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains("with SHA-256 ");
  }

  private void assertBeginRefused(Path data, String targets, String message) throws IOException {
    Path out = directory.resolve("out");
    assertRefused(
        train("train", data, targets, "--from", first.toString(), "--out", out.toString()),
        "pulmu train: from " + first + ": " + message);
    assertThat(out).doesNotExist();
  }

  private static void assertRefused(Result result, String line) {
    assertThat(result.errorLines()).containsExactly(line);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  private Path table(String name, UnaryOperator<String> change) throws IOException {
    Path changed = Files.createDirectory(directory.resolve(name));
    for (String file : List.of("train.csv", "test.csv")) {
      Files.writeString(changed.resolve(file), change.apply(Files.readString(table.resolve(file))));
    }
    return changed;
  }

  private static Result train(
      String command, Path data, String targets, String[] more, String... options) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of(options));
    return train(command, data, targets, all.toArray(String[]::new));
  }

  private static Result train(String command, Path data, String targets, String... options) {
    List<String> arguments = new ArrayList<>(List.of(
        command,
        "--dataset",
        "csv",
        "--recipe",
        "none",
        "--data",
        data.toString(),
        "--targets",
        targets,
        "--hidden",
        "4",
        "--batch",
        "10",
        "--epochs",
        "2"));
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }
}
