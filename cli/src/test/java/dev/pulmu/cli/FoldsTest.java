package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static dev.pulmu.cli.CommandLineFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldsTest {
  private static final String[] TRAIN = {
    "train", "--dataset", "digits", "--limit", "300", "--epochs", "2", "--backend", "cpu", "--folds"
  };

  @TempDir
  private Path directory;

  @Test
  void meanAndDeviationAreThoseOfTheLinesAbove() throws IOException {
    Result result = train("3");
    assertThat(result.status()).isZero();
    double[] each = result
        .out()
        .lines()
        .filter(line -> line.startsWith("fold "))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*accuracy (.*), loss.*", "$1")))
        .toArray();
    assertThat(each).hasSize(3);
    double mean = DoubleStream.of(each).sum() / 3;
    double deviation =
        Math.sqrt(DoubleStream.of(each).map(v -> (v - mean) * (v - mean)).sum() / 2);
    String last = result.out().lines().reduce((a, b) -> b).orElseThrow();
    assertThat(last).startsWith("over 3 folds: accuracy ").contains(", loss ");
    String[] said = last.replaceAll(".*accuracy (.*), loss.*", "$1").split(" ± ");
    assertThat(Double.parseDouble(said[0])).isCloseTo(mean, within(1e-4));
    assertThat(Double.parseDouble(said[1])).isCloseTo(deviation, within(1e-4));
    assertThat(tree(directory)).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneLine() {
    assertThat(train("1").err())
        .isEqualTo("pulmu train: folds want to be 2..300, as 'digits' has 300 rows to train on,"
            + " came 1\n");
    assertThat(train("3", "--out", directory.toString()).err())
        .isEqualTo("pulmu train: --folds saves nothing; leave --out out, or --folds\n");
  }

  private static Result train(String folds, String... more) {
    List<String> arguments = new ArrayList<>(List.of(TRAIN));
    arguments.add(folds);
    arguments.addAll(List.of(more));
    return pulmu(arguments.toArray(String[]::new));
  }
}
