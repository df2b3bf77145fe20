package dev.pulmu.datasets.table;

import dev.pulmu.recipe.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows of a table as its files have them: typed columns, from which nothing is learnt yet.
 *
 * @param columns all that are used, targets and ids among them; all of the same length
 */
record Table(List<TypedColumn> columns) {
  Table {
    columns = List.copyOf(columns);
    for (TypedColumn column : columns) {
      if (column.cells().count() != columns.get(0).cells().count()) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "column '%s' wants %d rows, came %d",
            column.name(),
            columns.get(0).cells().count(),
            column.cells().count()));
      }
    }
  }

  /** A column and its cells. */
  record TypedColumn(String name, Kind kind, Cells cells) {}

  /** The cells of a column, one a row. */
  sealed interface Cells {
    int count();

    /** Those of some rows, in the given order. */
    Cells rows(int[] rows);
  }

  /** @param values NaN where one is missing */
  record Numbers(double[] values) implements Cells {
    @Override
    public int count() {
      return values.length;
    }

    @Override
    public Numbers rows(int[] rows) {
      return new Numbers(Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
    }

    @Override
    public String toString() {
      return values.length + " numbers";
    }
  }

  /**
   * @param codes places in {@code words}
   * @param words all different; the empty one stands where a word is missing
   */
  record Words(int[] codes, List<String> words) implements Cells {
    @Override
    public int count() {
      return codes.length;
    }

    @Override
    public Words rows(int[] rows) {
      return new Words(Arrays.stream(rows).map(row -> codes[row]).toArray(), words);
    }

    @Override
    public String toString() {
      return codes.length + " words of " + words.size();
    }
  }

  int rows() {
    return columns.get(0).cells().count();
  }

  Optional<TypedColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  Table rows(int[] rows) {
    return new Table(columns.stream()
        .map(column ->
            new TypedColumn(column.name(), column.kind(), column.cells().rows(rows)))
        .toList());
  }
}
