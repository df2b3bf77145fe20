package dev.pulmu.datasets.table;

import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.table.ColumnLoad.Fit;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import java.util.List;

/** Takes the rows of files into memory, whose columns are known. */
final class TableLoad {
  /**
   * A column that is wanted.
   *
   * @param missing what becomes of a row in which it is
   */
  record Wanted(String name, Kind kind, ColumnLoad cells, boolean isTarget, Missing missing) {}

  private final List<Wanted> columns;
  private final int room;
  private final boolean skipBadRows;
  private int rows;
  private long bad;
  private long incomplete;

  /** @param room for how many rows the columns have room */
  TableLoad(List<Wanted> columns, int room, boolean skipBadRows) {
    this.columns = columns;
    this.room = room;
    this.skipBadRows = skipBadRows;
  }

  /**
   * Adds all rows of a file that fit.
   *
   * @param places where the file has the columns
   */
  void add(CsvReader reader, int[] places) {
    while (reader.next()) {
      if (rows == room) {
        throw reader.changed();
      }
      if (fits(reader, places)) {
        rows++;
      }
    }
    bad += reader.skipped();
  }

  private boolean fits(CsvReader reader, int[] places) {
    boolean lacksSome = false;
    for (int i = 0; i < places.length; i++) {
      Wanted column = columns.get(i);
      Fit fit = column.cells().take(reader, places[i], rows);
      if (fit == Fit.FITS) {
        continue;
      }
      boolean isFeature = !column.isTarget() && column.kind() != Kind.BYTE;
      if (fit == Fit.MISSING && isFeature && column.missing() != Missing.REFUSE) {
        lacksSome |= column.missing() == Missing.SKIP;
        continue;
      }
      if (!skipBadRows) {
        throw reader.wrong(
            places[i], column.name(), column.cells().wanted(), advice(fit, isFeature));
      }
      bad++;
      return false;
    }
    incomplete += lacksSome ? 1 : 0;
    return !lacksSome;
  }

  private static String advice(Fit fit, boolean isFeature) {
    return fit == Fit.MISSING && isFeature
        ? "give one, or pass --missing mean or --missing skip"
        : "mend the cell, or pass --bad-rows skip";
  }

  int rows() {
    return rows;
  }

  /** Rows that were left out since they did not fit. */
  long bad() {
    return bad;
  }

  /** Rows that were left out since a number was missing in them. */
  long incomplete() {
    return incomplete;
  }

  Table table() {
    return new Table(columns.stream()
        .map(column ->
            new TypedColumn(column.name(), column.kind(), column.cells().cells(rows)))
        .toList());
  }
}
