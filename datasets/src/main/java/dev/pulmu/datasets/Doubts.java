package dev.pulmu.datasets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What is allowed in a data set but seldom meant, as lines for people. */
public final class Doubts {
  /** Features are wanted near −1..1; this far away, steps of usual rates seldom lead anywhere. */
  private static final double FAR = 1e6;

  private static final int NAMED = 3;

  private Doubts() {}

  /** A line for each kind of doubt about the training rows of a data set. */
  public static List<String> of(Dataset data) {
    List<String> lines = new ArrayList<>();
    if (data.targets() instanceof Targets.Labels labels) {
      classes(data, labels, lines);
      lookAlike(data.classNames(), lines);
    }
    List<String> far = new ArrayList<>();
    Range all = new Range();
    if (data.features() instanceof Features.Floats floats) {
      columns(
          data.rows(Split.TRAIN),
          floats.values(),
          floats.columns(),
          column -> data.table()
              .map(table -> table.features().get(column))
              .orElse(Integer.toString(column + 1)),
          far,
          all);
    }
    if (data.targets() instanceof Targets.Values values) {
      columns(
          data.rows(Split.TRAIN),
          values.values(),
          values.columns(),
          column -> data.table()
              .map(table -> table.targets().names().get(column))
              .orElse("target " + (column + 1)),
          far,
          all);
    }
    if (!far.isEmpty()) {
      lines.add(String.format(
          Locale.ROOT,
          "column %s: numbers from %.3g to %.3g came; beyond 1e6 training seldom succeeds and 32-bit"
              + " floats lose digits; scale it to -1..1, or take it out",
          named(far),
          all.least,
          all.most));
    }
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

  private static void columns(
      int[] rows,
      float[] values,
      int columns,
      IntFunction<String> name,
      List<String> far,
      Range all) {
    Range[] ranges = IntStream.range(0, columns).mapToObj(i -> new Range()).toArray(Range[]::new);
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        ranges[column].add(values[row * columns + column]);
      }
    }
    for (int column = 0; column < columns; column++) {
      if (ranges[column].isFar()) {
        far.add(name.apply(column));
        all.add(ranges[column].least);
        all.add(ranges[column].most);
      }
    }
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

    boolean isFar() {
      return Math.max(Math.max(most, -least), (double) most - least) > FAR;
    }
  }
}
