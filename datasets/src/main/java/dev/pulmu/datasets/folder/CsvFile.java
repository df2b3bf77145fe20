package dev.pulmu.datasets.folder;

import dev.pulmu.datasets.csv.HeardStream;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Invisible;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * A table in a text file: a line of column names, then a line for each row, cells between commas. A
 * cell may be quoted ("a, b"), with a quote inside it doubled; blanks around a cell do not count.
 * Read once, from top to bottom.
 */
final class CsvFile implements AutoCloseable {
  private static final List<String> EMPTY = List.of("");

  private final Path path;
  private final InputStream in;
  private final Rows rows;
  private final CsvHeader header;

  /**
   * Opens a file and reads its header.
   *
   * @param listener hears how far the file is read
   * @throws DataException if there is no such file, or its first line does not name its columns
   */
  CsvFile(Path path, Lookup.Listener listener) {
    this.path = path;
    this.in = open(path, listener);
    this.rows = new Rows(path.toString());
    try {
      rows.initialize(new InputStreamInputSplit(in, path.toUri()));
      this.header = new CsvHeader(
          path,
          cells()
              .orElseThrow(() -> new DataException(path
                  + ": a first line with the names of the columns wanted, the file is empty")));
    } catch (IOException | InterruptedException e) {
      close();
      throw unreadable(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  CsvHeader header() {
    return header;
  }

  /**
   * The cells of the next row, one a column; absent after the last row, below which there may be
   * empty lines.
   *
   * @throws DataException if there are too few or too many, or the line cannot be read
   */
  Optional<List<String>> next() {
    Optional<List<String>> row = cells();
    if (row.filter(EMPTY::equals).isPresent()) {
      DataException inside = wrong("a row wanted, the line is empty; take it out");
      while (row.filter(EMPTY::equals).isPresent()) {
        row = cells();
      }
      if (row.isPresent()) {
        throw inside;
      }
    }
    row.filter(cells -> cells.size() != header.names().size()).ifPresent(cells -> {
      throw wrong(header.names().size() + " cells wanted, one a column, came " + cells.size()
          + "; put quotes around a cell that has a comma in it");
    });
    return row;
  }

  /** A finite number out of a cell of the row that came last. */
  float number(List<String> row, int column) {
    float value = number(row.get(column));
    if (Float.isFinite(value)) {
      return value;
    }
    throw wrong(
        column,
        "a finite number wanted, came " + came(row.get(column))
            + "; give a number, or take the row or the column out");
  }

  /** Whether a cell can be a feature. */
  static boolean isNumber(String text) {
    return Float.isFinite(number(text));
  }

  /** NaN where there are other characters, or digits, signs and points in an order that is none. */
  private static float number(String text) {
    boolean plain =
        !text.isEmpty() && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
    try {
      return plain ? Float.parseFloat(text) : Float.NaN;
    } catch (NumberFormatException noNumber) {
      return Float.NaN;
    }
  }

  /** A name out of a cell of the row that came last. */
  String name(List<String> row, int column) {
    String text = row.get(column);
    if (text.isEmpty()) {
      throw wrong(column, "a label wanted, came " + came(text) + "; give one, or take the row out");
    }
    return text;
  }

  /** What is wrong with a cell of the row that came last. */
  DataException wrong(int column, String what) {
    return wrong("column '" + header.names().get(column) + "': " + what);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static InputStream open(Path path, Lookup.Listener listener) {
    if (!Files.exists(path)) {
      throw new DataException(
          path + ": no such file; a table wants train.csv and test.csv in one directory");
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + ": a file wanted, this is "
          + (Files.isDirectory(path) ? "a directory" : "no regular file"));
    }
    try {
      InputStream in = new BufferedInputStream(new HeardStream(path, listener));
      in.mark(3);
      if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) { // UTF-8's mark
        in.reset();
      }
      return in;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private Optional<List<String>> cells() {
    try {
      return rows.hasNext()
          ? Optional.of(
              rows.next().stream().map(cell -> cell.toString().strip()).toList())
          : Optional.empty();
    } catch (IllegalStateException e) { // what DataVec's lines make of an IOException
      throw unreadable(e);
    }
  }

  private DataException wrong(String what) {
    return rows.wrong(what);
  }

  private DataException unreadable(Exception e) {
    return unreadable(path, e);
  }

  private static DataException unreadable(Path path, Exception e) {
    return new DataException(
        path + ": cannot be read: "
            + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()),
        e);
  }

  /** A cell as a message shows it. */
  static String came(String cell) {
    return cell.isEmpty() ? "an empty cell" : "'" + cell + "'" + Invisible.note(cell);
  }

  /**
   * DataVec's reader with a new parser for every line: the one that it has drops backslashes and
   * remembers, from line to line, whether it was in a cell.
   */
  private static final class Rows extends CSVRecordReader {
    private static final long serialVersionUID = 1;

    private final String file;

    Rows(String file) {
      this.file = file;
    }

    /** What is wrong with the line that came last. */
    DataException wrong(String what) {
      return new DataException(file + ", line " + lineIndex + ": " + what);
    }

    @Override
    protected List<Writable> parseLine(String line) {
      if (line.indexOf('\0') >= 0 || line.indexOf('\ufffd') >= 0) {
        throw wrong("text in UTF-8 wanted, other bytes came; save the table as UTF-8");
      }
      try {
        String[] cells = new SerializableCSVParser(
                ',', DEFAULT_QUOTE, SerializableCSVParser.NULL_CHARACTER)
            .parseLine(line);
        return List.<Writable>of(Arrays.stream(cells).map(Text::new).toArray(Writable[]::new));
      } catch (IOException e) {
        throw wrong("a quote begins that does not end in this line; write a quote inside a quoted"
            + " cell twice, and keep a cell in one line");
      }
    }
  }
}
