package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is begun with {@code --data} goes on without. */
class DataLocationTest {
  private static final String RATE = "rate=1e-3..1e-1";

  @TempDir
  private Path directory;

  private Path images;
  private Path table;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    images = data(directory.resolve("images"));
    table = Files.createDirectory(directory.resolve("table"));
    writeTable(table, 1);
    run = directory.resolve("run");
  }

  private static void writeTable(Path folder, int slope) throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y"));
    IntStream.range(0, 40).forEach(i -> lines.add(i / 40.0 + "," + slope * i / 80.0));
    Files.write(folder.resolve("train.csv"), lines);
    Files.write(folder.resolve("test.csv"), lines);
  }

  private Result train(Path data) {
    List<String> command = new ArrayList<>(List.of(
        "train",
        "--data",
        data.toString(),
        "--out",
        run.toString(),
        "--hidden",
        "none",
        "--epochs",
        "2",
        "--batch",
        "8"));
    if (data.startsWith(table)) {
      command.addAll(
          List.of("--dataset", "csv", "--targets", "numbers(y)", "--loss", "mean-squared-error"));
    }
    return done(pulmu(command.toArray(String[]::new)));
  }

  private static Result done(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result;
  }

  private Result resume(String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--resume", run.toString()));
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "table"})
  void aRunGoesOnIsReplayedAndTestedWhereItsDataWas(String name) throws IOException {
    train(directory.resolve(name));
    done(resume("--epochs", "3"));
    assertThat(RunFiles.report(run).get("epochs")).hasSize(3);
    assertThat(done(pulmu("replay", run.toString())).out()).endsWith(": as in the report\n");
    done(pulmu("replay", run.resolve("report.json").toString()));
    done(pulmu("evaluate", run.toString()));
    done(pulmu("evaluate", run.resolve("model.safetensors").toString()));
  }

  /** Settings and reports are compared and handed on; the place is this machine's matter. */
  @Test
  void thePlaceStandsInAFileOfItsOwn() throws IOException {
    train(table);
    assertThat(run.resolve("data-location.txt")).hasContent(table + "\n");
    assertThat(Files.readString(run.resolve("report.json"))).doesNotContain(table.toString());
    assertThat(Files.readString(run.resolve("settings.txt"))).doesNotContain(table.toString());
  }

  @Test
  void aRelativePlaceIsKeptWithWhatItWasRelativeTo() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(table.resolve("."));
    assertThat(relative).isRelative();
    List<String> command = List.of(
        "train",
        "--dataset",
        "csv",
        "--targets",
        "numbers(y)",
        "--loss",
        "mean-squared-error",
        "--epochs",
        "1",
        "--data",
        relative.toString(),
        "--out",
        run.toString());
    done(pulmu(command.toArray(String[]::new)));
    assertThat(Path.of(Files.readString(run.resolve("data-location.txt")).strip()))
        .isAbsolute()
        .isEqualTo(relative.toRealPath());
  }

  @Test
  void dataThatWasMovedIsAskedForAndItsNewPlaceKept() throws IOException {
    train(table);
    Path moved = Files.move(table, directory.resolve("moved"));
    String gone = ": the data of " + run + " was in " + table
        + ", which is no directory now; say where it is with --data DIR";
    assertRefused(resume("--epochs", "3"), "pulmu train" + gone);
    assertRefused(pulmu("replay", run.toString()), "pulmu replay" + gone);
    assertRefused(pulmu("evaluate", run.toString()), "pulmu evaluate" + gone);

    done(pulmu("evaluate", run.toString(), "--data", moved.toString()));
    done(resume("--epochs", "3", "--data", moved.toString()));
    done(resume("--epochs", "4"));
    assertThat(RunFiles.report(run).get("epochs")).hasSize(4);
  }

  @Test
  void otherDataInThePlaceIsNotTakenForIt() throws IOException {
    train(table);
    writeTable(table, 2);
    String sum = RunFiles.report(run).at("/dataset/sha256").textValue();
    assertThat(resume("--epochs", "3").err())
        .startsWith("pulmu train: the run was on csv with SHA-256 " + sum + ", this is csv with ");
    assertRefused(
        pulmu("evaluate", run.toString()),
        "pulmu evaluate: " + table + " has other data than " + run
            + " was trained on; to test on it all the same, say so with --data");
    done(pulmu("evaluate", run.toString(), "--data", table.toString()));
  }

  @Test
  void anotherDataSetIsNotLookedForThere() throws IOException {
    train(images);
    Result result = pulmu("evaluate", run.toString(), "--dataset", "csv");
    assertRefused(
        result,
        "pulmu evaluate: data set 'csv' is a table of yours; pass --data DIR with train.csv and"
            + " test.csv");
  }

  @Test
  void aNewRunDoesNotInheritAPlace() throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("data-location.txt"), directory.resolve("gone") + "\n");
    done(pulmu(
        "train",
        "--dataset",
        "digits",
        "--limit",
        "50",
        "--epochs",
        "1",
        "--hidden",
        "none",
        "--out",
        run.toString()));
    assertThat(run.resolve("data-location.txt")).doesNotExist();
  }

  @Test
  void aRunThatLeavesNothingLeavesNoPlaceEither() {
    Result failed = pulmu(
        "train",
        "--data",
        images.toString(),
        "--out",
        run.toString(),
        "--hidden",
        "16",
        "--batch",
        "8",
        "--optimizer",
        "sgd(rate=1e30)");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(run).doesNotExist();
  }

  @Test
  void aSearchGoesOnWhereItsDataWas() throws IOException {
    done(pulmu(
        "search",
        "--data",
        images.toString(),
        "--out",
        run.toString(),
        "--range",
        RATE,
        "--trials",
        "2",
        "--epochs",
        "1",
        "--hidden",
        "none"));
    Files.delete(run.resolve("search.json"));
    done(pulmu("search", "--resume", run.toString()));
    assertThat(run.resolve("search.json")).exists();
    Path moved = Files.move(images, directory.resolve("moved"));
    assertRefused(
        pulmu("search", "--resume", run.toString()),
        "pulmu search: the data of " + run + " was in " + images
            + ", which is no directory now; say where it is with --data DIR");
    done(pulmu("search", "--resume", run.toString(), "--data", moved.toString()));
    done(pulmu("search", "--resume", run.toString()));
  }

  private static void assertRefused(Result result, String line) {
    assertThat(result.errorLines()).containsExactly(line);
    assertThat(result.status()).isEqualTo(2);
  }
}
