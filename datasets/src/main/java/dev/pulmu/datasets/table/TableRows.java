package dev.pulmu.datasets.table;

import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Recipe;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table for a model, one at a time, so that a table may be of any length. Columns are
 * found by their names, whatever their order; ids and answers are given where they are there, all
 * other columns are not.
 */
public final class TableRows implements AutoCloseable {
  private final CsvReader reader;
  private final List<String> names = new ArrayList<>();
  private final boolean[] areNumbers;
  private final int[] places;

  private TableRows(CsvReader reader, Recipe recipe) {
    this.reader = reader;
    names.addAll(recipe.columns());
    List<String> there = TableFiles.names(reader);
    if (there.containsAll(names)) {
      recipe.ids().stream().filter(there::contains).forEach(names::add);
      recipe.targets().names().stream().filter(there::contains).forEach(names::add);
    }
    this.places = TableFiles.places(reader, names);
    this.areNumbers = new boolean[names.size()];
    for (int column = 0; column < recipe.encodings().size(); column++) {
      Encoding encoding = recipe.encodings().get(column);
      areNumbers[column] = encoding.kind() == Kind.NUMBER || encoding.kind() == Kind.BYTE;
    }
  }

  /**
   * Opens a file.
   *
   * @param recipe of the model
   * @param skipBadRows whether rows with too few or too many cells are counted and left out
   * @throws DataException naming the first column that the model wants and the file has not
   */
  public static TableRows open(
      Path file, Lookup.Listener listener, Recipe recipe, boolean skipBadRows) {
    return of(CsvReader.open(file, listener, recipe.columns(), skipBadRows), recipe);
  }

  /**
   * The same of a stream, such as standard input; a row is given as soon as it has come.
   *
   * @param name what messages call it
   */
  public static TableRows of(InputStream in, String name, Recipe recipe, boolean skipBadRows) {
    return of(CsvReader.of(in, name, recipe.columns(), skipBadRows), recipe);
  }

  /** The rows that a reader gives; it is closed with them, or if it lacks a column. */
  public static TableRows of(CsvReader reader, Recipe recipe) {
    try {
      return new TableRows(reader, recipe);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** The columns of a row: those that the model wants, then ids and answers that are there. */
  public List<String> names() {
    return names;
  }

  /**
   * Goes on to the next row.
   *
   * @return whether there is one
   * @throws DataException if it has too few cells or too many and such rows are not skipped
   */
  public boolean next() {
    return reader.next();
  }

  /** The row as {@link Recipe#encode} takes it: numbers as numbers, all others as texts. */
  public Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int column = 0; column < places.length; column++) {
      double value = areNumbers[column] ? reader.number(places[column]) : Double.NaN;
      row.put(
          names.get(column), Double.isNaN(value) ? reader.text(places[column]) : (Object) value);
    }
    return row;
  }

  /** The file, and the line that the row begins in, from 1, as messages say it. */
  public String place() {
    return reader.file() + ", line " + reader.line();
  }

  /** Rows that were left out. */
  public long skipped() {
    return reader.skipped();
  }

  @Override
  public void close() {
    reader.close();
  }
}
