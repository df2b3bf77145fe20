package dev.pulmu.model.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pulmu.files.DataException;
import dev.pulmu.layout.Layout;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.text.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
public record Safetensors(Map<String, String> metadata, List<Entry> tensors) {
  static final String METADATA = "__metadata__";
  static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 14;

  /**
   * One tensor.
   *
   * @param shape its dimensions, outermost first
   * @param values row-major, as many as the product of the shape
   */
  public record Entry(String name, List<Integer> shape, float[] values) {
    @Override
    public String toString() {
      return name + " " + shape + " " + Numbers.few(values);
    }
  }

  /** Takes some of a file's bytes. */
  public interface Sink {
    void accept(byte[] bytes, int offset, int length) throws IOException;
  }

  /** A copy of all tensors of a state, in their canonical order. */
  public static Safetensors of(Map<String, String> metadata, State state) {
    List<Entry> tensors = new ArrayList<>();
    for (Tensor tensor : state.layout().tensors()) {
      tensors.add(new Entry(tensor.name(), shape(tensor), state.tensor(tensor).values()));
    }
    return new Safetensors(metadata, tensors);
  }

  /**
   * Reads a file and trusts nothing in it.
   *
   * @throws DataException naming the file and what is wrong with it
   */
  public static Safetensors read(Path file) {
    return SafetensorsReader.read(file);
  }

  /**
   * A copy of the tensors as the state of a plan, found by their names.
   *
   * @throws IllegalArgumentException naming the first tensor that the plan has and these have not,
   *     or the other way round
   */
  public State state(Layout layout) {
    Map<String, Entry> byName = new LinkedHashMap<>();
    tensors.forEach(entry -> byName.put(entry.name(), entry));
    float[] values = new float[layout.size()];
    for (Tensor tensor : layout.tensors()) {
      Entry entry = byName.remove(tensor.name());
      if (entry == null || !entry.shape().equals(shape(tensor))) {
        throw new IllegalArgumentException("its network wants a tensor '" + tensor.name() + "' "
            + shape(tensor) + ", came " + (entry == null ? "none" : entry.shape()));
      }
      System.arraycopy(entry.values(), 0, values, tensor.offset(), tensor.size());
    }
    if (!byName.isEmpty()) {
      throw new IllegalArgumentException(
          "its network has no tensor '" + byName.keySet().iterator().next() + "'");
    }
    return new State(layout, values);
  }

  private static List<Integer> shape(Tensor tensor) {
    return tensor.rows() == 1
        ? List.of(tensor.columns())
        : List.of(tensor.rows(), tensor.columns());
  }

  /** Writes the bytes of a file. */
  public void write(OutputStream out) throws IOException {
    byte[] header = header();
    out.write(ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .array());
    out.write(header);
    data(out::write);
  }

  /** The bytes of all numbers, chunk by chunk. */
  public void data(Sink sink) throws IOException {
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
    JsonObject json = new JsonObject();
    JsonObject texts = new JsonObject();
    metadata.forEach(texts::addProperty);
    json.add(METADATA, texts);
    long offset = 0;
    for (Entry tensor : tensors) {
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", "F32");
      entry.add("shape", list(tensor.shape));
      long end = offset + (long) Float.BYTES * tensor.values.length;
      entry.add("data_offsets", list(List.of(offset, end)));
      json.add(tensor.name, entry);
      offset = end;
    }
    String text = json.toString();
    int over = text.getBytes(StandardCharsets.UTF_8).length % ALIGNMENT;
    String padding = " ".repeat(over == 0 ? 0 : ALIGNMENT - over);
    return (text + padding).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonArray list(List<? extends Number> numbers) {
    JsonArray list = new JsonArray();
    numbers.forEach(list::add);
    return list;
  }
}
