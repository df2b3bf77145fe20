package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which rows are held back, by new runs and by those that were stored before there was a choice.
 */
class ValidationRowsTest {
  @TempDir
  private Path directory;

  private String data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = CommandLineFixture.data(directory.resolve("data")).toString();
    out = directory.resolve("out");
  }

  @Test
  void aRunSaysThatItsRowsAreStratified() throws IOException {
    run("train");

    assertThat(report().at("/config/validation-rows").textValue()).isEqualTo("stratified");
  }

  @Test
  void aReportOfAnOlderVersionReplaysToItsBits() throws IOException {
    run("train", "--validation-rows", "random");
    forget(out.resolve("report.json"), "\\s*\"validation-rows\" : \"random\",");

    Result result = pulmu("replay", out.toString(), "--data", data);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains(": as in the report");
  }

  @Test
  void withoutTheWordAReportOfStratifiedRowsWouldNot() throws IOException {
    run("train");
    forget(out.resolve("report.json"), "\\s*\"validation-rows\" : \"stratified\",");

    assertThat(pulmu("replay", out.toString(), "--data", data).out()).contains(": not the same");
  }

  @Test
  void settingsOfAnOlderVersionStartOverWithTheirOwnRows() throws IOException {
    run("train", "--validation-rows", "random");
    JsonNode before = report();
    forget(out.resolve("settings.txt"), "validation-rows = random\n");
    try (var files = Files.walk(out.resolve("checkpoints"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    for (String step : CommandLineFixture.tree(out.resolve("checkpoints"))) {
      Files.delete(out.resolve("checkpoints").resolve(step));
    }

    Result result = pulmu("train", "--resume", out.toString(), "--data", data);

    assertThat(result.out()).contains("starting over");
    assertThat(report().get("weightsSha256")).isEqualTo(before.get("weightsSha256"));
    assertThat(report().at("/config/validation-rows").textValue()).isEqualTo("random");
  }

  @Test
  void aSearchOfAnOlderVersionGoesOnWithItsOwnRows() throws IOException {
    String[] trials = {"--range", "rate=0.001..0.01", "--trials", "2", "--validation-rows", "random"
    };
    assertThat(run("search", trials).err()).isEmpty();
    String best = rankingLine(out.resolve("search.json"));
    Path journal = out.resolve("search.jsonl");
    forget(journal, "\"validation-rows\":\"random\",");
    Files.writeString(journal, Files.readString(journal).lines().findFirst().orElseThrow() + "\n");

    Result result = pulmu("search", "--resume", out.toString(), "--data", data);

    assertThat(result.err()).isEmpty();
    assertThat(rankingLine(out.resolve("search.json"))).isEqualTo(best);
  }

  @Test
  void aClassWithoutARowToTrainOnIsTold() throws IOException {
    Result result = run("train", "--limit", "4", "--validation", "0");

    assertThat(result.status()).isZero();
    assertThat(result.errorLines())
        .first()
        .asString()
        .matches("pulmu train: class ('\\d', ){2}'\\d' and \\d more: no row to train on, so that it"
            + " cannot be learnt; give rows of every class, or take it out");
  }

  @Test
  void aColumnOfIdsIsTold() throws IOException {
    Path table = Files.createDirectory(directory.resolve("table"));
    StringBuilder rows = new StringBuilder("id,a,kind\n");
    for (int row = 0; row < 20; row++) {
      rows.append(12345678901L + row)
          .append(',')
          .append(row % 5)
          .append(row % 2 == 0 ? ",x\n" : ",y\n");
    }
    Files.writeString(table.resolve("train.csv"), rows);
    Files.writeString(table.resolve("test.csv"), rows);

    Result result = pulmu(
        "train",
        "--dataset",
        "csv",
        "--data",
        table.toString(),
        "--targets",
        "labels(kind)",
        "--recipe",
        "none",
        "--epochs",
        "1",
        "--out",
        out.toString());

    assertThat(result.status()).isZero();
    assertThat(result.errorLines())
        .first()
        .isEqualTo("pulmu train: column 'id': numbers from 1.23e+10 to 1.23e+10 came; beyond"
            + " 1e6 training seldom succeeds and 32-bit floats lose digits; scale it to"
            + " -1..1, or take it out");
  }

  private static String rankingLine(Path result) throws IOException {
    return new ObjectMapper().readTree(result.toFile()).get("ranking").toString();
  }

  private static void forget(Path file, String what) throws IOException {
    String text = Files.readString(file);
    assertThat(text.replaceFirst(what, "")).isNotEqualTo(text);
    Files.writeString(file, text.replaceFirst(what, ""));
  }

  private Result run(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(
        command, "--data", data, "--out", out.toString(), "--hidden", "8", "--epochs", "2"));
    arguments.addAll(List.of(options));
    return pulmu(arguments.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }
}
