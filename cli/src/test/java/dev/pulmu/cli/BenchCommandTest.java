package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.cli.lines.BenchLines;
import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.cli.terminal.LastLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  @TempDir
  private Path temp;

  @Test
  void aNetworkOfOnesOwnIsTimedAndWritten() throws Exception {
    Path json = temp.resolve("bench.json");

    Result result = bench(
        "--hidden",
        "5",
        "--batch",
        "20",
        "--seconds",
        "3",
        "--threads",
        "1",
        "--json",
        json.toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(result.out())
        .contains("custom      25-5 relu-10, batch 20, adam(rate=0.001); ")
        .contains("\ncpu       1 ")
        .doesNotContain("\r");
    JsonNode row = new ObjectMapper().readTree(json.toFile()).get("rows").get(0);
    assertThat(row.get("backend").asText()).isEqualTo("cpu");
    assertThat(row.get("microsPerStep").get("median").asDouble()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --workload E | no workload 'E'; known: A, A1024, B, C128, C1024, D1024, D8192
      --workload A --hidden 3 | a workload has its own network; leave out --workload, or --hidden
      --hidden 3 --backend nd4j,nd4j | each backend wants to be named once, came nd4j,nd4j
      --hidden 3 --backend x | no backend 'x'; known: auto, cuda, cpu, nd4j
      --hidden 3 --batch 601 | less than one batch of 601
      --hidden 3 --batch-norm --batch 1 | batch norm wants batches of at least 2 rows
      --seconds 1 | seconds wants 3..3600 (2 processes of 3 samples of 0.5 s at least), came 1
      --seconds x | 'x' is not a double
      --threads 0 | --threads wants 1..1024, came 0
      --threads 5000 | --threads wants 1..1024, came 5000
      --peers | peers are built in a checkout, by ./pulmu bench --peers
      --json no/such/file | --json wants a file in a directory that can be written to
      --json . | --json wants a file in a directory that can be written to, came '.'
      --precision tf32 | multiplies in fp32, asked was tf32
      """)
  void whatMakesNoSenseIsRefusedInOneLine(String arguments, String message) throws Exception {
    Result result = bench(arguments.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .startsWith("pulmu bench: ")
        .contains(message);
  }

  @Test
  void onATerminalALineSaysWhatIsMeasuredAndVanishes() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    long[] nanos = new long[1];
    Bar bar = new Bar(new PrintWriter(err), Bar.Reader.TERMINAL, () -> 80, () -> nanos[0]);
    try (BenchLines lines = new BenchLines(new PrintWriter(out), bar, Optional.empty())) {
      lines.doing("A, round 1 of 3: cpu, threads: 2");
      nanos[0] = 3_000_000_000L;
      bar.refresh();
      lines.table("cpu\n");
    }

    assertThat(out.toString()).isEqualTo("cpu\n");
    assertThat(err.toString())
        .contains("\rmeasuring A, round 1 of 3: cpu, threads: 2")
        .endsWith(LastLine.EMPTY);
  }

  private Result bench(String... arguments) throws Exception {
    Path data = CommandLineFixture.data(temp.resolve("data"));
    List<String> all = new ArrayList<>(List.of("bench", "--data", data.toString()));
    all.addAll(Arrays.asList(arguments));
    return pulmu(all.toArray(String[]::new));
  }
}
