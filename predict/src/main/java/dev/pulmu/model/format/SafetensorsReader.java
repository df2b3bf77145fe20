package dev.pulmu.model.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.files.Json;
import dev.pulmu.model.format.Safetensors.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads a safetensors file and trusts nothing in it: every length and offset is checked against the
 * size of the file before anything of that size is made.
 */
public final class SafetensorsReader {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

  private static final int CHUNK = 1 << 16;

  private static final String FLOATS = "F32";
  private static final String WHOLE_NUMBERS = "I64";

  private final Path file;

  /** Bytes of an element, by the types that may be in the file. */
  private final Map<String, Integer> types;

  private SafetensorsReader(Path file, Map<String, Integer> types) {
    this.file = file;
    this.types = types;
  }

  /** A tensor's place in the file, behind the header. */
  private record Place(String name, String type, List<Integer> shape, long from, long to) {}

  /**
   * Reads a file.
   *
   * @throws DataException naming the file and what is wrong with it
   */
  public static Safetensors read(Path file) {
    return read(new SafetensorsReader(file, Map.of(FLOATS, Float.BYTES)));
  }

  /**
   * Reads a file of another program; tensors of whole numbers, such as PyTorch's counts of batches,
   * are passed over.
   *
   * @throws DataException naming the file and what is wrong with it
   */
  public static Safetensors readFloats(Path file) {
    return read(
        new SafetensorsReader(file, Map.of(FLOATS, Float.BYTES, WHOLE_NUMBERS, Long.BYTES)));
  }

  private static Safetensors read(SafetensorsReader reader) {
    Path file = reader.file;
    if (!Files.isRegularFile(file)) {
      throw reader.wrong(Files.exists(file) ? "is not a file" : "no such file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return reader.read(channel);
    } catch (IOException e) {
      throw reader.wrong("cannot be read: " + AtomicFile.reason(e));
    }
  }

  private Safetensors read(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw wrong("wants 8 bytes of header length, the file has " + size + " bytes in all");
    }
    long headerLength = bytes(channel, Long.BYTES).getLong();
    if (headerLength < 2 || headerLength > Math.min(LARGEST_HEADER, size - Long.BYTES)) {
      throw wrong("claims a header of " + Long.toUnsignedString(headerLength)
          + " bytes, the file has " + (size - Long.BYTES)
          + " behind that number; it is cut or no safetensors file");
    }
    JsonObject header = header(bytes(channel, (int) headerLength).array());
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Place> places = new ArrayList<>();
    header.asMap().forEach((name, value) -> {
      if (name.equals(Safetensors.METADATA)) {
        metadata(value).asMap().forEach((key, text) -> metadata.put(key, text(text)));
      } else {
        places.add(place(name, value));
      }
    });
    requireNoGaps(places, size - Long.BYTES - headerLength);
    List<Entry> tensors = new ArrayList<>();
    for (Place place : places) {
      long length = place.to - place.from;
      if (place.type.equals(FLOATS)) {
        tensors.add(new Entry(place.name, place.shape, floats(channel, length)));
      } else {
        channel.position(channel.position() + length);
      }
    }
    return new Safetensors(metadata, tensors);
  }

  private JsonObject header(byte[] bytes) {
    JsonElement header;
    try {
      header = Json.read(bytes);
    } catch (IOException e) {
      throw wrong("its header is not JSON");
    }
    if (!header.isJsonObject()) {
      throw wrong("its header is not a JSON object");
    }
    return header.getAsJsonObject();
  }

  private JsonObject metadata(JsonElement value) {
    if (!value.isJsonObject()) {
      throw wrong("its metadata wants texts by name");
    }
    return value.getAsJsonObject();
  }

  private String text(JsonElement value) {
    if (!Json.isText(value)) {
      throw wrong("its metadata wants texts only");
    }
    return value.getAsString();
  }

  private Place place(String name, JsonElement entry) {
    String type = Json.at(entry, "dtype")
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .orElse("");
    if (!types.containsKey(type)) {
      throw wrong(String.format(
          Locale.ROOT,
          "tensor '%s' wants dtype F32, came '%s'; save it as 32-bit floats",
          name,
          type));
    }
    int width = types.get(type);
    List<Long> shape = numbers(name, entry, "shape");
    List<Long> offsets = numbers(name, entry, "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(String.format(
          Locale.ROOT, "tensor '%s' wants two ascending data_offsets, came %s", name, offsets));
    }
    long elements = 1;
    for (long length : shape) {
      if (length > Integer.MAX_VALUE || elements * length > Integer.MAX_VALUE) {
        throw wrong(
            String.format(Locale.ROOT, "tensor '%s' with shape %s is too large", name, shape));
      }
      elements *= length;
    }
    long came = offsets.get(1) - offsets.get(0);
    if (came != width * elements) {
      throw wrong(String.format(
          Locale.ROOT,
          "tensor '%s' with shape %s wants %d bytes, its data_offsets give %d",
          name,
          shape,
          width * elements,
          came));
    }
    List<Integer> dimensions = shape.stream().map(Math::toIntExact).toList();
    return new Place(name, type, dimensions, offsets.get(0), offsets.get(1));
  }

  private List<Long> numbers(String name, JsonElement entry, String key) {
    JsonElement list = Json.at(entry, key)
        .filter(JsonElement::isJsonArray)
        .orElseThrow(
            () -> wrong(String.format(Locale.ROOT, "tensor '%s' wants a list %s", name, key)));
    List<Long> numbers = new ArrayList<>();
    for (JsonElement element : list.getAsJsonArray()) {
      OptionalLong number = Json.whole(element);
      if (number.isEmpty() || number.getAsLong() < 0) {
        throw wrong(String.format(
            Locale.ROOT,
            "tensor '%s' wants whole numbers of at least 0 in %s, came %s",
            name,
            key,
            element));
      }
      numbers.add(number.getAsLong());
    }
    return numbers;
  }

  private void requireNoGaps(List<Place> places, long length) {
    places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::to));
    long end = 0;
    for (Place place : places) {
      if (place.from != end) {
        throw wrong(String.format(
            Locale.ROOT,
            "tensor '%s' wants to begin at byte %d, where the one before ends, came %d",
            place.name,
            end,
            place.from));
      }
      end = place.to;
    }
    if (end != length) {
      throw wrong("its tensors want " + end + " bytes behind the header, came " + length
          + (length < end ? "; it is cut" : ""));
    }
  }

  private static float[] floats(FileChannel channel, long length) throws IOException {
    float[] values = new float[(int) (length / Float.BYTES)];
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes(channel, count * Float.BYTES).asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static ByteBuffer bytes(FileChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("it became shorter while it was being read");
      }
    }
    return bytes.flip();
  }

  private DataException wrong(String what) {
    return new DataException(file + ": " + what);
  }
}
