package dev.pulmu.bench;

import dev.pulmu.bench.machine.Machine;
import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.task.Work;
import dev.pulmu.files.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a benchmark: what was measured, and on which machine.
 *
 * @param machine the host
 * @param gpus names and clocks of the GPUs, if a driver tells them
 * @param versions of the libraries that our backends use, by name
 * @param dataset its name
 * @param datasetRows how many rows steps are taken of
 * @param method how many processes and samples were measured
 * @param roofline what the host can do at most
 * @param parts one for each workload
 */
public record BenchReport(
    Machine machine,
    Optional<String> gpus,
    Map<String, String> versions,
    String dataset,
    int datasetRows,
    String method,
    Roofline roofline,
    List<Part> parts) {
  /**
   * One workload.
   *
   * @param workload its name
   * @param description its network, batch and optimizer, for people
   * @param work what a step has to do
   * @param rows one for each participant; the first is what the others are compared with
   */
  public record Part(String workload, String description, Work work, List<Row> rows) {}

  BenchReport with(List<Part> measured) {
    return new BenchReport(
        machine, gpus, versions, dataset, datasetRows, method, roofline, List.copyOf(measured));
  }

  /** Whether one of our backends did not measure something. */
  public boolean failed() {
    return parts.stream()
        .flatMap(part -> part.rows().stream())
        .anyMatch(row -> row.ours() && row.result().isEmpty());
  }

  /** The report as JSON; what could not be measured has no key. */
  public String json() {
    return BenchJson.of(this);
  }

  /** Writes the JSON to a file, which appears when it is complete. */
  public void write(Path file) {
    AtomicFile.write(file, out -> out.write(json().getBytes(StandardCharsets.UTF_8)));
  }
}
