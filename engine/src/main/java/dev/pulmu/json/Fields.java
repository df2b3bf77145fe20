package dev.pulmu.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of a JSON object, read strictly: one that is missing or of another kind is refused by
 * its key.
 *
 * @param owner what has them, as messages say it: {@code the state of the run}
 */
public record Fields(String owner, JsonNode json) {
  public boolean has(String key) {
    return json.has(key);
  }

  /** @throws IllegalArgumentException if it is no text or missing, as all methods here do */
  public String text(String key) {
    return of(key, JsonNode::isTextual, "a text", need(key)).textValue();
  }

  /** Empty if it is missing. */
  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  public double real(String key) {
    return of(key, JsonNode::isNumber, "a number", need(key)).doubleValue();
  }

  /** Empty if it is missing. */
  public OptionalDouble optionalReal(String key) {
    return has(key) ? OptionalDouble.of(real(key)) : OptionalDouble.empty();
  }

  /** A whole number of 64 bits. */
  public long whole(String key) {
    return of(key, Fields::isLong, "a whole number", need(key)).longValue();
  }

  /** A whole number of 32 bits. */
  public int count(String key) {
    return of(key, value -> isLong(value) && value.canConvertToInt(), "a whole number", need(key))
        .intValue();
  }

  /** The fields of an object in this one. */
  public Fields in(String key) {
    return new Fields(owner, need(key));
  }

  /** The same, or empty if it is missing. */
  public Optional<Fields> optional(String key) {
    return has(key) ? Optional.of(in(key)) : Optional.empty();
  }

  /** A list of objects. */
  public <T> List<T> list(String key, Function<Fields, T> reader) {
    List<T> list = new ArrayList<>();
    of(key, JsonNode::isArray, "a list", need(key))
        .forEach(element -> list.add(reader.apply(new Fields(owner, element))));
    return list;
  }

  /** A list of lists of whole numbers, which has no rows if it is missing. */
  public long[][] table(String key) {
    List<long[]> rows = new ArrayList<>();
    for (JsonNode row : json.path(key)) {
      long[] numbers = new long[row.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = of(key, Fields::isLong, "whole numbers", row.get(i)).longValue();
      }
      rows.add(numbers);
    }
    return rows.toArray(long[][]::new);
  }

  private static boolean isLong(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  private JsonNode need(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      throw new IllegalArgumentException(owner + " has no '" + key + "'");
    }
    return value;
  }

  private JsonNode of(String key, Predicate<JsonNode> form, String wanted, JsonNode came) {
    if (!form.test(came)) {
      throw new IllegalArgumentException(
          owner + " wants " + wanted + " as '" + key + "', came " + came);
    }
    return came;
  }
}
