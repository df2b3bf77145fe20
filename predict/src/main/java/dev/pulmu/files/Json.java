package dev.pulmu.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * JSON, read strictly: as RFC 8259 has it, in UTF-8, no key twice, nothing behind the end, at most
 * 255 lists and objects deep. Numbers stay as they were written.
 */
public final class Json {
  private Json() {}

  /**
   * Reads one value.
   *
   * @throws IOException if the bytes are not one value of such JSON
   */
  public static JsonElement read(byte[] utf8) throws IOException {
    JsonReader in = new JsonReader(
        new InputStreamReader(new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder()));
    in.setStrictness(Strictness.STRICT);
    JsonElement value = value(in);
    in.peek(); // refuses whatever is not the end
    return value;
  }

  private static JsonElement value(JsonReader in) throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(in);
      case BEGIN_ARRAY -> list(in);
      case STRING -> new JsonPrimitive(in.nextString());
      case NUMBER -> new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
      case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
      default -> {
        in.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  private static JsonObject object(JsonReader in) throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    while (in.hasNext()) {
      String key = in.nextName();
      if (object.has(key)) {
        throw new MalformedJsonException("the key '" + key + "' stands there twice");
      }
      object.add(key, value(in));
    }
    in.endObject();
    return object;
  }

  private static JsonArray list(JsonReader in) throws IOException {
    JsonArray list = new JsonArray();
    in.beginArray();
    while (in.hasNext()) {
      list.add(value(in));
    }
    in.endArray();
    return list;
  }

  /** What stands under a key; empty if nothing does, or if this is no object. */
  public static Optional<JsonElement> at(JsonElement json, String key) {
    return json.isJsonObject()
        ? Optional.ofNullable(json.getAsJsonObject().get(key))
        : Optional.empty();
  }

  public static boolean isText(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  /** A whole number of 64 bits, written without a point and an exponent; empty if this is none. */
  public static OptionalLong whole(JsonElement value) {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.getAsString()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A list of texts. */
  public static JsonArray texts(List<String> texts) {
    JsonArray list = new JsonArray(texts.size());
    texts.forEach(list::add);
    return list;
  }
}
