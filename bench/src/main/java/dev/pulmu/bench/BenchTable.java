package dev.pulmu.bench;

import dev.pulmu.bench.BenchReport.Part;
import dev.pulmu.bench.Row.Result;
import dev.pulmu.bench.machine.Machine;
import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.task.Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Prints a benchmark's report as a table of at most 80 columns. */
final class BenchTable {
  private static final int COLUMNS = 80;
  private static final int INDENT = 12;

  /** A machine that has nothing else to do has less. */
  private static final double MOST_LOAD = 0.5;

  /** Percent of the processors' time; a host that serves others takes ten and more. */
  private static final double MOST_STOLEN = 2;

  private static final double GIB = 1L << 30;
  private static final String ROW = "%-12s%9s%9s%9s%10s%8s%7s%7s%8s";
  private static final String COMPARISON = "%-12s%9s%9s%9s%11s%14s%12s";
  private static final String NONE = "-";

  private BenchTable() {}

  /** The lines above the table: machine, data, method and roofline. */
  static String head(BenchReport report) {
    Machine machine = report.machine();
    StringBuilder text = new StringBuilder();
    paragraph(
        text,
        "machine",
        String.format(
            Locale.ROOT,
            "%s, %d cores%s, %.1f GiB of memory%s, %s",
            machine.cpu(),
            machine.cores(),
            clocks(machine),
            machine.memoryBytes() / GIB,
            load(machine),
            machine.system()));
    report.gpus().ifPresent(gpus -> paragraph(text, "gpu", gpus));
    paragraph(
        text,
        "versions",
        String.format(
            Locale.ROOT,
            "pulmu %s (commit %s), Java %s%s",
            machine.build().version(),
            machine.build().commit(),
            machine.java(),
            report.versions().entrySet().stream()
                .map(version -> ", " + version.getKey() + " " + version.getValue())
                .collect(Collectors.joining())));
    paragraph(text, "data", report.dataset() + ", " + report.datasetRows() + " rows");
    paragraph(text, "method", report.method());
    paragraph(text, "roofline", roofline(report.roofline()));
    return text.toString();
  }

  private static String clocks(Machine machine) {
    String now = machine.megahertz().isPresent()
        ? format(" at %.0f MHz", machine.megahertz().getAsDouble())
        : "";
    return machine.maximumMegahertz().isPresent()
        ? now + format(" (at most %.0f)", machine.maximumMegahertz().getAsDouble())
        : now;
  }

  private static String load(Machine machine) {
    if (machine.load().isEmpty()) {
      return "";
    }
    double load = machine.load().getAsDouble();
    return format(", load %.2f%s", load, load > MOST_LOAD ? " (busy: figures are too high)" : "");
  }

  private static String roofline(Roofline roofline) {
    return "matmul " + figure(roofline.gflops(), "%.1f GFLOP/s") + " (" + roofline.gflopsBy()
        + "), memory " + figure(roofline.gigabytesPerSecond(), "%.1f GB/s") + " ("
        + roofline.bandwidthBy() + "), threads: " + roofline.threads();
  }

  /** The table of one workload. */
  static String of(Part part, Roofline roofline) {
    StringBuilder text = new StringBuilder("\n");
    paragraph(
        text,
        part.workload(),
        String.format(
            Locale.ROOT,
            "%s; %s, optimizer %s a step",
            part.description(),
            scaled(part.work().flop(), "FLOP"),
            scaled(part.work().optimizerBytes(), "B")));
    line(
        text,
        ROW,
        "  threads",
        "µs/step",
        "25 %",
        "75 %",
        "samples/s",
        "GFLOP/s",
        "matmul",
        "memory",
        "start s");
    for (Row row : part.rows()) {
      row.result()
          .ifPresentOrElse(
              result -> numbers(text, row, result, part.work(), roofline),
              () -> paragraph(
                  text, row.name(), (row.missing() ? "not here: " : "failed: ") + row.reason()));
    }
    comparison(text, part.rows());
    stolen(text, part.rows());
    versions(text, part.rows());
    return text.toString();
  }

  private static void numbers(
      StringBuilder text, Row row, Result result, Work work, Roofline roofline) {
    line(
        text,
        ROW,
        format("%-9s%2d", row.name(), result.threads()),
        micros(result.microsPerStep().median()),
        micros(result.microsPerStep().p25()),
        micros(result.microsPerStep().p75()),
        format("%.0f", result.samplesPerSecond(work)),
        format("%.1f", result.gflops(work)),
        percent(row.percentOfPeak(work, roofline)),
        percent(row.percentOfBandwidth(work, roofline)),
        figure(result.firstStepSeconds(), "%.2f"));
  }

  private static void comparison(StringBuilder text, List<Row> rows) {
    List<Row> compared = rows.stream()
        .filter(
            row -> row.result().isPresent() && row.result().get().difference().isPresent())
        .toList();
    if (compared.isEmpty()) {
      return;
    }
    line(
        text,
        COMPARISON,
        "beside " + rows.get(0).name(),
        "times",
        "25 %",
        "75 %",
        "loss off",
        "threads: µs",
        "earlier µs");
    for (Row row : compared) {
      Result result = row.result().get();
      line(
          text,
          COMPARISON,
          row.name(),
          result.times().map(times -> format("%.2f", times.median())).orElse(NONE),
          result.times().map(times -> format("%.2f", times.p25())).orElse(NONE),
          result.times().map(times -> format("%.2f", times.p75())).orElse(NONE),
          figure(100 * result.difference().get().worst(), "%.2f %%"),
          others(result),
          row.published().isPresent() ? micros(row.published().getAsDouble()) : NONE);
      if (!result.difference().get().isSmall()) {
        paragraph(
            text,
            "",
            format(
                "%s computes something else: its loss curve is more than %.0f %% off, its time"
                    + " does not count",
                row.name(), 100 * CurveDifference.MOST));
      }
    }
  }

  /** Whose figures are too high, because the hardware worked for others too. */
  private static void stolen(StringBuilder text, List<Row> rows) {
    String stolen = rows.stream()
        .filter(row -> row.result().isPresent())
        .filter(row -> row.result().get().percentStolen() > MOST_STOLEN)
        .map(row -> format("%s %.0f %%", row.name(), row.result().get().percentStolen()))
        .collect(Collectors.joining(", "));
    if (!stolen.isEmpty()) {
      paragraph(
          text,
          "stolen",
          stolen + " of the processors' time, by other virtual machines: figures are too high");
    }
  }

  /** Of the peers; those of our backends are in the head. */
  private static void versions(StringBuilder text, List<Row> rows) {
    String versions = rows.stream()
        .filter(row -> !row.ours() && row.result().isPresent())
        .map(row -> row.name() + " " + row.result().get().version())
        .collect(Collectors.joining(", "));
    if (!versions.isEmpty()) {
      paragraph(text, "versions", versions);
    }
  }

  /** The thread counts that were not the best. */
  private static String others(Result result) {
    String others = result.trials().entrySet().stream()
        .filter(trial -> trial.getKey() != result.threads())
        .map((Map.Entry<Integer, Double> trial) -> trial.getKey() + ": " + micros(trial.getValue()))
        .collect(Collectors.joining(" "));
    return others.isEmpty() ? NONE : others;
  }

  private static String micros(double value) {
    return format(value < 100 ? "%.2f" : value < 10_000 ? "%.1f" : "%.0f", value);
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? format("%.1f%%", value.getAsDouble()) : NONE;
  }

  private static String figure(double value, String format) {
    return Double.isFinite(value) ? format(format, value) : NONE;
  }

  private static String scaled(double value, String unit) {
    if (value >= 1e9) {
      return format("%.2f G%s", value * 1e-9, unit);
    }
    return value >= 1e6
        ? format("%.2f M%s", value * 1e-6, unit)
        : format("%.2f k%s", value * 1e-3, unit);
  }

  /** A name, and words behind it in lines that fit. */
  private static void paragraph(StringBuilder text, String name, String words) {
    StringBuilder line = new StringBuilder(format("%-" + (INDENT - 1) + "s", name));
    for (String word : words.split("\\s+")) {
      if (line.length() + 1 + word.length() > COLUMNS && !line.toString().isBlank()) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(" ".repeat(INDENT - 1));
      }
      line.append(' ').append(word);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void line(StringBuilder text, String format, Object... cells) {
    text.append(format(format, cells).stripTrailing()).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
