package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.pulmu.files.DataException;
import dev.pulmu.layout.Matrix;
import dev.pulmu.model.Model;
import dev.pulmu.predict.Inference;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Graphs take raw rows of tables, and say in ONNX Runtime what the model says of them. */
class OnnxRecipeTest {
  private static final List<Encoding> COLUMNS = List.of(
      new OneHot("town", List.of("", "Łódź", "São Paulo", "Zürich")),
      new Standardised("age", new Scale(30.25, 14.5), Missing.MEAN, true),
      new YesNo("member", "no", "Yes", 0.3, Missing.MEAN, true),
      // Of 32-bit floats there is none between 1e9 and 1e9 + 64
      new Standardised("id-like number (€)", new Scale(1e9, 2), Missing.MEAN, false),
      new AsByte("grey"),
      new Standardised("constant", new Scale(1000.3, 0), Missing.MEAN, false),
      new OneHot("alone", List.of()),
      new Standardised("fare", new Scale(-2, 1e-3), Missing.MEAN, true),
      new YesNo("sex", "female", "male", 0.5, Missing.REFUSE, false));

  private static final List<String> TOWNS =
      List.of("", "Łódź", "São Paulo", "Zürich", "zürich", "nowhere");

  private static final TargetColumns CLASS =
      new TargetColumns(TargetColumns.Kind.LABELS, List.of("class"));

  @Test
  void aClassifierTakesRawRowsByTheNamesOfTheirColumns() throws Exception {
    Recipe recipe = new Recipe(COLUMNS, List.of("name"), CLASS, List.of());
    Model model =
        Models.of(recipe.width() + ": dense(20) batch-norm relu, dense(3)", Models.SOFTMAX, recipe);
    List<Map<String, Object>> rows = rows(200);
    Matrix wanted = Inference.of(model).predict(encoded(recipe, rows));

    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      Agreement.check((float[][]) session.run(columns(recipe, rows)), wanted);
      assertThat((float[][]) session.run(columns(recipe, List.of()))).isEmpty();
    }
  }

  /** In double: the targets are numbers of which a 32-bit float has no digits left. */
  @Test
  void aRegressionAnswersInTheUnitsOfItsTargets() throws Exception {
    Recipe recipe = new Recipe(
        COLUMNS,
        List.of(),
        new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price", "year")),
        List.of(new Scale(1e9, 3), new Scale(0.001, 1e-5)));
    Model model = Models.of(recipe.width() + ": dense(20) tanh, dense(2)", Models.SQUARED, recipe);
    List<Map<String, Object>> rows = rows(50);
    Matrix standardised = Inference.of(model).predict(encoded(recipe, rows));

    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      double[][] came = (double[][]) session.run(columns(recipe, rows));

      for (int row = 0; row < came.length; row++) {
        for (int column = 0; column < 2; column++) {
          Scale scale = recipe.scales().get(column);
          assertThat(came[row][column])
              .isCloseTo(
                  scale.undo(standardised.at(row, column)), within(2e-5 * scale.deviation()));
        }
      }
    }
  }

  @Test
  void whatTheRecipeRefusesIsNoAnswer() throws Exception {
    Recipe recipe = new Recipe(
        List.of(
            new Standardised("a", new Scale(1, 2), Missing.REFUSE, false),
            new Standardised("b", new Scale(1, 2), Missing.MEAN, false),
            new YesNo("c", "no", "yes", 0.5, Missing.SKIP, false)),
        List.of(),
        CLASS,
        List.of());
    Model model = Models.of("3: dense(9) tanh, dense(3)", Models.SOFTMAX, recipe);
    List<Map<String, Object>> rows = List.of(
        row("a", null, "b", 1.0, "c", "no"),
        row("a", 1.0, "b", 1.0, "c", "perhaps"),
        row("a", 1.0, "b", 1.0, "c", null),
        row("a", 1.0, "b", Double.NEGATIVE_INFINITY, "c", "yes"),
        row("a", 1.0, "b", null, "c", "YES"));

    for (Map<String, Object> row : rows.subList(0, 4)) {
      assertThatThrownBy(() -> recipe.encode(row)).isInstanceOf(DataException.class);
    }
    try (OnnxSession session = new OnnxSession(OnnxExport.DEFAULT.of(model))) {
      float[][] came = (float[][]) session.run(columns(recipe, rows));

      assertThat(List.of(came[0], came[1], came[2], came[3]))
          .allSatisfy(answer -> assertThat(answer).containsOnly(Float.NaN));
      Agreement.check(
          new float[][] {came[4]}, Inference.of(model).predict(recipe.encode(rows.get(4))));
    }
  }

  @Test
  void imagesInATableAreOneTensorOfBytes() throws Exception {
    Recipe recipe = new Recipe(
        List.of(new AsByte("pixel0"), new AsByte("pixel1"), new AsByte("pixel2")),
        List.of(),
        CLASS,
        List.of());
    Model model = Models.of("3: dense(9) relu, dense(3)", Models.SOFTMAX, recipe);
    OnnxModel graph = OnnxExport.DEFAULT.of(model);
    Matrix rows = new Matrix(2, 3, new float[] {0, 255, 1, 7, 8, 9});

    assertThat(graph.ports())
        .containsExactly("in features: float [batch, 3]", "out probabilities: float [batch, 3]");
    try (OnnxSession session = new OnnxSession(graph)) {
      Agreement.check(session.run(rows), Inference.of(model).predict(rows.values()));
    }
  }

  @Test
  void columnsKeepTheirNamesWhateverTheGraphWouldHaveCalledThings() throws Exception {
    Recipe recipe = new Recipe(
        List.of(
            new Standardised("probabilities", Scale.NONE, Missing.MEAN, true),
            new Standardised("dense1", Scale.NONE, Missing.MEAN, false),
            new OneHot("numbers", List.of("a", "b"))),
        List.of(),
        CLASS,
        List.of());
    Model model = Models.of("6: dense(3)", Models.SOFTMAX, recipe);
    OnnxModel graph = OnnxExport.DEFAULT.of(model);
    List<Map<String, Object>> rows =
        List.of(row("probabilities", 1.0, "dense1", -2.0, "numbers", "b"));

    assertThat(graph.ports())
        .containsExactly(
            "in probabilities: double [batch, 1]",
            "in dense1: double [batch, 1]",
            "in numbers: string [batch, 1]",
            "out probabilities2: float [batch, 3]");
    try (OnnxSession session = new OnnxSession(graph)) {
      Agreement.check(
          (float[][]) session.run(columns(recipe, rows)),
          Inference.of(model).predict(encoded(recipe, rows)));
    }
  }

  @Test
  void theFileHasTheRecipe() throws Exception {
    Recipe recipe = new Recipe(COLUMNS, List.of("name"), CLASS, List.of());
    Model model = Models.of(recipe.width() + ": dense(3)", Models.SOFTMAX, recipe);
    ModelProto proto = ModelProto.parseFrom(OnnxExport.DEFAULT.of(model).bytes());

    assertThat(proto.getOpsetImportList())
        .extracting(set -> set.getDomain() + " " + set.getVersion())
        .containsExactly(" 17", "ai.onnx.ml 3");
    assertThat(proto.getMetadataPropsList())
        .filteredOn(entry -> entry.getKey().equals("recipe"))
        .singleElement()
        .satisfies(entry -> assertThat(Recipe.parse(entry.getValue())).isEqualTo(recipe));
  }

  private static List<Map<String, Object>> rows(int count) {
    Random random = new Random(3);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(
          "town",
          TOWNS.get(random.nextInt(TOWNS.size())),
          "age",
          random.nextInt(4) == 0 ? null : random.nextInt(80) + 0.5,
          "member",
          List.of("no", "No", "yes", "Yes", "YES", "").get(random.nextInt(6)),
          "id-like number (€)",
          1e9 + random.nextInt(9),
          "grey",
          random.nextInt(256) / 1.0,
          "constant",
          random.nextInt(4) == 0 ? null : random.nextInt(3) + 1000.3,
          "alone",
          TOWNS.get(random.nextInt(TOWNS.size())),
          "fare",
          random.nextInt(4) == 0 ? null : -2 + random.nextInt(9) * 1e-4,
          "sex",
          random.nextBoolean() ? "male" : "female"));
    }
    return rows;
  }

  private static Map<String, Object> row(Object... cells) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put((String) cells[i], cells[i + 1]);
    }
    return row;
  }

  private static float[] encoded(Recipe recipe, List<Map<String, Object>> rows) {
    float[] features = new float[rows.size() * recipe.width()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(recipe.encode(rows.get(i)), 0, features, i * recipe.width(), recipe.width());
    }
    return features;
  }

  /** As a graph wants them: NaN for a missing number, an empty text for a missing word. */
  private static Map<String, Object> columns(Recipe recipe, List<Map<String, Object>> rows) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Encoding encoding : recipe.encodings()) {
      String name = encoding.column();
      boolean words = encoding.kind() == Kind.CATEGORY || encoding.kind() == Kind.YES_NO;
      columns.put(
          name,
          words
              ? rows.stream()
                  .map(row -> row.get(name) == null ? "" : (String) row.get(name))
                  .toArray(String[]::new)
              : rows.stream()
                  .mapToDouble(row -> row.get(name) == null ? Double.NaN : (double) row.get(name))
                  .toArray());
    }
    return columns;
  }
}
