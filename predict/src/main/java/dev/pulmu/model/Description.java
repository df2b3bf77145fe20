package dev.pulmu.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.files.Json;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.recipe.TargetColumns.Kind;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads and writes, as JSON, all of a model but its tensors: the network, class names,
 * normalisation, provenance and columns. {@link Model} keeps it in the header of its file.
 */
record Description(
    Network network,
    List<String> classNames,
    Normalisation normalisation,
    Provenance provenance,
    Optional<TableColumns> table,
    Optional<Recipe> recipe) {
  private static final int FORMAT = 2;

  private static final int FIRST_FORMAT = 1;

  /** That of a model with a recipe, without which its inputs would mean something else. */
  private static final int RECIPE_FORMAT = 3;

  String json() {
    ObjectNode json = Json.object().put("format", recipe.isPresent() ? RECIPE_FORMAT : FORMAT);
    json.put("network", network.text()).put("loss", network.loss().text());
    classNames.forEach(json.putArray("classNames")::add);
    json.putObject("normalisation")
        .put("scale", normalisation.scale())
        .put("shift", normalisation.shift());
    ObjectNode source = json.putObject("provenance")
        .put("backend", provenance.backend())
        .put("dataset", provenance.dataset())
        .put("datasetSha256", provenance.datasetSha256())
        .put("commit", provenance.commit())
        .put("seed", provenance.seed())
        .put("weightsSha256", provenance.weightsSha256());
    provenance.testAccuracy().ifPresent(accuracy -> source.put("testAccuracy", accuracy));
    table.ifPresent(columns -> {
      ObjectNode names = json.putObject("table");
      columns.features().forEach(names.putArray("features")::add);
      columns
          .targets()
          .names()
          .forEach(names.putArray(Call.word(columns.targets().kind()))::add);
    });
    recipe.ifPresent(columns -> json.put("recipe", columns.text()));
    return json.toString();
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws IllegalArgumentException saying what is missing or makes no sense
   */
  static Description parse(String text) {
    JsonNode json;
    try {
      json = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("its description is not JSON", e);
    }
    int format = number(json, "format").intValue();
    if (format < FIRST_FORMAT || format > RECIPE_FORMAT) {
      throw new IllegalArgumentException("its description has format " + format
          + ", this version of Pulmu knows " + FIRST_FORMAT + " to " + RECIPE_FORMAT);
    }
    JsonNode source = need(json, "provenance");
    return new Description(
        format == FIRST_FORMAT
            ? firstNetwork(need(json, "network"))
            : Network.parse(text(json, "network"), Loss.parse(text(json, "loss"))),
        texts(need(json, "classNames"), "classNames"),
        new Normalisation(
            number(need(json, "normalisation"), "scale").floatValue(),
            number(need(json, "normalisation"), "shift").floatValue()),
        new Provenance(
            text(source, "backend"),
            text(source, "dataset"),
            text(source, "datasetSha256"),
            text(source, "commit"),
            number(source, "seed").longValue(),
            text(source, "weightsSha256"),
            source.has("testAccuracy")
                ? OptionalDouble.of(number(source, "testAccuracy").doubleValue())
                : OptionalDouble.empty()),
        json.has("table") ? Optional.of(table(json.get("table"))) : Optional.empty(),
        format == RECIPE_FORMAT
            ? Optional.of(Recipe.parse(text(json, "recipe")))
            : Optional.empty());
  }

  /** A model of an older version has no table: it learnt from images. */
  private static TableColumns table(JsonNode json) {
    Kind kind = json.has(Call.word(Kind.LABELS)) ? Kind.LABELS : Kind.NUMBERS;
    return new TableColumns(
        texts(need(json, "features"), "features"),
        new TargetColumns(kind, texts(need(json, Call.word(kind)), Call.word(kind))));
  }

  /** One whose layers stand in a list, and whose {@code gelu} is its approximation by tanh. */
  private static Network firstNetwork(JsonNode json) {
    StringBuilder text = new StringBuilder();
    for (String layer : texts(need(json, "layers"), "layers")) {
      text.append(
              text.isEmpty()
                  ? number(json, "inputs").asText() + ": "
                  : layer.startsWith("dense") ? ", " : " ")
          .append(Activation.ofFirstFormat(layer));
    }
    return Network.parse(text.toString(), Loss.parse(text(json, "loss")));
  }

  private static JsonNode need(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("its description has no '" + key + "'");
    }
    return value;
  }

  private static JsonNode number(JsonNode json, String key) {
    JsonNode value = need(json, key);
    if (!value.isNumber()) {
      throw wrong(key, "a number", value);
    }
    return value;
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = need(json, key);
    if (!value.isTextual()) {
      throw wrong(key, "a text", value);
    }
    return value.textValue();
  }

  private static List<String> texts(JsonNode list, String key) {
    if (!list.isArray()) {
      throw wrong(key, "a list of texts", list);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : list) {
      if (!value.isTextual()) {
        throw wrong(key, "a list of texts", list);
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  private static IllegalArgumentException wrong(String key, String wanted, JsonNode came) {
    return new IllegalArgumentException(
        "its description wants " + wanted + " as '" + key + "', came " + came);
  }
}
