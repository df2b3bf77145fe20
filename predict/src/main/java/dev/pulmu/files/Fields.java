package dev.pulmu.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of a JSON object, read strictly: one that is missing or of another kind is refused by
 * its key.
 *
 * @param owner what has them, as messages say it: {@code the recipe}
 */
public record Fields(String owner, JsonElement json) {
  /**
   * Those of an object's text.
   *
   * @throws IllegalArgumentException if it is not {@link Json}, as all methods here do if a field
   *     is not what they want
   */
  public static Fields read(String owner, String text) {
    try {
      return new Fields(owner, Json.read(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException(owner + " is not JSON", e);
    }
  }

  public boolean has(String key) {
    return Json.at(json, key).isPresent();
  }

  public String text(String key) {
    return of(key, Json::isText, "a text").getAsString();
  }

  public double real(String key) {
    return primitive(key, JsonPrimitive::isNumber, "a number").getAsDouble();
  }

  /** Empty if it is missing. */
  public OptionalDouble optionalReal(String key) {
    return has(key) ? OptionalDouble.of(real(key)) : OptionalDouble.empty();
  }

  public boolean truth(String key) {
    return primitive(key, JsonPrimitive::isBoolean, "true or false").getAsBoolean();
  }

  /** A whole number of 64 bits. */
  public long whole(String key) {
    return Json.whole(of(key, value -> Json.whole(value).isPresent(), "a whole number"))
        .getAsLong();
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    String wanted = "a list of texts";
    JsonArray list = of(key, JsonElement::isJsonArray, wanted).getAsJsonArray();
    List<String> texts = new ArrayList<>();
    for (JsonElement text : list) {
      if (!Json.isText(text)) {
        throw wrong(key, wanted, list);
      }
      texts.add(text.getAsString());
    }
    return texts;
  }

  /** The fields of an object in this one. */
  public Fields in(String key) {
    return new Fields(owner, need(key));
  }

  /** A list of objects. */
  public <T> List<T> list(String key, Function<Fields, T> reader) {
    List<T> list = new ArrayList<>();
    of(key, JsonElement::isJsonArray, "a list")
        .getAsJsonArray()
        .forEach(element -> list.add(reader.apply(new Fields(owner, element))));
    return list;
  }

  private JsonElement need(String key) {
    return Json.at(json, key)
        .orElseThrow(() -> new IllegalArgumentException(owner + " has no '" + key + "'"));
  }

  private JsonPrimitive primitive(String key, Predicate<JsonPrimitive> form, String wanted) {
    return of(
            key, value -> value.isJsonPrimitive() && form.test(value.getAsJsonPrimitive()), wanted)
        .getAsJsonPrimitive();
  }

  private JsonElement of(String key, Predicate<JsonElement> form, String wanted) {
    JsonElement value = need(key);
    if (!form.test(value)) {
      throw wrong(key, wanted, value);
    }
    return value;
  }

  private IllegalArgumentException wrong(String key, String wanted, JsonElement came) {
    return new IllegalArgumentException(
        owner + " wants " + wanted + " as '" + key + "', came " + came);
  }
}
