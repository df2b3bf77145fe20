package dev.pulmu.cli.lines;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints which classes were taken for which, as wide as a line can be.
 *
 * @param confusion {@code confusion[label][answer]} counts samples
 * @param classNames in the order of the labels
 */
public record ConfusionTable(long[][] confusion, List<String> classNames) {
  private static final int LONGEST_NAME = 11;
  private static final int MOST_MISTAKES = 10;

  private record Mistake(int label, int answer, long count) {}

  @Override
  public String toString() {
    return Arrays.deepToString(confusion) + " of " + classNames;
  }

  /**
   * A table if it fits, otherwise the most frequent mistakes; whole lines.
   *
   * @param columns that a line can have
   */
  public String text(int columns) {
    int cell = 1
        + IntStream.range(0, confusion.length)
            .mapToLong(label -> IntStream.range(0, confusion.length)
                .mapToLong(answer -> confusion[label][answer])
                .max()
                .orElse(0))
            .mapToInt(largest -> Long.toString(largest).length())
            .max()
            .orElse(1);
    int head = longest(label -> head(label).length());
    int left = Math.max("label".length(), longest(label -> name(label).length()));
    int width = Math.max(cell, head + 1);
    return left + confusion.length * width + " recall".length() <= columns
        ? table(left, width)
        : mistakes();
  }

  private String table(int left, int cell) {
    StringBuilder text = new StringBuilder();
    text.append(" ".repeat(left)).append("  answer\n");
    text.append(String.format(Locale.ROOT, "%-" + left + "s", "label"));
    IntStream.range(0, confusion.length)
        .forEach(answer -> text.append(String.format(Locale.ROOT, "%" + cell + "s", head(answer))));
    text.append(" recall\n");
    for (int label = 0; label < confusion.length; label++) {
      text.append(String.format(Locale.ROOT, "%-" + left + "s", name(label)));
      for (long count : confusion[label]) {
        text.append(String.format(Locale.ROOT, "%" + cell + "s", count == 0 ? "." : count));
      }
      text.append(String.format(Locale.ROOT, "%7s%n", recall(label)));
    }
    return text.toString();
  }

  private String mistakes() {
    List<Mistake> mistakes = IntStream.range(0, confusion.length)
        .boxed()
        .flatMap(label -> IntStream.range(0, confusion.length)
            .filter(answer -> answer != label && confusion[label][answer] > 0)
            .mapToObj(answer -> new Mistake(label, answer, confusion[label][answer])))
        .sorted((a, b) -> Long.compare(b.count, a.count))
        .limit(MOST_MISTAKES)
        .toList();
    return mistakes.stream()
        .map(mistake -> String.format(
            Locale.ROOT,
            "%8d × %s taken for %s%n",
            mistake.count,
            shortened(classNames.get(mistake.label)),
            shortened(classNames.get(mistake.answer))))
        .collect(Collectors.joining("", "most frequent mistakes\n", ""));
  }

  private int longest(IntUnaryOperator length) {
    return IntStream.range(0, confusion.length).map(length).max().orElse(1);
  }

  /**
   * The heading of a column: the class's name if that is a short number, otherwise the class's
   * index.
   */
  private String head(int label) {
    return areNumbers() ? classNames.get(label) : Integer.toString(label);
  }

  private String name(int label) {
    return areNumbers() ? head(label) : label + " " + shortened(classNames.get(label));
  }

  private boolean areNumbers() {
    return classNames.stream().allMatch(name -> name.matches("[0-9]{1,3}"));
  }

  private String recall(int label) {
    long samples = Arrays.stream(confusion[label]).sum();
    return samples == 0
        ? "-"
        : String.format(Locale.ROOT, "%.4f", (double) confusion[label][label] / samples);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
