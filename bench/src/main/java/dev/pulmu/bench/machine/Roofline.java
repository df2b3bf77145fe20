package dev.pulmu.bench.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.bench.process.JavaProcess;
import dev.pulmu.bench.process.ProcessException;
import dev.pulmu.bench.process.Question;
import dev.pulmu.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that the processor can do (Williams, Waterman, Patterson 2009), measured in the same run
 * as the steps.
 *
 * @param gflops of a large product in single precision
 * @param gflopsBy what was measured, or why it could not be
 * @param gigabytesPerSecond of memory
 * @param bandwidthBy what was measured, or why it could not be
 * @param threads that were used for both
 */
public record Roofline(
    double gflops, String gflopsBy, double gigabytesPerSecond, String bandwidthBy, int threads) {

  /** Measures both, in processes of their own; what cannot be measured is NaN. */
  public static Roofline measure(int threads, Path folder) {
    JsonNode peak = ask(threads, folder, JavaProcess.own(threads, MatmulPeak.class));
    List<String> triad =
        new ArrayList<>(JavaProcess.own(threads, Triad.class, Integer.toString(threads)));
    triad.add(triad.indexOf("-cp"), "-Xmx600m");
    JsonNode bandwidth = ask(threads, folder, triad);
    return new Roofline(
        peak.path("gflops").asDouble(Double.NaN),
        peak.path("by").asText(),
        bandwidth.path("gigabytesPerSecond").asDouble(Double.NaN),
        bandwidth.path("by").asText(),
        threads);
  }

  private static JsonNode ask(int threads, Path folder, List<String> command) {
    try {
      return new Question(command, threads).ask(folder);
    } catch (ProcessException e) {
      return Json.object().put("by", "not measured: " + e.getMessage());
    }
  }
}
