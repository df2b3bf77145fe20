package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static dev.pulmu.cli.RunFiles.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run ends, which weights it leaves, and which it begins with. */
class SteeringTest {
  private static final String BENCHMARK =
      "the test rows decided when to stop: this is a benchmark, no test";

  @TempDir
  private Path directory;

  private String data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = data(directory.resolve("data")).toString();
    out = directory.resolve("out");
  }

  /** A rate at which the loss goes up and down from one epoch to the next. */
  private static final List<String> RESTLESS = List.of(
      "--hidden",
      "16",
      "--batch",
      "16",
      "--optimizer",
      "sgd(rate=2)",
      "--dropout",
      "0.5",
      "--validation-rows",
      "random");

  private Result train(Path to, List<String> options, String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--data", data, "--out"));
    command.add(to.toString());
    command.addAll(options);
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  @Test
  void earlyStoppingEndsTheRunAndSavesTheBestEpochsWeights() throws IOException {
    Result result =
        train(out, RESTLESS, "--epochs", "60", "--early-stopping", "patience(2, metric=trainLoss)");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    JsonNode report = report(out);
    int epochs = report.get("epochs").size();
    assertThat(epochs).isLessThan(60);
    assertThat(report.get("ending").textValue()).isEqualTo("early-stopping");
    int best = best("trainLoss");
    assertThat(best).isEqualTo(epochs - 2);
    assertThat(result.out())
        .contains("ended: epoch " + epochs + " ended the patience of patience(2, metric=trainLoss")
        .contains("weights of the best epoch, " + best + "\n");
    assertWeightsOfEpoch(best);

    Result again = pulmu("train", "--data", data, "--resume", out.toString());
    assertThat(again.status()).isZero();
    assertThat(again.out()).startsWith(out + " is finished: epoch " + epochs + " ended the");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--early-stopping=patience(50)", "--save=best"})
  void theBestEpochsWeightsAreSavedThoughTheRunWentOnToItsEnd(String option) throws IOException {
    Result result = train(out, RESTLESS, "--epochs", "7", option);

    assertThat(result.err()).isEmpty();
    assertThat(report(out).get("ending").textValue()).isEqualTo("epochs");
    assertThat(report(out).get("epochs")).hasSize(7);
    int best = best("validationLoss");
    assertThat(best).as("the best of epochs that were to be restless").isBetween(1, 6);
    assertThat(result.out()).contains("weights of the best epoch, " + best + "\n");
    assertWeightsOfEpoch(best);
  }

  /** The number of the first epoch with the least loss. */
  private int best(String loss) throws IOException {
    JsonNode best = null;
    for (JsonNode epoch : report(out).get("epochs")) {
      if (best == null || epoch.get(loss).doubleValue() < best.get(loss).doubleValue()) {
        best = epoch;
      }
    }
    int number = best.get("epoch").intValue();
    assertThat(report(out).get("bestEpoch").intValue()).isEqualTo(number);
    return number;
  }

  /** What was saved is what a run of so many epochs would have left. */
  private void assertWeightsOfEpoch(int epoch) throws IOException {
    Path shorter = directory.resolve("shorter");
    train(shorter, RESTLESS, "--epochs", Integer.toString(epoch));
    assertThat(report(out).get("weightsSha256")).isEqualTo(report(shorter).get("weightsSha256"));
    assertThat(report(out).get("testLoss")).isEqualTo(report(shorter).get("testLoss"));
    assertThat(pulmu("evaluate", out.toString(), "--data", data).out().lines())
        .contains(RunFiles.testLine(report(shorter)));
  }

  @Test
  void aConditionOnTheValidationRowsEndsTheRunAfterTheFirstEpochThatMeetsIt() throws IOException {
    Result result = train(out, List.of(), "--epochs", "80", "--until", "validationAccuracy >= 0.5");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    JsonNode report = report(out);
    int epochs = report.get("epochs").size();
    assertThat(epochs).isBetween(2, 79);
    assertThat(report.get("ending").textValue()).isEqualTo("until");
    for (JsonNode epoch : report.get("epochs")) {
      assertThat(epoch.get("validationAccuracy").doubleValue() >= 0.5)
          .isEqualTo(epoch.get("epoch").intValue() == epochs);
    }
    assertThat(report.has("testSteered")).isFalse();
    assertThat(result.out())
        .contains("ended: epoch " + epochs + " met validationAccuracy>=0.5\n")
        .doesNotContain(BENCHMARK);
  }

  @Test
  void aConditionOnTheTestRowsIsABenchmarkAndSaidToBe() throws IOException {
    Result result = train(out, List.of(), "--epochs", "80", "--until", "testAccuracy>=0.5");

    assertThat(result.err()).isEmpty();
    JsonNode report = report(out);
    int epochs = report.get("epochs").size();
    assertThat(report.get("ending").textValue()).isEqualTo("until");
    assertThat(report.get("testSteered").booleanValue()).isTrue();
    for (JsonNode epoch : report.get("epochs")) {
      assertThat(epoch.get("testAccuracy").doubleValue() >= 0.5)
          .isEqualTo(epoch.get("epoch").intValue() == epochs);
    }
    assertThat(result.out()).contains(BENCHMARK);
  }

  @Test
  void timeEndsARunThatCanBeGivenMore() throws IOException {
    Result result = train(out, List.of(), "--epochs", "100000", "--max-time", "1s");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    JsonNode report = report(out);
    assertThat(report.get("ending").textValue()).isEqualTo("max-time");
    assertThat(report.has("testAccuracy")).isTrue();
    assertThat(report.at("/seconds/train").doubleValue()).isLessThan(10);
    long steps = report.get("steps").longValue();
    assertThat(RunFiles.newest(out)).isEqualTo(steps);
    Result again = pulmu("train", "--data", data, "--resume", out.toString());
    assertThat(again.status()).isZero();
    assertThat(again.out()).startsWith(out + " is finished: ");
    assertThat(report(out)).isEqualTo(report);

    Result more = pulmu("train", "--data", data, "--resume", out.toString(), "--max-time", "2s");
    assertThat(more.err()).isEmpty();
    assertThat(more.out()).contains(out + ": going on after step " + steps);
    assertThat(report(out).get("steps").longValue()).isGreaterThan(steps);
  }

  @Test
  void aRunBeginsWithTheWeightsOfAModel() throws IOException {
    Path first = directory.resolve("first");
    train(first, List.of(), "--epochs", "8");
    String[] still = {"--epochs", "1", "--optimizer", "sgd(rate=1e-20)"};

    for (Path model : List.of(first, first.resolve("model.safetensors"))) {
      Path warm = directory.resolve("warm-" + model.getFileName());
      Result result = train(warm, List.of("--from", model.toString()), still);

      assertThat(result.err()).isEmpty();
      assertThat(report(warm).get("weightsSha256")).isEqualTo(report(first).get("weightsSha256"));
      assertThat(report(warm).get("fromWeightsSha256"))
          .isEqualTo(report(first).get("weightsSha256"));
      assertThat(report(warm).get("testLoss")).isEqualTo(report(first).get("testLoss"));
    }
  }

  @Test
  void aModelThatCannotBeBegunWithIsRefused() throws IOException {
    Path first = directory.resolve("first");
    train(first, List.of(), "--epochs", "1", "--hidden", "16");

    assertRefused(
        train(out, List.of("--from", first.toString()), "--hidden", "17"),
        "the model to begin with wants dense1.w (25×17), it has dense1.w (25×16), ");
    assertRefused(
        train(out, List.of("--from", first.toString()), "--hidden", "16", "--batch-norm"),
        "(1×16), it has dense1.w (25×16), ");
    Path missing = directory.resolve("missing");
    assertRefused(train(out, List.of("--from", missing.toString())), missing + ": no such file");
    Path text = Files.writeString(directory.resolve("text"), "of no model");
    assertRefused(train(out, List.of("--from", text.toString())), text + ": ");
  }

  @Test
  void aRunThatBeganWithAModelGoesOnWithoutIt() throws IOException {
    Path first = directory.resolve("first");
    train(first, List.of(), "--epochs", "1", "--hidden", "16");
    String weights = report(first).get("weightsSha256").textValue();
    train(out, List.of("--from", first.toString()), "--epochs", "2", "--hidden", "16");
    Files.delete(first.resolve("model.safetensors"));

    Result more = pulmu("train", "--data", data, "--resume", out.toString(), "--epochs", "3");

    assertThat(more.err()).isEmpty();
    assertThat(report(out).get("epochs")).hasSize(3);
    assertThat(report(out).get("fromWeightsSha256").textValue()).isEqualTo(weights);
  }

  @Test
  void moreEpochsAreNotForgottenByAKillBeforeTheFirstOfThem() throws IOException {
    train(out, List.of(), "--epochs", "2", "--hidden", "16");
    Path settings = out.resolve("settings.txt");
    Files.writeString(settings, Files.readString(settings).replace("epochs = 2\n", "epochs = 4\n"));

    Result more = pulmu("train", "--data", data, "--resume", out.toString());

    assertThat(more.err()).isEmpty();
    assertThat(report(out).get("epochs")).hasSize(4);
  }

  private void assertRefused(Result result, String message) throws IOException {
    assertThat(result.errorLines()).singleElement().asString().contains(message);
    assertThat(result.status()).isEqualTo(2);
    assertThat(tree(directory)).noneMatch(path -> path.startsWith("out"));
  }
}
