package dev.pulmu.datasets.csv;

import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Cells;
import dev.pulmu.recipe.Invisible;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * The rows of a table in a text file, read once from top to bottom; its dialect is found from its
 * first bytes. Empty lines at its end are none of its rows, one empty cell behind the last column
 * does not count.
 */
public final class CsvReader implements AutoCloseable {
  private static final int SAMPLE = 1 << 20;
  private static final int GZIP_BUFFER = 1 << 16;

  private final String file;
  private final InputStream in;
  private final Dialect dialect;
  private final boolean skipsBadRows;
  private final CellReader cells;
  private final List<String> names;
  private final double bytesPerRow;
  private boolean isKept;
  private long skipped;

  /**
   * Opens a file; one whose name ends in {@code .gz} is unpacked as it is read.
   *
   * @param listener hears how far the file is read
   * @param wanted names of columns that are known, by which a line of names is recognised
   * @param skipsBadRows whether rows with too few or too many cells are counted and left out
   * @throws DataException if there is no such file, or its first line makes no sense
   */
  public static CsvReader open(
      Path path, Lookup.Listener listener, Collection<String> wanted, boolean skipsBadRows) {
    if (!Files.exists(path)) {
      throw new DataException(path + ": no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + ": a file wanted, this is "
          + (Files.isDirectory(path) ? "a directory" : "no regular file"));
    }
    InputStream in = null;
    try {
      in = new HeardStream(path, listener);
      boolean packed = path.getFileName().toString().endsWith(".gz");
      return new CsvReader(
          path.toString(),
          packed ? new GZIPInputStream(in, GZIP_BUFFER) : in,
          wanted,
          skipsBadRows);
    } catch (IOException e) {
      close(in);
      throw unreadable(path.toString(), e);
    } catch (RuntimeException e) {
      close(in);
      throw e;
    }
  }

  /** The same of a stream, such as standard input, which messages call {@code name}. */
  public static CsvReader of(
      InputStream in, String name, Collection<String> wanted, boolean skipsBadRows) {
    try {
      return new CsvReader(name, in, wanted, skipsBadRows);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private CsvReader(String file, InputStream in, Collection<String> wanted, boolean skipsBadRows)
      throws IOException {
    this.file = file;
    this.in = in;
    this.skipsBadRows = skipsBadRows;
    byte[] sample = new byte[SAMPLE];
    boolean ended = false;
    int length = 0;
    while (!ended && length < SAMPLE && (in.available() > 0 || lines(sample, length) == 0)) {
      int came = in.read(sample, length, SAMPLE - length);
      ended = came < 0;
      length += Math.max(0, came);
    }
    int from = length >= 3
            && sample[0] == (byte) 0xef
            && sample[1] == (byte) 0xbb
            && sample[2] == (byte) 0xbf
        ? 3
        : 0;
    if (Sniffer.isUtf16(sample)) {
      throw new DataException(
          file + ", line 1: text in UTF-8 wanted, UTF-16 came; save the table as UTF-8");
    }
    boolean isWhole = ended || length > 0 && sample[length - 1] == '\n';
    byte[] plain = Arrays.copyOfRange(sample, from, length);
    this.bytesPerRow = (double) length / Math.max(1, lines(sample, length));
    this.dialect = new Sniffer(file, plain, isWhole, wanted).dialect();
    this.cells = new CellReader(
        new SequenceInputStream(new ByteArrayInputStream(plain), in), file, dialect.separator());
    cells.next();
    if (dialect.announced()) {
      cells.next();
    }
    while (cells.isEmpty()) {
      cells.next();
    }
    List<String> first = IntStream.range(0, cells.cells()).mapToObj(cells::text).toList();
    this.names = dialect.header() ? header(first) : count(first);
    this.isKept = !dialect.header();
  }

  private static int lines(byte[] bytes, int length) {
    int lines = 0;
    for (int at = 0; at < length; at++) {
      lines += bytes[at] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private List<String> header(List<String> first) {
    int last = first.size() - 1;
    return last > 0 && first.get(last).isEmpty() ? first.subList(0, last) : first;
  }

  private static List<String> count(List<String> first) {
    return IntStream.rangeClosed(1, first.size()).mapToObj(i -> "c" + i).toList();
  }

  public String file() {
    return file;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** How many bytes a row has, on average over the first ones. */
  public double bytesPerRow() {
    return bytesPerRow;
  }

  /** As the first line has them, else c1, c2, …. */
  public List<String> names() {
    return names;
  }

  /** The line that the row begins in, from 1. */
  public long line() {
    return cells.line();
  }

  /** Rows that were left out since they had too few or too many cells. */
  public long skipped() {
    return skipped;
  }

  /**
   * Goes on to the next row.
   *
   * @return whether there is one
   * @throws DataException if it has too few cells or too many and such rows are not skipped, or is
   *     no text
   */
  public boolean next() {
    try {
      boolean wasKept = isKept;
      isKept = false;
      long empty = 0;
      while (wasKept || cells.next()) {
        wasKept = false;
        if (cells.isEmpty()) {
          empty = empty == 0 && names.size() > 1 ? cells.line() : empty;
          continue;
        }
        if (empty > 0) {
          bad(empty, "a row wanted, the line is empty; take it out");
          empty = 0;
        }
        if (isComplete()) {
          return true;
        }
        bad(
            cells.line(),
            names.size() + " cells wanted, one a column, came " + cells.cells()
                + "; put quotes around a cell that has a separator in it");
      }
      return false;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private boolean isComplete() {
    int width = names.size();
    return cells.cells() == width
        || cells.cells() == width + 1 && cells.start(width) == cells.end(width);
  }

  private void bad(long line, String what) {
    if (!skipsBadRows) {
      throw new DataException(file + ", line " + line + ": " + what + ", or pass --bad-rows skip");
    }
    skipped++;
  }

  /** The number in a cell; NaN where there is none, or none that is finite. */
  public double number(int column) {
    double value =
        Decimals.parse(cells.bytes(), cells.start(column), cells.end(column), dialect.point());
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** Whether a cell says that there is no number, see {@link Cells#isMissing}. */
  public boolean isMissing(int column) {
    int length = cells.end(column) - cells.start(column);
    return length == 0 || length <= 4 && Cells.isMissing(text(column));
  }

  public boolean isEmpty(int column) {
    return cells.start(column) == cells.end(column);
  }

  public String text(int column) {
    return cells.text(column).strip();
  }

  /** The code of the word in a cell. */
  public int code(int column, WordList words) {
    return words.code(cells.bytes(), cells.start(column), cells.end(column));
  }

  /**
   * What is wrong with a cell of the row that came last.
   *
   * @param name what the column is called
   */
  public DataException wrong(int column, String name, String wanted, String advice) {
    String text = text(column);
    String came = text.isEmpty() ? "an empty cell" : "'" + text + "'" + Invisible.note(text);
    return cells.wrong(
        "column '" + name + "': " + wanted + " wanted, came " + came + "; " + advice);
  }

  /** What to say where a second reading finds more rows than the first one. */
  public DataException changed() {
    return new DataException(file + ": it changed while it was read; try again");
  }

  @Override
  public void close() {
    close(in);
  }

  private static void close(InputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      throw new DataException("a table cannot be closed: " + AtomicFile.reason(e), e);
    }
  }

  private static DataException unreadable(String file, IOException e) {
    return new DataException(file + ": cannot be read: " + AtomicFile.reason(e), e);
  }
}
