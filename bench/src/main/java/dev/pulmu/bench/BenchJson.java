package dev.pulmu.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.bench.BenchReport.Part;
import dev.pulmu.bench.Row.Result;
import dev.pulmu.bench.machine.Machine;
import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.task.Work;

/** Writes a benchmark's report as JSON: its keys and their order stand here. */
final class BenchJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private BenchJson() {}

  static String of(BenchReport report) {
    ObjectNode json = JSON.createObjectNode();
    json.set("machine", machine(report));
    json.putObject("dataset").put("name", report.dataset()).put("rows", report.datasetRows());
    json.put("method", report.method());
    json.set("roofline", roofline(report.roofline()));
    ArrayNode rows = json.putArray("rows");
    report
        .parts()
        .forEach(part -> part.rows().forEach(row -> rows.add(row(part, row, report.roofline()))));
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and texts is always JSON", e);
    }
  }

  private static ObjectNode machine(BenchReport report) {
    Machine machine = report.machine();
    ObjectNode json = JSON.createObjectNode();
    json.put("cpu", machine.cpu()).put("cores", machine.cores());
    machine.megahertz().ifPresent(clock -> json.put("megahertz", clock));
    machine.maximumMegahertz().ifPresent(clock -> json.put("maximumMegahertz", clock));
    json.put("memoryBytes", machine.memoryBytes());
    machine.load().ifPresent(load -> json.put("load", load));
    json.put("system", machine.system()).put("java", machine.java());
    report.gpus().ifPresent(gpus -> json.put("gpus", gpus));
    json.put("commit", machine.build().commit());
    ObjectNode versions = json.putObject("versions");
    versions.put("pulmu", machine.build().version());
    report.versions().forEach(versions::put);
    return json;
  }

  private static ObjectNode roofline(Roofline roofline) {
    ObjectNode json = JSON.createObjectNode();
    putFinite(json, "gflops", roofline.gflops());
    json.put("gflopsBy", roofline.gflopsBy());
    putFinite(json, "gigabytesPerSecond", roofline.gigabytesPerSecond());
    return json.put("bandwidthBy", roofline.bandwidthBy()).put("threads", roofline.threads());
  }

  private static ObjectNode row(Part part, Row row, Roofline roofline) {
    Work work = part.work();
    ObjectNode json = JSON.createObjectNode();
    json.put("workload", part.workload()).put("backend", row.name()).put("peer", !row.ours());
    json.put("flopPerStep", work.flop()).put("optimizerBytesPerStep", work.optimizerBytes());
    row.published().ifPresent(micros -> json.put("earlierMicrosPerStep", micros));
    if (row.result().isEmpty()) {
      return json.put(row.missing() ? "missing" : "failed", row.reason());
    }
    Result result = row.result().get();
    json.put("version", result.version()).put("note", result.note());
    json.put("threads", result.threads());
    json.set("microsPerStep", quartiles(result.microsPerStep()));
    json.put("samplesPerSecond", result.samplesPerSecond(work));
    json.put("gflops", result.gflops(work));
    row.percentOfPeak(work, roofline).ifPresent(share -> json.put("percentOfPeak", share));
    row.percentOfBandwidth(work, roofline)
        .ifPresent(share -> json.put("percentOfBandwidth", share));
    putFinite(json, "firstStepSeconds", result.firstStepSeconds());
    putFinite(json, "finalLoss", result.finalLoss());
    putFinite(json, "percentStolen", result.percentStolen());
    result.difference().ifPresent(difference -> {
      putFinite(json, "worstLossDifference", difference.worst());
      json.put("sameCurve", difference.isSmall());
    });
    result.times().ifPresent(times -> json.set("timesOfFirst", quartiles(times)));
    json.set("microsPerStepByThreads", JSON.valueToTree(result.trials()));
    json.set("samples", JSON.valueToTree(result.samples()));
    json.set("losses", JSON.valueToTree(result.losses()));
    return json;
  }

  private static ObjectNode quartiles(Quartiles quartiles) {
    return JSON.createObjectNode()
        .put("median", quartiles.median())
        .put("p25", quartiles.p25())
        .put("p75", quartiles.p75());
  }

  /** JSON has no other numbers. */
  private static void putFinite(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, value);
    }
  }
}
