package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.bench.machine.Machine;
import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.task.Timing;
import dev.pulmu.bench.task.Work;
import dev.pulmu.json.Json;
import dev.pulmu.report.Build;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final Work WORK = new Work(100, 32_000_000, 954_120);
  private static final Roofline ROOFLINE =
      new Roofline(275, "2048³ by ND4J's CpuBackend", 20, "a = b + s·c in Java, 3 × 128 MiB", 2);

  private static Row row(String name, double micros, Optional<CurveDifference> difference) {
    Row.Result result = new Row.Result(
        "2.10.0",
        "eager",
        2,
        Map.of(1, 2 * micros, 2, micros),
        new Quartiles(micros, 0.9 * micros, 1.2 * micros),
        List.of(micros, 0.9 * micros),
        1.25,
        micros / 100,
        List.of(2.0, 0.5),
        difference,
        difference
            .filter(CurveDifference::isSmall)
            .map(small -> new Quartiles(micros / 200, 1, 4)));
    return new Row(
        name, !difference.isPresent(), "", false, Optional.of(result), Peers.published(name, "A"));
  }

  private static Row without(String name, boolean missing, boolean ours) {
    String reason = "status 1: Exception in thread \"main\" java.lang.UnsatisfiedLinkError: no"
        + " jnitorch in java.library.path: /usr/lib/x86_64-linux-gnu";
    return new Row(name, ours, reason, missing, Optional.empty(), OptionalDouble.empty());
  }

  private static BenchReport report(Row... rows) {
    Machine machine = new Machine(
        "Intel(R) Xeon(R) Processor with a name that takes more than one line",
        2,
        OptionalDouble.of(2000),
        OptionalDouble.of(3900),
        16L << 30,
        OptionalDouble.of(1.5),
        "Linux 6.1",
        "17.0.15+6 (Debian)",
        new Build("0.1.0", "e638df5d75aeee4be60c6c867ace940a89ab44fd-dirty"));
    BenchReport.Part part = new BenchReport.Part(
        "A", "784-100 relu-10, batch 100, sgd(rate=0.01)", WORK, List.of(rows));
    return new BenchReport(
        machine,
        Optional.of("NVIDIA H200, 345 MHz, 1980 MHz, 3201 MHz, 580.65.06"),
        Map.of("nd4j", "1.0.0-M2.1"),
        "mnist",
        60_000,
        Timing.of(5).text(),
        ROOFLINE,
        List.of(part));
  }

  private static final BenchReport REPORT = report(
      row("cpu", 200, Optional.empty()),
      row("libtorch", 610, Optional.of(new CurveDifference(0.004))),
      row("djl", 123_456, Optional.of(new CurveDifference(0.5))),
      without("dl4j", false, false),
      without("torch", true, false));

  @Test
  void theTableFitsEightyColumns() {
    String table = BenchTable.head(REPORT) + BenchTable.of(REPORT.parts().get(0), ROOFLINE);

    assertThat(table.lines()).allMatch(line -> line.length() <= 80);
    assertThat(table)
        .contains("matmul 275.0 GFLOP/s", "memory 20.0 GB/s", "1.50 (busy: ", "580.65.06")
        .contains("32.00 MFLOP, optimizer", "954.12 kB a step");
  }

  /** 32 MFLOP in 200 µs are 160 GFLOP/s, 58.2 % of 275; 954 kB are 4.8 GB/s, 23.9 % of 20. */
  @Test
  void eachRowHasItsFigures() {
    List<String> lines = BenchTable.of(REPORT.parts().get(0), ROOFLINE).lines().toList();

    assertThat(lines)
        .contains("cpu       2     200.0    180.0    240.0    500000   160.0  58.2%  23.9%    1.25")
        .contains(
            "beside cpu      times     25 %     75 %   loss off   threads: µs  earlier µs",
            "libtorch         3.05     1.00     4.00     0.40 %     1: 1220.0       610.0",
            "djl                 -        -        -    50.00 %     1: 246912      1312.0");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("dl4j        failed: status 1: Exception"))
        .anyMatch(line -> line.startsWith("torch       not here: "))
        .anyMatch(line -> line.contains("djl computes something else"))
        .anyMatch(line -> line.startsWith("stolen      libtorch 6 %, djl 1235 % of"))
        .endsWith("versions    libtorch 2.10.0, djl 2.10.0");
  }

  @Test
  void theJsonHasTheKeysThatOthersRead() throws Exception {
    JsonNode json = Json.read(REPORT.json().getBytes(StandardCharsets.UTF_8));
    JsonNode ours = json.get("rows").get(0);

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("machine", "dataset", "method", "roofline", "rows");
    assertThat(json.get("roofline").get("gflops").asDouble()).isEqualTo(275);
    assertThat(ours.fieldNames())
        .toIterable()
        .contains(
            "workload",
            "backend",
            "microsPerStep",
            "samplesPerSecond",
            "gflops",
            "percentOfPeak",
            "firstStepSeconds",
            "finalLoss",
            "optimizerBytesPerStep")
        .doesNotContain("timesOfFirst", "failed", "missing");
    assertThat(ours.get("microsPerStep").toString())
        .isEqualTo("{\"median\":200.0,\"p25\":180.0,\"p75\":240.0}");
    assertThat(ours.get("samplesPerSecond").asDouble()).isEqualTo(500_000);
    assertThat(ours.get("percentOfPeak").asDouble()).isBetween(58.1, 58.2);
    assertThat(ours.get("finalLoss").asDouble()).isEqualTo(1.25);
    JsonNode libtorch = json.get("rows").get(1);
    assertThat(libtorch.get("percentStolen").asDouble()).isEqualTo(6.1);
    assertThat(libtorch.get("peer").asBoolean()).isTrue();
    assertThat(libtorch.get("timesOfFirst").get("median").asDouble()).isEqualTo(3.05);
    assertThat(libtorch.get("microsPerStepByThreads").get("1").asDouble()).isEqualTo(1220);
    assertThat(json.get("rows").get(2).has("timesOfFirst")).isFalse();
    assertThat(json.get("rows").get(3).get("failed").asText()).contains("UnsatisfiedLinkError");
    assertThat(json.get("rows").get(4).has("missing")).isTrue();
  }

  @Test
  void onlyABackendOfOursThatFailsIsAFailure() {
    assertThat(REPORT.failed()).isFalse();
    assertThat(report(without("cpu", false, true)).failed()).isTrue();
  }

  /** Of a GPU's step, the host's peak says nothing. */
  @Test
  void whatWasNotMeasuredIsLeftOut() throws Exception {
    Roofline nothing =
        new Roofline(Double.NaN, "not measured: status 1", Double.NaN, "not measured", 2);
    Row cuda = row("cuda", 7, Optional.empty());

    assertThat(cuda.percentOfPeak(WORK, ROOFLINE)).isEmpty();
    assertThat(row("cpu", 7, Optional.empty()).percentOfPeak(WORK, nothing)).isEmpty();
    assertThat(row("cpu", 7, Optional.empty()).percentOfBandwidth(WORK, nothing))
        .isEmpty();
  }
}
