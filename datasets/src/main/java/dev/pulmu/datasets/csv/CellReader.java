package dev.pulmu.datasets.csv;

import dev.pulmu.files.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into rows of cells, one row at a time, without an object for a cell. Lines end with
 * LF, CR LF or CR; a cell may be quoted, with each quote inside it doubled, and then may hold
 * separators and line ends; blanks around a cell do not count.
 */
final class CellReader {
  private static final int BUFFER = 1 << 18;

  /** More bytes than a row has; a quote that does not end would swallow the file. */
  private static final int LONGEST = 1 << 28;

  private static final int FIRST_CELLS = 64;

  private final InputStream in;
  private final String file;
  private final byte separator;
  private final boolean[] special = new boolean[256];
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** Behind the last byte there is always a line end, at which scans stop. */
  private byte[] buffer = new byte[BUFFER];

  private int limit;
  private boolean ended;

  /** Where the row begins; starts and ends of cells count from here. */
  private int base;

  private int next;
  private int[] starts = new int[FIRST_CELLS];
  private int[] ends = new int[FIRST_CELLS];
  private int cells;
  private boolean isAscii;
  private long line;
  private long nextLine = 1;

  CellReader(InputStream in, String file, byte separator) {
    this.in = in;
    this.file = file;
    this.separator = separator;
    Arrays.fill(special, 128, 256, true);
    for (int b : new int[] {separator, '\n', '\r', '"', 0}) {
      special[b] = true;
    }
    buffer[0] = '\n';
  }

  /** The line that the row begins in, from 1. */
  long line() {
    return line;
  }

  int cells() {
    return cells;
  }

  byte[] bytes() {
    return buffer;
  }

  /** Where a cell begins in {@link #bytes}, blanks left out. */
  int start(int cell) {
    return base + starts[cell];
  }

  int end(int cell) {
    return base + ends[cell];
  }

  String text(int cell) {
    return new String(buffer, start(cell), end(cell) - start(cell), StandardCharsets.UTF_8);
  }

  /** Whether no cell of the row holds anything. */
  boolean isEmpty() {
    for (int cell = 0; cell < cells; cell++) {
      if (starts[cell] < ends[cell]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Goes on to the next row.
   *
   * @return whether there is one
   * @throws DataException if its bytes are not UTF-8, or a quote does not end
   */
  boolean next() throws IOException {
    base = next;
    line = nextLine;
    cells = 0;
    isAscii = true;
    if (base == limit && !fill()) {
      return false;
    }
    int from = 0;
    int at = base;
    while (true) {
      at = scan(at);
      byte b = buffer[at];
      if (b == separator) {
        add(from, at - base);
        from = ++at - base;
      } else if (b == '\n' || b == '\r') {
        if (at == limit) {
          int offset = at - base;
          boolean more = fill();
          at = base + offset;
          if (more) {
            continue;
          }
        }
        add(from, at - base);
        endLine(at);
        checkUtf8();
        return true;
      } else if (b == '"' && isBlank(from, at - base)) {
        int end = quoted(at - base);
        at = base + end;
        from = end + 1;
        if (buffer[at] == separator && at < limit) {
          at++;
        } else {
          endLine(at);
          checkUtf8();
          return true;
        }
      } else {
        isAscii &= b > 0;
        if (b == 0) {
          throw notUtf8();
        }
        at++;
      }
    }
  }

  /** The next byte that is more than a part of a cell. */
  private int scan(int from) {
    byte[] bytes = buffer;
    boolean[] stops = special;
    int at = from;
    while (!stops[bytes[at] & 0xff]) {
      at++;
    }
    return at;
  }

  /** Adds the quoted cell that begins here, and returns where what ends it stands. */
  private int quoted(int quote) throws IOException {
    int read = quote + 1;
    int write = read;
    while (true) {
      if (base + read == limit && !fill()) {
        throw wrong("a quote begins in this row that does not end; write a quote inside a quoted"
            + " cell twice");
      }
      byte b = buffer[base + read++];
      if (b == '"') {
        if (base + read == limit) {
          fill();
        }
        if (base + read == limit || buffer[base + read] != '"') {
          break;
        }
        read++;
      } else if (b <= 0) {
        if (b == 0) {
          throw notUtf8();
        }
        isAscii = false;
      } else if (b == '\n') {
        nextLine++;
      }
      buffer[base + write++] = b;
    }
    add(quote + 1, write);
    while (base + read < limit || fill()) {
      byte b = buffer[base + read];
      if (b == separator || b == '\n' || b == '\r') {
        break;
      }
      if (b != ' ' && b != '\t') {
        throw wrong("a quote ends inside a cell; write a quote inside a quoted cell twice");
      }
      read++;
    }
    return read;
  }

  private void endLine(int at) throws IOException {
    nextLine++;
    int offset = at - base;
    if (at < limit && buffer[at] == '\r') {
      if (at + 1 == limit) {
        fill();
      }
      if (buffer[base + offset + 1] == '\n' && base + offset + 1 < limit) {
        offset++;
      }
    }
    next = Math.min(limit, base + offset + 1);
  }

  /** Blanks around it do not count. */
  private void add(int from, int to) {
    if (cells == starts.length) {
      starts = Arrays.copyOf(starts, 2 * cells);
      ends = Arrays.copyOf(ends, 2 * cells);
    }
    int start = from;
    int end = to;
    while (start < end && isBlank(buffer[base + start])) {
      start++;
    }
    while (start < end && isBlank(buffer[base + end - 1])) {
      end--;
    }
    starts[cells] = start;
    ends[cells++] = end;
  }

  private boolean isBlank(int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isBlank(buffer[base + at])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Brings more bytes behind those of this row; false at the end of the file. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (base > 0) {
      System.arraycopy(buffer, base, buffer, 0, limit - base);
      limit -= base;
      next = 0;
      base = 0;
    }
    if (limit >= buffer.length - 1) {
      if (buffer.length >= LONGEST) {
        throw wrong("a row of more than " + (LONGEST >> 20)
            + " MiB came; a quote in it that does not end may be why");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int came = in.read(buffer, limit, buffer.length - 1 - limit);
    ended = came < 0;
    limit += Math.max(0, came);
    buffer[limit] = '\n';
    return came > 0;
  }

  private void checkUtf8() {
    if (isAscii) {
      return;
    }
    for (int cell = 0; cell < cells; cell++) {
      int length = ends[cell] - starts[cell];
      CharBuffer chars = CharBuffer.allocate(length);
      decoder.reset();
      if (decoder
          .decode(ByteBuffer.wrap(buffer, start(cell), length), chars, true)
          .isError()) {
        throw notUtf8();
      }
    }
  }

  private DataException notUtf8() {
    return wrong("text in UTF-8 wanted, other bytes came; save the table as UTF-8");
  }

  DataException wrong(String what) {
    return new DataException(file + ", line " + line + ": " + what);
  }
}
