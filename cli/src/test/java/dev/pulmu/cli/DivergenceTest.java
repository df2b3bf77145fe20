package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose numbers stop being finite after two good epochs of 17 steps. */
class DivergenceTest {
  @TempDir
  private Path directory;

  private String data;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    data = data(directory.resolve("data")).toString();
    run = directory.resolve("run");
  }

  private Result train(Path out, String... more) {
    List<String> command = new ArrayList<>(List.of(
        "train",
        "--data",
        data,
        "--out",
        out.toString(),
        "--hidden",
        "8",
        "--batch",
        "32",
        "--optimizer",
        "sgd",
        "--schedule",
        "piecewise(0.1, 2:1e30)"));
    command.addAll(List.of(more));
    return pulmu(command.toArray(String[]::new));
  }

  private static Result done(Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--save=best", "--early-stopping=patience(3)"})
  void theBestEpochIsSavedAndTheLineSaysSo(String keeping) throws IOException {
    Result result = train(run, keeping, "--epochs", "5");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("pulmu train: loss or gradient is not finite in step 36 (epoch 3); its learning"
            + " rate was 1e30, try a smaller one; the weights of the best epoch, 2, are saved\n");
    assertThat(result.out())
        .contains("ended: after epoch 2 its numbers stopped being finite\n")
        .contains("weights of the best epoch, 2\n")
        .contains("model:  " + run.resolve("model.safetensors"));
    assertThat(RunFiles.report(run).get("ending").textValue()).isEqualTo("diverged");
    assertThat(RunFiles.report(run).get("steps").intValue()).isEqualTo(35);

    Path shorter = directory.resolve("shorter");
    done(train(shorter, keeping, "--epochs", "2"));
    assertThat(RunFiles.report(run).get("weightsSha256"))
        .isEqualTo(RunFiles.report(shorter).get("weightsSha256"));
    assertThat(done(pulmu("evaluate", run.toString())).out())
        .isEqualTo(done(pulmu("evaluate", shorter.toString())).out());
    assertThat(done(pulmu("replay", run.toString())).out()).endsWith(": as in the report\n");
  }

  @Test
  void goingOnWithItDivergesAgainAndLeavesTheSame() throws IOException {
    train(run, "--save", "best", "--epochs", "5");
    Result again = pulmu("train", "--resume", run.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("in step 36 (epoch 3)").endsWith(", 2, are saved\n");
    assertThat(done(pulmu("train", "--resume", run.toString(), "--epochs", "2")).out())
        .contains("going on after step 34")
        .contains("weights of the best epoch, 2\n");
    assertThat(RunFiles.report(run).get("ending").textValue()).isEqualTo("epochs");
  }

  /** The line's commands, as they stand in it. */
  @Test
  void withoutABestEpochTheLineSaysHowToGoOnFromTheLastOne() {
    Result result = train(run, "--epochs", "5", "--checkpoint-every", "1epoch");

    assertThat(result.status()).isEqualTo(1);
    String resume = "--resume " + run + " --at 34 --epochs 2";
    assertThat(result.err())
        .isEqualTo("pulmu train: loss or gradient is not finite in step 36 (epoch 3); its learning"
            + " rate was 1e30, try a smaller one; " + resume + " saves the model of epoch 2, for a"
            + " new run --from " + run + "\n");
    done(pulmu(("train " + resume).split(" ")));
    done(pulmu(
        "train",
        "--data",
        data,
        "--from",
        run.toString(),
        "--hidden",
        "8",
        "--epochs",
        "1",
        "--optimizer",
        "sgd(rate=0.01)",
        "--out",
        directory.resolve("new").toString()));
  }

  @Test
  void withoutAnyEpochNothingIsLeftAndNothingSaid() {
    Result result = pulmu(
        "train",
        "--data",
        data,
        "--out",
        run.toString(),
        "--hidden",
        "8",
        "--optimizer",
        "sgd(rate=1e30)",
        "--save",
        "best");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).endsWith("its learning rate was 1e30, try a smaller one\n");
    assertThat(run).doesNotExist();
  }
}
