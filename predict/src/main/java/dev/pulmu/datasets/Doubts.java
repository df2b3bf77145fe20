package dev.pulmu.datasets;

import dev.pulmu.recipe.Invisible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds what a data set may hold but its maker seldom meant, such as a class without a row. The
 * command line prints the lines before it trains.
 */
public final class Doubts {
  /** Features are wanted near −1..1; this far away, steps of usual rates seldom lead anywhere. */
  private static final double FAR = 1e6;

  /**
   * A column whose rows all hold one number: from this size on a model with batch norm may be no
   * better than chance in the test.
   */
  private static final double LARGE = 100;

  private static final int NAMED = 3;

  private record Column(String name, Range range) {}

  private Doubts() {}

  /** A line for each kind of doubt about the training rows of a data set. */
  public static List<String> of(Dataset data) {
    List<String> lines = new ArrayList<>();
    if (data.targets() instanceof Targets.Labels labels) {
      classes(data, labels, lines);
      lookAlike(data.classNames(), lines);
    }
    List<Column> columns = new ArrayList<>();
    if (data.features() instanceof Features.Floats floats) {
      columns.addAll(columns(
          data.rows(Split.TRAIN),
          floats.values(),
          floats.columns(),
          column -> data.table()
              .map(table -> table.features().get(column))
              .orElse(Integer.toString(column + 1))));
      alike(columns, lines);
    }
    if (data.targets() instanceof Targets.Values values) {
      columns.addAll(columns(
          data.rows(Split.TRAIN),
          values.values(),
          values.columns(),
          column -> data.table()
              .map(table -> table.targets().names().get(column))
              .orElse("target " + (column + 1))));
    }
    far(columns, lines);
    return lines;
  }

  private static void classes(Dataset data, Targets.Labels labels, List<String> lines) {
    boolean[] seen = new boolean[labels.classes()];
    for (int row : data.rows(Split.TRAIN)) {
      seen[labels.values()[row]] = true;
    }
    List<String> missing = IntStream.range(0, seen.length)
        .filter(label -> !seen[label])
        .mapToObj(data.classNames()::get)
        .toList();
    if (!missing.isEmpty()) {
      lines.add(
          "class " + named(missing) + ": no row to train on, so that it cannot be learnt; give"
              + " rows of every class, or take it out");
    }
  }

  private static void lookAlike(List<String> names, List<String> lines) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String before = seen.putIfAbsent(Invisible.without(name).strip(), name);
      if (before != null) {
        String marked = Invisible.note(name).isEmpty() ? before : name;
        lines.add("two classes look like '" + before + "', one" + Invisible.note(marked)
            + "; take it out");
      }
    }
  }

  private static List<Column> columns(
      int[] rows, float[] values, int columns, IntFunction<String> name) {
    Range[] ranges = IntStream.range(0, columns).mapToObj(i -> new Range()).toArray(Range[]::new);
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        ranges[column].add(values[row * columns + column]);
      }
    }
    return IntStream.range(0, columns)
        .mapToObj(column -> new Column(name.apply(column), ranges[column]))
        .toList();
  }

  private static void alike(List<Column> features, List<String> lines) {
    List<String> alike = features.stream()
        .filter(column -> column.range.isLargeNumber() && !column.range.isFar())
        .map(Column::name)
        .toList();
    if (!alike.isEmpty()) {
      lines.add("column " + named(alike) + ": the same number in every row, and far from -1..1;"
          + " nothing is learnt from it, and others are learnt worse; take it out");
    }
  }

  private static void far(List<Column> columns, List<String> lines) {
    List<Column> far = columns.stream().filter(column -> column.range.isFar()).toList();
    if (far.isEmpty()) {
      return;
    }
    Range all = new Range();
    for (Column column : far) {
      all.add(column.range.least);
      all.add(column.range.most);
    }
    lines.add(String.format(
        Locale.ROOT,
        "column %s: numbers from %.3g to %.3g came; beyond 1e6 training seldom succeeds and 32-bit"
            + " floats lose digits; scale it to -1..1, or take it out",
        named(far.stream().map(Column::name).toList()),
        all.least,
        all.most));
  }

  private static String named(List<String> names) {
    String first = String.join(
        ", ", names.stream().limit(NAMED).map(name -> "'" + name + "'").toList());
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }

  private static final class Range {
    private float least = Float.POSITIVE_INFINITY;
    private float most = Float.NEGATIVE_INFINITY;

    void add(float value) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    boolean isLargeNumber() {
      return least == most && Math.abs(most) > LARGE;
    }

    boolean isFar() {
      return Math.max(Math.max(most, -least), (double) most - least) > FAR;
    }
  }
}
