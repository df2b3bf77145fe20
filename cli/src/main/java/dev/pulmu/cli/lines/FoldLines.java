package dev.pulmu.cli.lines;

import dev.pulmu.metrics.Regression;
import dev.pulmu.report.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Prints what cross-validation found, in one line a part and one line in all. */
public final class FoldLines {
  private FoldLines() {}

  /**
   * The result of one part.
   *
   * @param part from 0
   */
  public static String of(int part, int parts, RunReport report) {
    return String.format(
        Locale.ROOT,
        "fold %d/%d: %d epochs, %s",
        part + 1,
        parts,
        report.epochs().size(),
        TestLine.of(report.test().orElseThrow(), report.testMetrics()));
  }

  /**
   * Mean and deviation (of a sample, n − 1) over parts: of accuracy, of the root of squared errors
   * and of R², where every part has it, and of the loss.
   */
  public static String summary(List<RunReport> reports) {
    return "over " + reports.size() + " folds: "
        + over("accuracy", reports, report -> report.test().orElseThrow().accuracy())
        + over(
            "RMSE",
            reports,
            report -> errors(report)
                .map(errors -> OptionalDouble.of(errors.rootMeanSquaredError()))
                .orElse(OptionalDouble.empty()))
        + over(
            "R²",
            reports,
            report -> errors(report).map(Regression::r2).orElse(OptionalDouble.empty()))
        + "loss "
        + over(reports.stream()
            .mapToDouble(report -> report.test().orElseThrow().loss())
            .toArray());
  }

  private static Optional<Regression> errors(RunReport report) {
    return report
        .testMetrics()
        .flatMap(metrics -> metrics.match(
            classes -> Optional.empty(), questions -> Optional.empty(), Optional::of));
  }

  private static String over(
      String name, List<RunReport> reports, Function<RunReport, OptionalDouble> figure) {
    double[] values =
        reports.stream().map(figure).flatMapToDouble(OptionalDouble::stream).toArray();
    return values.length < reports.size() ? "" : name + " " + over(values) + ", ";
  }

  private static String over(double[] values) {
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return Figure.of(mean) + " ± " + Figure.of(deviation);
  }
}
