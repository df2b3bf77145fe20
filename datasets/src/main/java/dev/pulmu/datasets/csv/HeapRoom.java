package dev.pulmu.datasets.csv;

import dev.pulmu.files.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;

/** Says before a table is read whether the heap has room for it. */
public final class HeapRoom {
  /** A double in the table and a float as a feature. */
  private static final int BYTES = Double.BYTES + Float.BYTES;

  private static final double GIB = 1 << 30;

  private HeapRoom() {}

  /**
   * Estimates by the size of the files and the length of the first rows; packed files say nothing.
   *
   * @param reader of the first one
   * @throws DataException if there is no room
   */
  public static void estimate(Collection<Path> files, CsvReader reader, int columns) {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += file.toString().endsWith(".gz") ? 0 : Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    double rows = bytes / reader.bytesPerRow();
    double wanted = rows * columns * BYTES;
    long most = Runtime.getRuntime().maxMemory();
    if (wanted > most) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: about %.0f rows of %d columns want %.1f GiB of memory, %.1f are there; set"
              + " PULMU_JAVA_OPTS=-Xmx%.0fg",
          reader.file(),
          rows,
          columns,
          wanted / GIB,
          most / GIB,
          Math.ceil(1.5 * wanted / GIB)));
    }
  }

  /**
   * Rows, whose number wants to be that of an array.
   *
   * @throws DataException if it is more
   */
  public static int rows(Path file, long rows) {
    if (rows > Integer.MAX_VALUE - 8) {
      throw new DataException(file + ": " + rows + " rows, one table holds "
          + (Integer.MAX_VALUE - 8) + "; take fewer");
    }
    return (int) rows;
  }
}
