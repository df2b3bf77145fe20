package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.RunFiles.checkpoint;
import static dev.pulmu.cli.RunFiles.copy;
import static dev.pulmu.cli.RunFiles.report;
import static dev.pulmu.cli.RunFiles.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L-BFGS and Newton-CG from the command line, an iteration an epoch. */
class FullBatchTrainTest {
  @TempDir
  private static Path shared;

  private static String data;

  @TempDir
  private Path directory;

  @BeforeAll
  static void write() throws IOException {
    data = data(shared.resolve("data")).toString();
  }

  private static Result train(String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--data", data, "--backend", "cpu"));
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lbfgs(history=2)"})
  void aRunThatWasCutOffGoesOnToTheSameBitsAndIsDoneAgain(String optimizer) throws IOException {
    Path whole = directory.resolve("whole");
    Result done = train(
        "--optimizer",
        optimizer,
        "--batch",
        "all",
        "--hidden",
        "4",
        "--epochs",
        "5",
        "--limit",
        "60",
        "--save",
        "best",
        "--checkpoint-every",
        "1epoch",
        "--out",
        whole.toString());
    assertThat(done.status()).as(done.err()).isZero();
    JsonNode epochs = report(whole).get("epochs");
    assertThat(epochs).hasSize(5);
    assertThat(epochs.get(4).get("trainLoss").asDouble())
        .isLessThan(epochs.get(0).get("trainLoss").asDouble());
    assertThat(epochs.get(0).has("learningRate")).isFalse();
    Path cut = copy(whole, directory.resolve("cut"));
    Files.delete(cut.resolve("report.json"));
    Files.delete(cut.resolve("model.safetensors"));
    for (long later = 4; later <= 5; later++) {
      delete(checkpoint(cut, later)); // one that came too soon after another was not written
    }
    Result resumed = train("--resume", cut.toString());
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(result(cut)).isEqualTo(result(whole));
    Result again = pulmu("replay", whole.toString(), "--data", data);
    assertThat(again.status()).as(again.err()).isZero();
  }

  @Test
  void aRunWithoutABetterStepIsOver() throws IOException {
    Path out = directory.resolve("convex");
    Result done = train(
        "--optimizer",
        "lbfgs",
        "--batch",
        "all",
        "--hidden",
        "none",
        "--weight-decay",
        "0.1",
        "--epochs",
        "300",
        "--out",
        out.toString());
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(report(out).get("ending").asText()).isEqualTo("converged");
    int epochs = report(out).get("epochs").size();
    assertThat(epochs).isBetween(5, 100);
    assertThat(done.out())
        .contains(
            "ended: after epoch " + epochs + " lbfgs found no step that makes the loss smaller");
    Result more = train("--resume", out.toString());
    assertThat(more.out()).contains("is finished: after epoch " + epochs + " lbfgs found no step");
    assertThat(pulmu("replay", out.toString(), "--data", data).status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          --batch=100 | lbfgs wants all 540 training rows in its batch, came 100; say --batch all, or take an optimizer for mini-batches
          --seed=1 | lbfgs wants all 540 training rows in its batch, came 128; say --batch all, or take an optimizer for mini-batches
          --batch=all --dropout=0.5 | lbfgs compares values of one function, dropout makes it another at each step; leave dropout out
          --batch=all --batch-norm | lbfgs asks for losses and gradients alone, by which batch norm would never learn its running statistics; leave batch norm out
          --batch=all --schedule=cosine | schedule is for optimizers that have a rate, lbfgs(history=10, tolerance=1e-5) finds the length of each step by itself
          --batch=all --sampling=with-replacement | lbfgs wants the same rows at every step, came sampling with-replacement; leave sampling at shuffle
          """)
  void whatDoesNotGoWithItIsRefused(String options, String message) throws IOException {
    List<String> more = new ArrayList<>(List.of("--optimizer", "lbfgs"));
    more.addAll(List.of(options.split(" ")));
    more.addAll(List.of("--out", directory.resolve("never").toString()));
    Result refused = train(more.toArray(String[]::new));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errorLines()).containsExactly("pulmu train: " + message);
    assertThat(directory.resolve("never")).doesNotExist();
  }

  @Test
  void describeShowsItsHistoryAndWhatItsBackendIsAskedFor() {
    Result plan = pulmu(
        "describe", "--optimizer", "lbfgs", "--batch", "50", "--hidden", "4", "--backend", "cuda");
    assertThat(plan.status()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("past.gradients           slot            10×3190")
        .contains("gradient of 50 rows")
        .doesNotContain("step of 50 rows");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
