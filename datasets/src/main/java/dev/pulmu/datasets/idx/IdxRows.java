package dev.pulmu.datasets.idx;

import dev.pulmu.files.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The samples of one IDX file of images, some at a time. */
public final class IdxRows implements AutoCloseable {
  private final IdxFile file;
  private final InputStream in;
  private int taken;

  /**
   * Opens a file, plain or gzipped.
   *
   * @throws DataException if there is no such file, or it is no IDX file of images
   */
  public static IdxRows open(Path path) {
    IdxFile file = IdxFile.open(path, IdxFile.Kind.IMAGES);
    try {
      InputStream in = IdxFile.unzipped(path);
      in.skipNBytes(IdxFile.Kind.IMAGES.headerBytes());
      return new IdxRows(file, in);
    } catch (IOException e) {
      throw IdxFile.unreadable(path, e);
    }
  }

  private IdxRows(IdxFile file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Whether a file begins as all IDX files do, with two bytes of zero, which no text has.
   *
   * @throws DataException if there is no such file, or it cannot be read
   */
  public static boolean areIn(Path path) {
    try (InputStream in = IdxFile.unzipped(path)) {
      return in.read() == 0 && in.read() == 0;
    } catch (IOException e) {
      throw IdxFile.unreadable(path, e);
    }
  }

  /** Bytes of a sample. */
  public int columns() {
    return file.columns();
  }

  /**
   * The next samples, row after row.
   *
   * @param most how many, of at least 1
   * @return none at the end
   * @throws DataException if the file is damaged
   */
  public byte[] next(int most) {
    int count = Math.min(most, file.count() - taken);
    try {
      byte[] rows = in.readNBytes(count * file.columns());
      if (rows.length < count * file.columns()) {
        throw new EOFException();
      }
      taken += count;
      return rows;
    } catch (IOException e) {
      throw IdxFile.unreadable(file.path(), e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw IdxFile.unreadable(file.path(), e);
    }
  }
}
