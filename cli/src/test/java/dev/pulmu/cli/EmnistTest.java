package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as EMNIST's archive unpacks: several sets beside each other, told apart by a prefix. */
class EmnistTest {
  private static final int LETTERS = 26;

  @TempDir
  private Path directory;

  private String letters;
  private String out;

  @BeforeEach
  void write() throws IOException {
    write("emnist-letters", 1, LETTERS);
    write("emnist-balanced", 0, 47);
    letters = directory.resolve("emnist-letters").toString();
    out = directory.resolve("out").toString();
  }

  @Test
  void whichOfSeveralSetsIsMeantIsAsked() {
    Result result = pulmu("train", "--data", directory.toString(), "--dataset", "mnist");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines())
        .containsExactly("pulmu train: " + directory + " holds 2 data sets: emnist-balanced,"
            + " emnist-letters; name one, as in --data " + directory.resolve("emnist-balanced"));
  }

  @Test
  void aSetThatIsNamedIsTrainedTestedReplayedAndGoneOnWith() throws IOException {
    Result trained = train("train");
    assertThat(trained.status()).isZero();
    assertThat(trained.out()).contains("6 inputs, 26 classes, ");
    JsonNode report =
        new ObjectMapper().readTree(Path.of(out).resolve("report.json").toFile());
    assertThat(report.get("confusion")).hasSize(LETTERS);

    assertThat(pulmu("evaluate", out).out().lines())
        .anyMatch(line -> line.matches(" +\\d × \\d+ taken for \\d+"));
    assertThat(pulmu("replay", out).out()).contains(": as in the report");
    assertThat(pulmu("train", "--resume", out, "--epochs", "2").out()).contains("going on after");
    assertThat(pulmu(
                "evaluate", out, "--data", directory.resolve("emnist-balanced").toString())
            .err())
        .contains("the model wants 6 inputs and 26 outputs, data set 'mnist' has 6 and 47");
    assertThat(pulmu("datasets", "--data", letters).out())
        .contains("classes   26: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 16 more\n");
  }

  @Test
  void aSearchTakesItToo() throws IOException {
    assertThat(train("search", "--range", "rate=0.001..0.01", "--trials", "2").err())
        .isEmpty();
    assertThat(pulmu("search", "--resume", out).status()).isZero();
  }

  @Test
  void aSetThatIsGoneIsMissed() throws IOException {
    train("train");
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    assertThat(pulmu("evaluate", out).errorLines())
        .singleElement()
        .asString()
        .contains("was in " + letters + ", which is no directory now");
  }

  private Result train(String command, String... options) {
    String[] all = {
      command,
      "--data",
      letters,
      "--dataset",
      "mnist",
      "--hidden",
      "4",
      "--epochs",
      "1",
      "--out",
      out
    };
    String[] arguments = Arrays.copyOf(all, all.length + options.length);
    System.arraycopy(options, 0, arguments, all.length, options.length);
    return pulmu(arguments);
  }

  private void write(String prefix, int first, int classes) throws IOException {
    for (String part : new String[] {"-train-", "-test-"}) {
      int rows = 4 * classes;
      ByteBuffer images = ByteBuffer.allocate(16 + 6 * rows);
      images.putInt(0x803).putInt(rows).putInt(2).putInt(3);
      ByteBuffer labels = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows);
      for (int row = 0; row < rows; row++) {
        labels.put((byte) (first + row % classes));
        for (int pixel = 0; pixel < 6; pixel++) {
          images.put((byte) (row * 37 + pixel * 11));
        }
      }
      Files.write(directory.resolve(prefix + part + "images-idx3-ubyte"), images.array());
      Files.write(directory.resolve(prefix + part + "labels-idx1-ubyte"), labels.array());
    }
  }
}
