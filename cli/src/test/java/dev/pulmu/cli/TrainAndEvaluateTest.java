package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainAndEvaluateTest {
  @TempDir
  private Path directory;

  private String data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = data(directory.resolve("data")).toString();
    out = directory.resolve("a").resolve("run");
  }

  @Test
  void aTrainedModelIsEvaluatedToTheSameDigits() throws IOException {
    Result trained = train(
        "--hidden",
        "20",
        "--batch-norm",
        "--epochs",
        "3",
        "--batch",
        "32",
        "--optimizer",
        "adam(rate=0.02)");

    assertThat(trained.status()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(tree(out))
        .filteredOn(file -> !file.startsWith("checkpoints"))
        .containsExactly(
            ".lock", "data-location.txt", "model.safetensors", "report.json", "settings.txt");
    JsonNode report = report();
    assertThat(report.at("/testAccuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(report.at("/epochs")).hasSize(3);
    assertThat(report.at("/config/network").textValue()).contains(" batch-norm(");
    assertThat(report.at("/steps").longValue()).isEqualTo(3 * 17);

    String figures = RunFiles.testLine(report);
    Result evaluated = pulmu("evaluate", out.toString(), "--data", data);
    assertThat(trained.out().lines()).contains(figures);
    assertThat(evaluated.out().lines()).contains(figures);
    assertThat(evaluated.status()).isZero();
    assertThat(evaluated.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void evaluateSpeaksJsonToo() throws IOException {
    train("--epochs", "1");

    Result evaluated =
        pulmu("evaluate", out.resolve("model.safetensors").toString(), "--data", data, "--json");

    JsonNode json = new ObjectMapper().readTree(evaluated.out());
    assertThat(json.get("testAccuracy")).isEqualTo(report().get("testAccuracy"));
    assertThat(json.get("testLoss")).isEqualTo(report().get("testLoss"));
    assertThat(json.get("confusion")).isEqualTo(report().get("confusion"));
    assertThat(json.get("dataset")).isEqualTo(report().get("dataset"));
  }

  @Test
  void theSameSeedGivesTheSameWeights() throws IOException {
    train("--epochs", "2", "--dropout", "0.2", "--seed", "3");
    String first = report().get("weightsSha256").textValue();
    out = directory.resolve("again");
    train("--epochs", "2", "--dropout", "0.2", "--seed", "3");
    String second = report().get("weightsSha256").textValue();
    out = directory.resolve("other");
    train("--epochs", "2", "--dropout", "0.2", "--seed", "4");

    assertThat(second).isEqualTo(first);
    assertThat(report().get("weightsSha256").textValue()).isNotEqualTo(first);
  }

  @Test
  void throughAPipeThereIsALineForEachEpochThatFitsTheScreen() {
    Result trained = train("--epochs", "2");

    assertThat(trained.out().lines())
        .allMatch(line -> line.length() <= 80 || line.contains(out.toString()))
        .anyMatch(line -> line.strip().startsWith("1/2 "))
        .anyMatch(line -> line.strip().startsWith("2/2 "))
        .contains("mnist: 540 training, 60 validation, 100 test rows")
        .contains("report: " + out.resolve("report.json"))
        .contains("model:  " + out.resolve("model.safetensors"));
    assertThat(trained.out()).doesNotContain("\r");
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunNamingTheStepAndLeavesNothing() throws IOException {
    Result trained = train("--optimizer", "sgd(rate=1e30)");

    assertThat(trained.status()).isEqualTo(1);
    assertThat(trained.errorLines())
        .singleElement()
        .asString()
        .matches("pulmu train: loss or gradient is not finite in step \\d+ \\(epoch 1\\); .*");
    assertThat(tree(directory)).noneMatch(path -> path.startsWith("a"));
  }

  @Test
  void theStackTraceIsThereForWhoeverAsks() {
    Result trained = train("--optimizer", "sgd(rate=1e30)", "--stacktrace");

    assertThat(trained.status()).isEqualTo(1);
    assertThat(trained.err()).contains("\tat dev.pulmu.run.Run.");
  }

  @Test
  void aSecondRunInTheSameDirectoryIsRefusedAndChangesNothing() throws IOException {
    train("--epochs", "1");
    byte[] report = Files.readAllBytes(out.resolve("report.json"));
    List<String> files = tree(out);

    Result second = train("--epochs", "2");

    assertThat(second.status()).isEqualTo(2);
    assertThat(second.errorLines())
        .singleElement()
        .asString()
        .startsWith("pulmu train: " + out + " has checkpoints of a run already (")
        .endsWith("; go on with --resume " + out + " or take another directory");
    assertThat(out.resolve("report.json")).hasBinaryContent(report);
    assertThat(tree(out)).isEqualTo(files);
  }

  @Test
  void aFailedRunLeavesNoResults() throws IOException {
    Result failed = train("--optimizer", "sgd(rate=1e30)");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(tree(directory)).doesNotContain("out/model.safetensors", "out/report.json");
  }

  @Test
  void aReportIsReplayedToTheSameBits() throws IOException {
    train("--epochs", "2", "--dropout", "0.2", "--batch-norm", "--seed", "3");
    List<String> files = tree(out);

    Result same = pulmu("replay", out.toString(), "--data", data);
    Path changed = Files.writeString(
        directory.resolve("changed.json"),
        Files.readString(out.resolve("report.json"))
            .replaceFirst("(\"bitsDependOn\" : [^}]*\"java\" : )\"[^\"]*\"", "$1\"1.1\"")
            .replace("\"seed\" : 3", "\"seed\" : 4"));
    Result other = pulmu("replay", changed.toString(), "--data", data);

    String weights = report().get("weightsSha256").textValue();
    assertThat(same.err()).isEmpty();
    assertThat(same.status()).isZero();
    assertThat(same.out()).endsWith("weights " + weights + ": as in the report\n");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.out())
        .contains("\nreport  " + weights + ": not the same\njava: 1.1 then, ")
        .endsWith(" now\n");
    assertThat(tree(out)).isEqualTo(files);
  }

  @Test
  void whatCannotBeReplayedIsRefused() throws IOException {
    train("--epochs", "1");
    Path report = out.resolve("report.json");
    String text = Files.readString(report);
    Path stopped = Files.writeString(
        directory.resolve("stopped.json"),
        text.replace("\"ending\" : \"epochs\"", "\"ending\" : \"interrupted\""));
    Path otherData = Files.writeString(
        directory.resolve("data.json"),
        text.replaceFirst("\"sha256\" : \"[0-9a-f]+\"", "\"sha256\" : \"ab\""));
    Path empty = Files.writeString(directory.resolve("empty.json"), "{}");
    Path nowhere = directory.resolve("nowhere.json");

    assertThat(replay(stopped)).contains("ended by interrupted after 5 steps");
    assertThat(replay(otherData)).contains("the report is of mnist with SHA-256 ab, this is mnist");
    assertThat(replay(empty)).isEqualTo(empty + " is no report of a run: it has no 'ending'");
    assertThat(replay(nowhere)).startsWith(nowhere + " is no report that can be read: ");
  }

  private String replay(Path report) {
    Result result = pulmu("replay", report.toString(), "--data", data);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1);
    return result.errorLines().get(0).replaceFirst("^pulmu replay: ", "");
  }

  @Test
  void describeShowsWhatIsInAModel() throws IOException {
    train("--epochs", "1", "--hidden", "7");

    Result described = pulmu("describe", out.toString());

    assertThat(described.status()).isZero();
    assertThat(described.out())
        .contains("dense1.w")
        .contains("25→7")
        .contains(report().at("/dataset/sha256").textValue())
        .contains(String.format(
            Locale.ROOT, "%ntest accuracy: %.4f%n", report().get("testAccuracy").doubleValue()));
  }

  private Result train(String... options) {
    String[] arguments = new String[options.length + 5];
    arguments[0] = "train";
    arguments[1] = "--data";
    arguments[2] = data;
    arguments[3] = "--out";
    arguments[4] = out.toString();
    System.arraycopy(options, 0, arguments, 5, options.length);
    return pulmu(arguments);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }
}
