package dev.pulmu.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Setting;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Matrix;
import dev.pulmu.metrics.Regression;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.recipe.Scale;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final Evaluation TEST = new Evaluation(0.7, 6, 7, new long[][] {{4, 1}, {0, 2}});
  private static final Network NETWORK = Network.input(4).dense(3).loss(new SoftmaxCrossEntropy());

  private static final Epoch EPOCH = new Epoch(
      1,
      0.5,
      OptionalDouble.empty(),
      OptionalDouble.of(0.75),
      Optional.of(TEST),
      Optional.empty(),
      2,
      100,
      OptionalDouble.of(0.01));

  @Test
  void theJsonHasEveryKeyOfTheManual() throws IOException {
    JsonNode json = json(report(List.of(EPOCH), Optional.of(TEST)));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "config",
            "network",
            "dataset",
            "backend",
            "device",
            "versions",
            "commit",
            "seed",
            "stopped",
            "ending",
            "epochs",
            "testLoss",
            "testAccuracy",
            "confusion",
            "testMetrics",
            "steps",
            "seconds",
            "bitsDependOn",
            "weights",
            "weightsSha256",
            "parameters");
    assertThat(json.at("/epochs/0").fieldNames())
        .toIterable()
        .containsExactly(
            "epoch",
            "trainLoss",
            "trainAccuracy",
            "validationLoss",
            "validationAccuracy",
            "seconds",
            "samplesPerSecond",
            "learningRate");
    assertThat(json.get("network").textValue()).isEqualTo("4: dense(3, init=xavier)");
    assertThat(json.at("/seconds").fieldNames())
        .toIterable()
        .containsExactly("start", "data", "train", "evaluate");
    assertThat(json.at("/dataset").fieldNames()).toIterable().containsExactly("name", "sha256");
    assertThat(json.at("/config").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("format"), Settings.all().stream().map(Setting::key))
                .toList());
  }

  @Test
  void numbersKeepAllTheirDigits() throws IOException {
    JsonNode json = json(report(List.of(EPOCH), Optional.of(TEST)));

    assertThat(json.at("/testAccuracy").doubleValue()).isEqualTo(6 / 7.0);
    assertThat(json.at("/testLoss").doubleValue()).isEqualTo(0.7 / 7);
    assertThat(json.at("/confusion/0/1").longValue()).isEqualTo(1);
    assertThat(json.at("/epochs/0/validationLoss").doubleValue()).isEqualTo(0.7 / 7);
    assertThat(json.at("/steps").longValue()).isEqualTo(5_000_000_000L);
  }

  @Test
  void theConfigurationIsAnObjectOfNumbersAndTexts() throws IOException {
    JsonNode config = json(report(List.of(), Optional.empty())).get("config");

    assertThat(config.get("batch").isInt()).isTrue();
    assertThat(config.get("drop-last").isBoolean()).isTrue();
    assertThat(config.get("weight-decay").asText()).isEqualTo("0.2");
    assertThat(config.get("network").textValue())
        .isEqualTo("dense(100) relu, dense(100) relu, dense");
    assertThat(config.get("limit").textValue()).isEqualTo("all");
  }

  @Test
  void whatThereIsNotHasNoKey() throws IOException {
    Epoch bare = new Epoch(
        1,
        0.5,
        OptionalDouble.empty(),
        OptionalDouble.of(0.75),
        Optional.empty(),
        Optional.empty(),
        2,
        100,
        OptionalDouble.of(0.01));

    JsonNode json = json(report(List.of(bare), Optional.empty()));

    assertThat(json.has("testLoss")).isFalse();
    assertThat(json.has("testAccuracy")).isFalse();
    assertThat(json.has("confusion")).isFalse();
    assertThat(json.at("/epochs/0").has("validationLoss")).isFalse();
    assertThat(json.at("/epochs/0").has("validationAccuracy")).isFalse();
    assertThat(json.at("/stopped").booleanValue()).isTrue();
  }

  @Test
  void editsOfTheRateAreKept() throws IOException {
    Edit edit = new Edit(2, 0.125, "rate.txt says 0.125");

    JsonNode json = json(report(List.of(EPOCH), List.of(edit), Optional.empty()));

    assertThat(json.at("/edits/0/epoch").intValue()).isEqualTo(2);
    assertThat(json.at("/edits/0/rate").doubleValue()).isEqualTo(0.125);
    assertThat(json.at("/edits/0/message").textValue()).isEqualTo("rate.txt says 0.125");
  }

  @Test
  void whatSteeredTheRunIsSaid() throws IOException {
    Epoch tested = new Epoch(
        1,
        0.5,
        OptionalDouble.of(0.125),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.of(TEST),
        2,
        100,
        OptionalDouble.of(0.01));
    RunReport report = new RunReport(
        RunConfig.DEFAULT,
        NETWORK,
        new RunReport.Source("tiny", "abc"),
        Optional.empty(),
        "fake",
        "nothing",
        Map.of(),
        "unknown",
        Ending.EARLY_STOPPING,
        Optional.of(3),
        true,
        Optional.of(new RunReport.Resumed(12, "other")),
        Optional.of("fedc"),
        Map.of("java", "17"),
        List.of(tested),
        List.of(),
        List.of(new Schedule.Span(0, 8), new Schedule.Span(34, 16)),
        Optional.of(TEST),
        Optional.empty(),
        5,
        new RunReport.Seconds(1, 2, 3, 4),
        "def",
        12);

    JsonNode json = json(report);

    assertThat(json.at("/ending").textValue()).isEqualTo("early-stopping");
    assertThat(json.at("/stopped").booleanValue()).isFalse();
    assertThat(json.at("/bestEpoch").intValue()).isEqualTo(3);
    assertThat(json.at("/testSteered").booleanValue()).isTrue();
    assertThat(json.at("/resumed/step").longValue()).isEqualTo(12);
    assertThat(json.at("/resumed/backend").textValue()).isEqualTo("other");
    assertThat(json.at("/fromWeightsSha256").textValue()).isEqualTo("fedc");
    assertThat(json.at("/scheduleSpans"))
        .hasToString("[{\"fromStep\":0,\"epochs\":8},{\"fromStep\":34,\"epochs\":16}]");
    assertThat(json.at("/bitsDependOn/java").textValue()).isEqualTo("17");
    assertThat(json.at("/epochs/0/testAccuracy").doubleValue()).isEqualTo(6 / 7.0);
    assertThat(json.at("/epochs/0/testLoss").doubleValue()).isEqualTo(0.7 / 7);
  }

  @Test
  void itTakesThePlaceOfAnOlderOne(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "older");
    RunReport report = report(List.of(EPOCH), Optional.of(TEST));

    report.write(file);

    assertThat(file).hasContent(report.json());
  }

  @Test
  void theBuildKnowsItsVersionAndCommit() {
    assertThat(Build.current().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(Build.current().commit()).matches("[0-9a-f]{40}(-dirty)?|unknown");
  }

  private static RunReport report(List<Epoch> epochs, Optional<Evaluation> test) {
    return report(epochs, List.of(), test);
  }

  private static RunReport report(List<Epoch> epochs, List<Edit> edits, Optional<Evaluation> test) {
    return new RunReport(
        RunConfig.parse("weight-decay = 0.2\ndrop-last = true"),
        NETWORK,
        new RunReport.Source("tiny", "abc"),
        Optional.empty(),
        "fake",
        "nothing",
        Map.of("java", "17"),
        "unknown",
        test.isEmpty() ? Ending.INTERRUPTED : Ending.EPOCHS,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of("backend", "fake"),
        epochs,
        edits,
        List.of(),
        test,
        test.map(any -> Regression.of(
            new Matrix(2, 1, new float[] {2, 3}),
            new Targets.Values(new float[] {1, 3}, 1),
            List.of(Scale.NONE),
            List.of("price"))),
        5_000_000_000L,
        new RunReport.Seconds(1, 2, 3, 4),
        "def",
        12);
  }

  private static JsonNode json(RunReport report) throws IOException {
    return new ObjectMapper().readTree(report.json());
  }
}
