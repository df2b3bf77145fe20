package dev.pulmu.datasets.idx;

import dev.pulmu.datasets.Features;
import dev.pulmu.files.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * One IDX file, plain or gzipped, whose header has been read and checked. The format: a big-endian
 * magic number (0, 0, type, number of dimensions), one 32-bit length a dimension, then the numbers.
 * These are unsigned bytes; labels may be 32-bit integers too, also several a sample, the class
 * first, as QMNIST has them.
 *
 * @param count samples in the file
 * @param columns bytes of one sample
 */
public record IdxFile(Path path, Kind kind, int count, int columns) {
  private static final int BUFFER = 1 << 16;

  /**
   * Deflate turns one compressed byte into at most this many (zlib's own figure), so a small file
   * cannot claim much.
   */
  private static final int LARGEST_GZIP_RATIO = 1032;

  enum Kind {
    IMAGES(0x803, 3, Byte.BYTES),
    LABELS(0x801, 1, Byte.BYTES),
    WIDE_LABELS(0xc01, 1, Integer.BYTES),
    LABELS_FIRST(0xc02, 2, Integer.BYTES);

    private final int magic;
    private final int dimensions;
    private final int bytes;

    Kind(int magic, int dimensions, int bytes) {
      this.magic = magic;
      this.dimensions = dimensions;
      this.bytes = bytes;
    }

    int headerBytes() {
      return 4 + 4 * dimensions;
    }

    private String description() {
      return String.format(Locale.ROOT, "0x%08x (IDX %s)", magic, name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Reads and checks the header of a file.
   *
   * @param kind images, or labels of any form
   * @throws DataException if there is no such file, its header is wrong, or it cannot hold what its
   *     header claims
   */
  static IdxFile open(Path path, Kind kind) {
    try (InputStream in = unzipped(path)) {
      return header(in, path, kind);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Bytes that follow the header. */
  int length() {
    return count * columns;
  }

  /**
   * Reads the bytes of all samples.
   *
   * @param into where they go, {@link #length()} of them from {@code offset} on
   * @throws DataException if the file is damaged, has other than {@link #length()} bytes, or was
   *     exchanged since it was opened
   */
  void read(byte[] into, int offset) {
    try (InputStream in = unzipped(path)) {
      if (!header(in, path, kind).equals(this)) {
        throw new DataException(path
            + ": its header changed while it was being read; try again when nothing writes to it");
      }
      int came = in.readNBytes(into, offset, length());
      if (came < length()) {
        throw wrongLength(came + " (it is cut)");
      }
      if (in.read() >= 0 || in instanceof Gunzip gunzip && gunzip.goesOn()) {
        throw wrongLength("more");
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Reads the label of each sample.
   *
   * @throws DataException as {@link #read(byte[], int)} does
   */
  int[] labels() {
    byte[] bytes = new byte[length()];
    read(bytes, 0);
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    int[] labels = new int[count];
    for (int sample = 0; sample < count; sample++) {
      int at = sample * columns;
      labels[sample] = kind.bytes == Byte.BYTES ? bytes[at] & 0xFF : numbers.getInt(at);
    }
    return labels;
  }

  /** The bytes of a file, unzipped where it is gzipped. */
  public static InputStream unzipped(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new DataException(path + ": no such file; an IDX file was wanted");
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + ": an IDX file was wanted, this is "
          + (Files.isDirectory(path) ? "a directory" : "no regular file"));
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      return isGzip(in) ? new Gunzip(in, BUFFER) : in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static IdxFile header(InputStream in, Path path, Kind wanted) throws IOException {
    byte[] magic = in.readNBytes(Integer.BYTES);
    Kind kind =
        magic.length < Integer.BYTES ? wanted : kind(ByteBuffer.wrap(magic).getInt(), path, wanted);
    byte[] lengths = in.readNBytes(kind.headerBytes() - magic.length);
    if (magic.length + lengths.length < kind.headerBytes()) {
      throw new DataException(path + ": " + kind.headerBytes() + " bytes of header wanted, "
          + (magic.length + lengths.length) + " came; get the file again");
    }
    ByteBuffer header = ByteBuffer.wrap(lengths);
    int count = header.getInt();
    long rows = kind.dimensions > 1 ? header.getInt() : 1;
    long width = kind.dimensions > 2 ? header.getInt() : 1;
    boolean absurd =
        count < 1 || rows < 1 || width < 1 || rows * width > Features.LARGEST / kind.bytes;
    if (absurd || count * (rows * width * kind.bytes) > Features.LARGEST) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: dimensions of 1.. and at most %d bytes wanted, its header claims %d × %d × %d; get the file again",
          path,
          Features.LARGEST,
          count & 0xFFFFFFFFL,
          rows & 0xFFFFFFFFL,
          width & 0xFFFFFFFFL));
    }
    IdxFile file = new IdxFile(path, kind, count, (int) (rows * width * kind.bytes));
    file.requireRoom(in instanceof GZIPInputStream);
    return file;
  }

  private static Kind kind(int magic, Path path, Kind wanted) {
    for (Kind kind : Kind.values()) {
      if (magic == kind.magic && (kind == Kind.IMAGES) == (wanted == Kind.IMAGES)) {
        return kind;
      }
    }
    Optional<String> type = type(magic);
    String advice = type.isPresent()
        ? "write it as unsigned bytes in " + dimensions(wanted.dimensions)
        : "is this an IDX file of unsigned bytes?";
    String came = String.format(Locale.ROOT, "0x%08x", magic)
        + type.map(t -> " (IDX of " + t + ")").orElse("");
    for (Kind other : List.of(Kind.IMAGES, Kind.LABELS)) {
      if (magic == other.magic) {
        came = other.description();
        advice = "are the images and the labels swapped?";
      }
    }
    throw new DataException(path + ": " + wanted.description() + " wanted as its first four bytes, "
        + came + " came; " + advice);
  }

  /** What numbers a magic number announces, in words; absent if it is none of IDX. */
  private static Optional<String> type(int magic) {
    String numbers = switch (magic >>> 8) {
      case 0x08 -> "unsigned bytes";
      case 0x09 -> "signed bytes";
      case 0x0b -> "16-bit integers";
      case 0x0c -> "32-bit integers";
      case 0x0d -> "32-bit floats";
      case 0x0e -> "64-bit floats";
      default -> "";
    };
    return Optional.of(numbers + " in " + dimensions(magic & 0xff)).filter(t -> !numbers.isEmpty());
  }

  private static String dimensions(int count) {
    return count + (count == 1 ? " dimension" : " dimensions");
  }

  /**
   * Nothing of the claimed size is allocated before this has found the file large enough for it.
   */
  private void requireRoom(boolean gzip) throws IOException {
    long size = Files.size(path);
    if (!gzip && size != kind.headerBytes() + (long) length()) {
      throw wrongLength(size
          - kind.headerBytes()
          + (size < kind.headerBytes() + (long) length() ? " (it is cut)" : ""));
    }
    if (gzip && length() > size * LARGEST_GZIP_RATIO) {
      throw wrongLength("a gzip of " + size + ", which cannot hold them");
    }
  }

  private DataException wrongLength(String came) {
    return new DataException(path + ": " + length() + " bytes after the header wanted (" + count
        + " × " + columns + "), came " + came + "; get the file again");
  }

  static DataException unreadable(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new DataException(path + ": cannot be read: permission denied", e);
    }
    String reason = e instanceof EOFException ? "it ends too early" : e.getMessage();
    return new DataException(
        path + ": cannot be read to its end, cut or damaged (" + reason + "); get the file again",
        e);
  }

  /** Unzips, and can say what Java's own stream passes over: bytes behind the end of the gzip. */
  private static final class Gunzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    Gunzip(InputStream in, int buffer) throws IOException {
      super(in, buffer);
    }

    /** Whether the file goes on behind the gzip; to be asked at its end. */
    boolean goesOn() throws IOException {
      return inf.getRemaining() > TRAILER || in.read() >= 0;
    }
  }
}
