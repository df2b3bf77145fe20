package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyCommandTest {
  @TempDir
  private Path temp;

  @Test
  void theListNamesStudiesAndWhatTheyAreAbout() {
    Result result = pulmu("study", "list");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .contains("trajectories      Paths of optimizers over a valley")
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void aStudyLeavesPicturesTablesAndAPage() throws IOException {
    Result result = pulmu(
        "study", "averages", "--seeds", "2", "--out", temp + "/new", "--gallery", temp + "/docs");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .allMatch(line -> line.length() <= 80 || line.contains("page: "));
    assertThat(result.out()).contains("holds").doesNotContain("FAILS", "left out");
    assertThat(CommandLineFixture.tree(temp))
        .contains(
            "new/averages/index.html",
            "new/averages/year.png",
            "new/averages/year.svg",
            "new/averages/curves.csv",
            "new/averages/numbers.csv",
            "new/averages/verdicts.csv",
            "docs/studies/averages-year.png");
    assertThat(Files.readString(temp.resolve("docs/studies.md")))
        .contains(
            "## `averages`: ",
            "![year](studies/averages-year.png)",
            "Of 13 expectations 13 hold (");
  }

  /** Black images of one class are learnt the sooner the more the rate stays what it was. */
  @Test
  void theStatusIsOneWhereAnExpectationFails() throws IOException {
    Path data = CommandLineFixture.data(temp.resolve("data"));
    ByteBuffer images = ByteBuffer.allocate(16 + 10 * 5 * 5);
    images.putInt(0x803).putInt(10).putInt(5).putInt(5);
    ByteBuffer labels = ByteBuffer.allocate(8 + 10).putInt(0x801).putInt(10);
    Files.write(data.resolve("train-images-idx3-ubyte"), images.array());
    Files.write(data.resolve("train-labels-idx1-ubyte"), labels.array());

    Result result =
        pulmu("study", "schedules", "--seeds", "1", "--data", "" + data, "--out", temp + "/one");

    assertThat(result.status()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).contains("FAILS", " FAIL; ");
    assertThat(temp.resolve("one/schedules/index.html")).content().contains(">FAILS<");
  }

  @Test
  void aStudyWithoutItsDataLeavesNothing() {
    Result result = pulmu("study", "init", "--data", temp + "/none", "--out", temp + "/out");

    assertThat(result.status()).isEqualTo(2);
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      trajectory | no study 'trajectory'; did you mean 'trajectories'?
      trajectories --seeds 0 | seeds wants a whole number of at least 1, came 0
      trajectories --backend x | no backend 'x'; known: auto, cuda, cpu, nd4j
      """)
  void whatCannotBeDoneIsRefused(String arguments, String message) {
    Result result = pulmu(("study " + arguments + " --out " + temp).split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains(message);
  }
}
