package dev.pulmu.cli.lines;

import dev.pulmu.metrics.ClassFigures;
import dev.pulmu.metrics.Classification;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.metrics.Questions;
import dev.pulmu.metrics.Regression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints metrics in lines of at most 80 columns; what is not defined is a dash. */
public final class MetricsLines {
  private static final int LONGEST_NAME = 24;

  /** Of a question, beside which more figures stand. */
  private static final int LONGEST_QUESTION = 12;

  /** With more classes than these a table has those alone that went worst. */
  private static final int MOST_CLASSES = 40;

  private static final int WORST = 20;

  private MetricsLines() {}

  /** Whole lines. */
  public static String of(Optional<Metrics> metrics) {
    return metrics
        .map(of -> of.match(MetricsLines::text, MetricsLines::text, MetricsLines::text))
        .orElse("no metrics: there are more answers than are held at once\n");
  }

  private static String text(Classification metrics) {
    StringBuilder text = new StringBuilder();
    put(text, "log loss", metrics.logLoss());
    put(text, "calibration error", metrics.calibrationError());
    for (int k : metrics.severalK()) {
      put(text, "top " + k + " accuracy", OptionalDouble.of(metrics.topKAccuracy(k)));
    }
    if (text.length() > 0) {
      text.append('\n');
    }
    List<ClassFigures> classes = metrics.classes();
    if (classes.size() > MOST_CLASSES) {
      text.append("the ").append(WORST).append(" of ").append(classes.size());
      text.append(" classes with the smallest F1\n");
      classes = classes.stream()
          .sorted(Comparator.comparingDouble(each -> each.f1().orElse(2)))
          .limit(WORST)
          .toList();
    }
    List<List<String>> rows = rows(
        classes,
        each -> List.of(
            shortened(each.name(), LONGEST_NAME),
            Long.toString(each.samples()),
            share(each.precision()),
            share(each.recall()),
            share(each.f1()),
            share(each.rocAuc())));
    rows.add(List.of(
        classes.equals(metrics.classes()) ? "mean" : "mean of all",
        "",
        Figure.share(metrics.macroPrecision()),
        Figure.share(metrics.macroRecall()),
        Figure.share(metrics.macroF1()),
        share(metrics.macroRocAuc())));
    return text + table(List.of("class", "rows", "precision", "recall", "F1", "ROC AUC"), rows);
  }

  private static String text(Questions metrics) {
    List<List<String>> rows = rows(
        metrics.questions(),
        each -> List.of(
            shortened(each.yes().name(), LONGEST_QUESTION),
            Long.toString(each.yes().samples()),
            Figure.share(each.accuracy()),
            share(each.yes().precision()),
            share(each.yes().recall()),
            share(each.yes().f1()),
            share(each.yes().rocAuc()),
            Figure.of(each.logLoss())));
    rows.add(List.of(
        "mean",
        "",
        Figure.share(metrics.accuracy()),
        share(metrics.macroPrecision()),
        share(metrics.macroRecall()),
        share(metrics.macroF1()),
        share(metrics.macroRocAuc()),
        Figure.of(metrics.logLoss())));
    List<String> heads =
        List.of("question", "yes", "accuracy", "precision", "recall", "F1", "ROC AUC", "log loss");
    return table(heads, rows) + "calibration error " + Figure.share(metrics.calibrationError())
        + "\n";
  }

  private static String text(Regression metrics) {
    List<List<String>> rows = rows(
        metrics.targets(),
        each -> errors(
            shortened(each.name(), LONGEST_NAME),
            each.rootMeanSquaredError(),
            each.meanAbsoluteError(),
            each.medianAbsoluteError(),
            each.r2()));
    if (rows.size() > 1) {
      rows.add(errors(
          "mean",
          metrics.rootMeanSquaredError(),
          metrics.meanAbsoluteError(),
          metrics.medianAbsoluteError(),
          metrics.r2()));
    }
    return table(List.of("target", "RMSE", "MAE", "median error", "R²"), rows);
  }

  private static List<String> errors(
      String name, double root, double mean, double median, OptionalDouble r2) {
    return List.of(
        name,
        Figure.significant(root),
        Figure.significant(mean),
        Figure.significant(median),
        r2.isPresent() ? Figure.significant(r2.getAsDouble()) : "-");
  }

  private static void put(StringBuilder text, String what, OptionalDouble value) {
    if (value.isPresent()) {
      text.append(what).append(' ').append(Figure.share(value.getAsDouble())).append('\n');
    }
  }

  private static <T> List<List<String>> rows(List<T> of, Function<T, List<String>> row) {
    return of.stream().map(row).collect(Collectors.toCollection(ArrayList::new));
  }

  private static String share(OptionalDouble value) {
    return value.isPresent() ? Figure.share(value.getAsDouble()) : "-";
  }

  /** Names to the left, all others to the right, two spaces between columns. */
  private static String table(List<String> heads, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, heads);
    int[] widths = IntStream.range(0, heads.size())
        .map(column ->
            all.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow())
        .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      text.append(String.format(Locale.ROOT, "%-" + widths[0] + "s", row.get(0)));
      for (int column = 1; column < widths.length; column++) {
        text.append(String.format(Locale.ROOT, "%" + (widths[column] + 2) + "s", row.get(column)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String shortened(String name, int longest) {
    return name.length() <= longest ? name : name.substring(0, longest - 1) + "…";
  }
}
