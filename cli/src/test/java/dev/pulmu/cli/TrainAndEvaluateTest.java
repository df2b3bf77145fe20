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
    assertThat(tree(out)).containsExactly("model.safetensors", "report.json");
    JsonNode report = report();
    assertThat(report.at("/testAccuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(report.at("/epochs")).hasSize(3);
    assertThat(report.at("/config/batch-norm").booleanValue()).isTrue();
    assertThat(report.at("/steps").longValue()).isEqualTo(3 * 17);

    String figures = "test accuracy " + report.get("testAccuracy").doubleValue() + ", loss "
        + report.get("testLoss").doubleValue();
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
    train("--epochs", "2", "--dropout", "0.2", "--seed", "3");
    String second = report().get("weightsSha256").textValue();
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
  void aFailedRunKeepsTheResultsOfTheOneBefore() throws IOException {
    train("--epochs", "1");
    byte[] report = Files.readAllBytes(out.resolve("report.json"));

    train("--optimizer", "sgd(rate=1e30)");

    assertThat(out.resolve("report.json")).hasBinaryContent(report);
    assertThat(tree(out)).containsExactly("model.safetensors", "report.json");
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
        .contains("test accuracy: " + report().get("testAccuracy").doubleValue());
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
