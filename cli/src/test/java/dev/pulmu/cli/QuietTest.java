package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietTest {
  private static final String WEIGHTS = "weights [0-9a-f]{64}: as in the report";

  @TempDir
  private Path directory;

  private String data;
  private String out;

  @BeforeEach
  void writeData() throws IOException {
    data = data(directory.resolve("data")).toString();
    out = directory.resolve("out").toString();
  }

  @Test
  void aRunPrintsItsResultAlone() {
    List<String> trained = quiet("train --hidden 8 --epochs 2 --out " + out);
    String test = trained.get(0);

    assertThat(test).matches("test accuracy 0\\.\\d{4}, loss \\d\\.\\d{3,4}");
    assertThat(trained.subList(1, trained.size()))
        .containsExactly(
            "report: " + out + "/report.json", "model:  " + out + "/model.safetensors");
    assertThat(quiet("evaluate " + out)).containsExactly(test);
    assertThat(quiet("replay " + out))
        .hasSize(2)
        .startsWith(test)
        .last()
        .asString()
        .matches(WEIGHTS);
  }

  @Test
  void aSearchPrintsItsBestTrial() {
    List<String> lines =
        quiet("search --range rate=1e-3..1e-2 --trials 2 --epochs 1 --hidden 4 --out " + out);

    assertThat(String.join(" ", lines))
        .matches("best: +--optimizer 'adam\\(rate=0\\.00.*.* result: .*/search\\.json");
  }

  @Test
  void aStudyPrintsHowItCameOut() {
    Result study = pulmu("study", "trajectories", "--quiet", "--out", out);

    assertThat(study.out().lines())
        .singleElement()
        .asString()
        .startsWith("trajectories ")
        .contains(" hold");
  }

  @Test
  void whatIsWrongIsToldNevertheless() {
    Result result = pulmu("train", "--quiet", "--loss", "mse");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1);
  }

  private List<String> quiet(String command) {
    Result result =
        pulmu(Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--data", data, "--quiet"))
            .toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out().lines().toList();
  }
}
