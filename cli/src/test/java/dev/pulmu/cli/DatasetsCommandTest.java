package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.data;
import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.cli.lines.FetchLines;
import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.cli.terminal.LastLine;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {
  @TempDir
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private long now;

  @Test
  void everyDataSetHasALineThatSaysWhetherItIsHere() {
    Result datasets = pulmu("datasets");

    assertThat(datasets.status()).isZero();
    assertThat(datasets.out().lines())
        .hasSize(6)
        .anyMatch(line -> line.matches("mnist .* (verified|WRONG|missing) +\\S+"))
        .anyMatch(line -> line.matches("fashion-mnist .* (verified|WRONG|missing) +\\S+"))
        .contains(
            "digits           60000   10000  built in  -",
            "csv                  -       -  yours     a table in --data FILE or DIR")
        .allMatch(line -> line.length() <= 80 || line.contains("mnist"));
  }

  @Test
  void parsedTablesAreListedAndCleared() throws IOException {
    Path tables = Lookup.usual().cache().resolve("tables"); // below target, as the POM says
    Path kept = tables.resolve("0".repeat(64) + ".table");
    Files.createDirectories(tables);
    Files.write(kept, new byte[100_000]);

    assertThat(pulmu("datasets").out())
        .containsPattern("\\d+ parsed tables, .* MB, in .*tables; --clear deletes them");
    assertThat(pulmu("datasets", "--clear").out()).startsWith("cleared: ");
    assertThat(kept).doesNotExist();
  }

  @Test
  void fetchHasHelpWithExamplesAndRefusesWhatHasNoFiles() {
    assertThat(pulmu("datasets", "fetch", "--help").out())
        .contains("  pulmu datasets fetch mnist")
        .matches(help -> help.lines().allMatch(line -> line.length() <= 80));

    Result digits = pulmu("datasets", "fetch", "digits");
    assertThat(digits.status()).isEqualTo(2);
    assertThat(digits.errorLines())
        .containsExactly(
            "pulmu datasets fetch: data set 'digits' is built in: there is nothing to fetch");
    assertThat(pulmu("datasets", "fetch", "mnsit").errorLines())
        .contains(
            "pulmu datasets fetch: no data set 'mnsit'; did you mean 'mnist'? Known: mnist, fashion-mnist, digits, csv, images");
  }

  @Test
  void withoutAWishOneLineSaysWhichDataSetItIsAndTheReportNamesIt() throws IOException {
    Path run = directory.resolve("run");

    Result trained =
        pulmu("train", "--offline", "--limit", "500", "--epochs", "1", "--out", run.toString());

    assertThat(trained.status()).isZero();
    assertThat(trained.out().lines().findFirst().orElseThrow())
        .matches("data set: (mnist from .*|the built-in digits, as mnist is not in .* or .* and"
            + " is not downloaded \\(offline\\))");
    JsonNode report = new ObjectMapper().readTree(run.resolve("report.json").toFile());
    assertThat(report.at("/dataset/name").textValue()).isIn("mnist", "digits");
    assertThat(report.at("/config/dataset")).isEqualTo(report.at("/dataset/name"));
    assertThat(pulmu("evaluate", run.toString(), "--offline").status()).isZero();
  }

  @Test
  void aDirectoryOfTheUsersIsMnistWithoutAWord() throws IOException {
    String data = data(directory.resolve("data")).toString();

    Result trained = pulmu(
        "train",
        "--data",
        data,
        "--epochs",
        "1",
        "--out",
        directory.resolve("run").toString());

    assertThat(trained.out()).startsWith("mnist: ");
  }

  @Test
  void throughAPipeADownloadIsOneLine() {
    try (FetchLines lines =
        new FetchLines(new PrintWriter(out), new Bar(new PrintWriter(err), Bar.Reader.LOG))) {
      lines.progress("a.gz", 10, 2_500_000);
      lines.progress("a.gz", 2_500_000, 2_500_000);
      lines.progress("b.gz", 10, -1);
      lines.note("done");
    }
    assertThat(err.toString().lines())
        .containsExactly("downloading a.gz of 2.5 MB", "downloading b.gz");
    assertThat(out.toString().lines()).containsExactly("done");
  }

  @Test
  void onATerminalABarCountsAndVanishes() {
    try (Bar bar = new Bar(new PrintWriter(err), Bar.Reader.TERMINAL, () -> 80, () -> now)) {
      FetchLines lines = new FetchLines(new PrintWriter(out), bar);
      now += 1_000_000_000;
      lines.progress("a.gz", 1_250_000, 2_500_000);
      bar.refresh();
      lines.reading("train.csv", 30_000_000, 300_000_000);
      bar.refresh();
    }
    assertThat(err.toString())
        .startsWith("\rdownloading a.gz [=====")
        .contains("] 1.3 of 2.5 MB")
        .contains("\rreading train.csv [====")
        .contains("] 30.0 of 300.0 MB")
        .endsWith(LastLine.EMPTY);
    assertThat(out.toString()).isEmpty();
  }
}
