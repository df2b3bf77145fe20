package dev.pulmu.cli.lines;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
   * A table whose columns are headed by the classes' names if it fits, by their numbers if that
   * does, otherwise the most frequent mistakes; whole lines.
   *
   * @param columns that a line can have
   */
  public String text(int columns) {
    List<String> names = classNames.stream().map(ConfusionTable::shortened).toList();
    boolean tellApart = Set.copyOf(names).size() == names.size();
    boolean areNumbers = classNames.stream().allMatch(name -> name.matches("[0-9]{1,3}"));
    List<String> numbers =
        IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    List<String> numbered = IntStream.range(0, names.size())
        .mapToObj(label -> label + " " + names.get(label))
        .toList();
    return (tellApart ? table(names, names, columns) : Optional.<String>empty())
        .or(() -> areNumbers ? Optional.empty() : table(numbered, numbers, columns))
        .orElseGet(this::mistakes);
  }

  /** A table with these headings, if it fits. */
  private Optional<String> table(List<String> rows, List<String> heads, int columns) {
    int left = Math.max("label".length(), longest(rows.stream()));
    int cell = 1 + longest(Stream.concat(heads.stream(), counts()));
    return left + confusion.length * cell + " recall".length() <= columns
        ? Optional.of(table(rows, heads, left, cell))
        : Optional.empty();
  }

  private Stream<String> counts() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).mapToObj(Long::toString);
  }

  private String table(List<String> rows, List<String> heads, int left, int cell) {
    StringBuilder text = new StringBuilder();
    text.append(" ".repeat(left)).append("  answer\n");
    text.append(String.format(Locale.ROOT, "%-" + left + "s", "label"));
    heads.forEach(head -> text.append(String.format(Locale.ROOT, "%" + cell + "s", head)));
    text.append(" recall\n");
    for (int label = 0; label < confusion.length; label++) {
      text.append(String.format(Locale.ROOT, "%-" + left + "s", rows.get(label)));
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

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(1);
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
