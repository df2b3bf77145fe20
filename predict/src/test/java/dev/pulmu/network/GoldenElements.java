package dev.pulmu.network;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pulmu.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What PyTorch says of activations and losses, by {@code golden_elements.py}. */
public final class GoldenElements {
  private static final JsonObject ALL = read();

  private GoldenElements() {}

  /** f(x) and f′(x) of an activation by name. */
  public record Function(String name, double[] x, double[] y, double[] slopes) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A loss by its text, number by number: of logits x and wanted outputs t. */
  public record Terms(String text, double[] x, double[] t, double[] terms, double[] slopes) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A loss by its text, row by row: of logits(N,O) and labels(N). */
  public record Rows(String text, double[] x, double[] labels, double[] losses, double[] slopes) {
    @Override
    public String toString() {
      return text;
    }
  }

  public static Stream<Function> activations() {
    return all("activations")
        .map(node -> new Function(
            node.get("name").getAsString(),
            numbers(node.get("x")),
            numbers(node.get("y")),
            numbers(node.get("slope"))));
  }

  public static Stream<Terms> losses() {
    return all("losses")
        .map(node -> new Terms(
            node.get("text").getAsString(),
            numbers(node.get("x")),
            numbers(node.get("t")),
            numbers(node.get("term")),
            numbers(node.get("slope"))));
  }

  public static Stream<Rows> rows() {
    return all("rows")
        .map(node -> new Rows(
            node.get("text").getAsString(),
            numbers(node.get("x")),
            numbers(node.get("labels")),
            numbers(node.get("loss")),
            numbers(node.get("slope"))));
  }

  private static Stream<JsonObject> all(String key) {
    return elements(ALL.get(key)).map(JsonElement::getAsJsonObject);
  }

  /** Of a list, or of a list of lists, one after the other. */
  private static double[] numbers(JsonElement list) {
    return elements(list)
        .flatMap(element -> element.isJsonArray() ? elements(element) : Stream.of(element))
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }

  private static Stream<JsonElement> elements(JsonElement list) {
    return StreamSupport.stream(list.getAsJsonArray().spliterator(), false);
  }

  private static JsonObject read() {
    try (InputStream in = GoldenElements.class.getResourceAsStream("elements.json")) {
      return Json.read(in.readAllBytes()).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
