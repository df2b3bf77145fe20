package dev.pulmu.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array in NumPy's format, version 1.0: a header in ASCII, padded to a multiple of 64 bytes, and
 * the numbers, row-major, lowest byte first.
 */
final class NumpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Bytes: room for two sizes of ten digits. */
  private static final int HEADER = 128;

  private static final int CHUNK = 1 << 14;

  private final byte[] header;
  private final long length;
  private final Numbers numbers;

  /** Writes the numbers. */
  private interface Numbers {
    void write(OutputStream out) throws IOException;
  }

  private NumpyArray(String type, long length, Numbers numbers, int... shape) {
    this.header = header(type, shape);
    this.length = length;
    this.numbers = numbers;
  }

  /** Of 32-bit floats, as many as the product of the shape. */
  static NumpyArray of(float[] values, int... shape) {
    return new NumpyArray(
        "<f4", (long) Float.BYTES * values.length, out -> write(values, out), shape);
  }

  /** Of bytes without signs. */
  static NumpyArray of(byte[] values) {
    return new NumpyArray("|u1", values.length, out -> out.write(values), values.length);
  }

  /** How many bytes {@link #write} writes. */
  long size() {
    return header.length + length;
  }

  void write(OutputStream out) throws IOException {
    out.write(header);
    numbers.write(out);
  }

  private static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  private static byte[] header(String type, int... shape) {
    // As NumPy writes tuples: one of one number has a comma behind it
    String sizes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes
        + (shape.length == 1 ? "," : "") + "), }";
    int rest = HEADER - MAGIC.length - Short.BYTES;
    String line = text + " ".repeat(rest - text.length() - 1) + "\n";
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) rest)
        .put(line.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
