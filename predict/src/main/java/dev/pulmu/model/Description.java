package dev.pulmu.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pulmu.files.Fields;
import dev.pulmu.files.Json;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import dev.pulmu.recipe.TargetColumns.Kind;
import dev.pulmu.text.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    return tree().toString();
  }

  /** Each part by its key: a text as it is, all others as JSON. */
  Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> part : tree().entrySet()) {
      JsonElement value = part.getValue();
      parts.put(part.getKey(), Json.isText(value) ? value.getAsString() : value.toString());
    }
    parts.remove("format");
    return parts;
  }

  private JsonObject tree() {
    JsonObject json = new JsonObject();
    json.addProperty("format", recipe.isPresent() ? RECIPE_FORMAT : FORMAT);
    json.addProperty("network", network.text());
    json.addProperty("loss", network.loss().text());
    json.add("classNames", Json.texts(classNames));
    JsonObject factors = new JsonObject();
    factors.addProperty("scale", normalisation.scale());
    factors.addProperty("shift", normalisation.shift());
    json.add("normalisation", factors);
    JsonObject source = new JsonObject();
    source.addProperty("backend", provenance.backend());
    source.addProperty("dataset", provenance.dataset());
    source.addProperty("datasetSha256", provenance.datasetSha256());
    source.addProperty("commit", provenance.commit());
    source.addProperty("seed", provenance.seed());
    source.addProperty("weightsSha256", provenance.weightsSha256());
    provenance.testAccuracy().ifPresent(accuracy -> source.addProperty("testAccuracy", accuracy));
    json.add("provenance", source);
    table.ifPresent(columns -> {
      JsonObject names = new JsonObject();
      names.add("features", Json.texts(columns.features()));
      names.add(
          Call.word(columns.targets().kind()), Json.texts(columns.targets().names()));
      json.add("table", names);
    });
    recipe.ifPresent(columns -> json.addProperty("recipe", columns.text()));
    return json;
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws IllegalArgumentException saying what is missing or makes no sense
   */
  static Description parse(String text) {
    Fields json = Fields.read("its description", text);
    long format = json.whole("format");
    if (format < FIRST_FORMAT || format > RECIPE_FORMAT) {
      throw new IllegalArgumentException("its description has format " + format
          + ", this version of Pulmu knows " + FIRST_FORMAT + " to " + RECIPE_FORMAT);
    }
    Fields normalisation = json.in("normalisation");
    Fields source = json.in("provenance");
    return new Description(
        format == FIRST_FORMAT
            ? firstNetwork(json.in("network"))
            : Network.parse(json.text("network"), Loss.parse(json.text("loss"))),
        json.texts("classNames"),
        new Normalisation((float) normalisation.real("scale"), (float) normalisation.real("shift")),
        new Provenance(
            source.text("backend"),
            source.text("dataset"),
            source.text("datasetSha256"),
            source.text("commit"),
            source.whole("seed"),
            source.text("weightsSha256"),
            source.optionalReal("testAccuracy")),
        json.has("table") ? Optional.of(table(json.in("table"))) : Optional.empty(),
        format == RECIPE_FORMAT
            ? Optional.of(Recipe.parse(json.text("recipe")))
            : Optional.empty());
  }

  /** A model of an older version has no table: it learnt from images. */
  private static TableColumns table(Fields json) {
    Kind kind = json.has(Call.word(Kind.LABELS)) ? Kind.LABELS : Kind.NUMBERS;
    return new TableColumns(
        json.texts("features"), new TargetColumns(kind, json.texts(Call.word(kind))));
  }

  /** One whose layers stand in a list, and whose {@code gelu} is its approximation by tanh. */
  private static Network firstNetwork(Fields json) {
    StringBuilder text = new StringBuilder();
    for (String layer : json.texts("layers")) {
      text.append(
              text.isEmpty() ? json.whole("inputs") + ": " : layer.startsWith("dense") ? ", " : " ")
          .append(Activation.ofFirstFormat(layer));
    }
    return Network.parse(text.toString(), Loss.parse(json.text("loss")));
  }
}
