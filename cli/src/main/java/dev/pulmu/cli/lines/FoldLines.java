package dev.pulmu.cli.lines;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.network.Loss;
import dev.pulmu.report.RunReport;
import java.util.List;
import java.util.Locale;
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
  public static String of(int part, int parts, RunReport report, Loss loss) {
    return String.format(
        Locale.ROOT,
        "fold %d/%d: %d epochs, %s",
        part + 1,
        parts,
        report.epochs().size(),
        TestLine.of(report.test().orElseThrow(), loss));
  }

  /** Mean and deviation (of a sample, n − 1) over parts: of the accuracy, if there is one. */
  public static String summary(List<RunReport> reports) {
    List<Evaluation> tests =
        reports.stream().map(report -> report.test().orElseThrow()).toList();
    String accuracy = tests.get(0).accuracy().isPresent()
        ? "accuracy " + over(tests, Evaluation::accuracy) + ", "
        : "";
    return "over " + reports.size() + " folds: " + accuracy + "loss "
        + over(tests, test -> OptionalDouble.of(test.loss()));
  }

  private static String over(List<Evaluation> tests, Function<Evaluation, OptionalDouble> figure) {
    double[] values =
        tests.stream().mapToDouble(test -> figure.apply(test).orElseThrow()).toArray();
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return Figure.of(mean) + " ± " + Figure.of(deviation);
  }
}
