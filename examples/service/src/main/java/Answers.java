import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pulmu.files.DataException;
import dev.pulmu.files.Json;
import dev.pulmu.model.Model;
import dev.pulmu.model.Provenance;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model's answers as JSON. A row is an object with a cell for each column or, for a model that
 * knows no columns, an array of numbers. Serves all threads.
 */
final class Answers {
  private final Predictor predictor;
  private final JsonObject model;

  Answers(Model model) {
    this.predictor = Predictor.of(model);
    this.model = described(model);
  }

  /** What the model wants, what it answers, where it comes from. */
  JsonObject model() {
    return model;
  }

  private JsonObject described(Model model) {
    Provenance provenance = model.provenance();
    JsonObject origin = new JsonObject();
    origin.addProperty("dataset", provenance.dataset());
    origin.addProperty("datasetSha256", provenance.datasetSha256());
    origin.addProperty("commit", provenance.commit());
    origin.addProperty("seed", provenance.seed());
    origin.addProperty("weightsSha256", provenance.weightsSha256());
    provenance.testAccuracy().ifPresent(value -> origin.addProperty("testAccuracy", value));
    JsonObject described = new JsonObject();
    if (predictor.columns().isEmpty()) {
      described.addProperty("numbers", predictor.inputs());
    } else {
      JsonObject columns = new JsonObject();
      predictor.columns().forEach(column -> columns.addProperty(column.name(), kind(column)));
      described.add("columns", columns);
    }
    described.add(
        model.classNames().isEmpty() ? "targets" : "classes", Json.texts(predictor.names()));
    described.add("provenance", origin);
    return described;
  }

  private static String kind(Column column) {
    return column.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The answer to a row, or an array of answers to an array of rows.
   *
   * @throws DataException naming the row and column that make no sense
   */
  JsonElement of(JsonElement request) {
    boolean areRows = request.isJsonArray()
        && (request.getAsJsonArray().isEmpty()
            || !request.getAsJsonArray().get(0).isJsonPrimitive());
    List<JsonElement> rows =
        areRows ? request.getAsJsonArray().asList() : List.of(request);
    List<Prediction> predictions =
        predictor.columns().isEmpty() ? ofNumbers(rows) : ofTable(rows);
    if (!areRows) {
      return json(predictions.get(0));
    }
    JsonArray answers = new JsonArray(predictions.size());
    predictions.forEach(prediction -> answers.add(json(prediction)));
    return answers;
  }

  private List<Prediction> ofTable(List<JsonElement> rows) {
    return predictor.predictAll(rows.stream().map(Answers::cells).toList());
  }

  private static Map<String, Object> cells(JsonElement row) {
    if (!row.isJsonObject()) {
      throw new DataException("a row is an object, {\"column\": cell, …}, came " + shortened(row));
    }
    Map<String, Object> cells = new HashMap<>();
    row.getAsJsonObject().asMap().forEach((column, cell) -> cells.put(column, cell(column, cell)));
    return cells;
  }

  private static Object cell(String column, JsonElement cell) {
    if (cell.isJsonNull()) {
      return null;
    } else if (!cell.isJsonPrimitive()) {
      throw new DataException("column '" + column
          + "': a number, a text, true, false or null wanted, came " + shortened(cell));
    }
    JsonPrimitive value = cell.getAsJsonPrimitive();
    if (!value.isNumber()) {
      return value.isBoolean() ? value.getAsBoolean() : value.getAsString();
    }
    return Json.whole(value).isPresent() ? value.getAsLong() : (Object) value.getAsDouble();
  }

  private List<Prediction> ofNumbers(List<JsonElement> rows) {
    int inputs = predictor.inputs();
    float[] numbers = new float[Math.multiplyExact(rows.size(), inputs)];
    for (int row = 0; row < rows.size(); row++) {
      JsonElement given = rows.get(row);
      if (!given.isJsonArray() || given.getAsJsonArray().size() != inputs) {
        throw new DataException("row " + (row + 1) + ": an array of " + inputs
            + " numbers wanted, came " + shortened(given));
      }
      for (int place = 0; place < inputs; place++) {
        JsonElement number = given.getAsJsonArray().get(place);
        if (!number.isJsonPrimitive() || !number.getAsJsonPrimitive().isNumber()) {
          throw new DataException("row " + (row + 1) + ", place " + (place + 1)
              + ": a number wanted, came " + shortened(number));
        }
        numbers[row * inputs + place] = number.getAsFloat();
      }
    }
    return predictor.predictAll(numbers);
  }

  private static String shortened(JsonElement json) {
    String text = json.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static JsonObject json(Prediction prediction) {
    JsonObject values = new JsonObject();
    double[] numbers = prediction.values();
    for (int i = 0; i < numbers.length; i++) {
      values.addProperty(prediction.names().get(i), number(numbers[i]));
    }
    JsonObject answer = new JsonObject();
    if (prediction.isClass()) {
      answer.addProperty("class", prediction.label());
      answer.add("probabilities", values);
    } else {
      answer.add("values", values);
    }
    return answer;
  }

  /** As short as it reads back to the same: most are 32-bit numbers. */
  private static Number number(double value) {
    if ((float) value == value) {
      return (float) value;
    }
    return value;
  }
}
