package dev.pulmu.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Named tensors of 32-bit floats and some texts, as the safetensors format has them: eight bytes
 * with the length of the header, lowest first; the header, a JSON object of tensors and of
 * {@code __metadata__}, padded with spaces to a multiple of eight bytes; the numbers of all
 * tensors, one behind the other, lowest byte first.
 *
 * @param metadata texts by name
 * @param tensors in the order of their numbers
 */
record Safetensors(Map<String, String> metadata, List<Entry> tensors) {
  static final String METADATA = "__metadata__";
  static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 14;

  /**
   * One tensor.
   *
   * @param shape its dimensions, outermost first
   * @param values row-major, as many as the product of the shape
   */
  record Entry(String name, List<Integer> shape, float[] values) {}

  /** Takes some of a file's bytes. */
  interface Sink {
    void accept(byte[] bytes, int offset, int length) throws IOException;
  }

  void write(OutputStream out) throws IOException {
    byte[] header = header();
    out.write(ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .array());
    out.write(header);
    data(out::write);
  }

  /** The bytes of all numbers, chunk by chunk. */
  void data(Sink sink) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry tensor : tensors) {
      for (int from = 0; from < tensor.values.length; from += CHUNK) {
        int count = Math.min(CHUNK, tensor.values.length - from);
        chunk.asFloatBuffer().put(tensor.values, from, count);
        sink.accept(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  private byte[] header() {
    ObjectNode json = Json.object();
    ObjectNode texts = json.putObject(METADATA);
    metadata.forEach(texts::put);
    long offset = 0;
    for (Entry tensor : tensors) {
      ObjectNode entry = json.putObject(tensor.name);
      entry.put("dtype", "F32");
      tensor.shape.forEach(entry.putArray("shape")::add);
      long end = offset + (long) Float.BYTES * tensor.values.length;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    String text = json.toString();
    int over = text.getBytes(StandardCharsets.UTF_8).length % ALIGNMENT;
    String padding = " ".repeat(over == 0 ? 0 : ALIGNMENT - over);
    return (text + padding).getBytes(StandardCharsets.UTF_8);
  }
}
