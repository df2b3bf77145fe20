package dev.pulmu.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.files.DataException;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers against sums by hand. */
class PredictorTest {
  private static final Encoding AGE =
      new Standardised("age", new Scale(30, 10), Missing.MEAN, false);
  private static final Encoding SEX = new OneHot("sex", List.of("f", "m"));
  private static final TargetColumns PRICE =
      new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price"));

  @TempDir
  private Path directory;

  /** 2 deviations of age count 3 each, m counts 5, the answer 1 is 2 deviations: 150 + 12 · 7.5. */
  @Test
  void numbersAreInTheUnitsOfTheTarget() {
    Predictor predictor = price(AGE, SEX);
    Prediction answer = predictor.predict(Map.of("age", 50, "sex", "m", "else", "x"));
    assertThat(answer.number()).isCloseTo(150 + (2 * 3 + 5 + 1) * 7.5, within(1e-4));
    assertThat(answer.value("price")).isEqualTo(answer.number());
    assertThat(answer.isClass()).isFalse();
    assertThat(predictor.columns())
        .extracting(Column::text)
        .containsExactly("age:number", "sex:category");
    assertThatIllegalStateException()
        .isThrownBy(answer::label)
        .withMessage("this model's answers are numbers, [price], not classes; ask for value(name)");
  }

  @Test
  void whatAFileSaysIsWhatTheModelSaid() {
    Model model = model(
        "4: dense(1)", "mean-squared-error", List.of(), recipe(PRICE, AGE, SEX), 3, 4, 5, 6, 1);
    Path file = directory.resolve("model.safetensors");
    model.save(file);
    Map<String, Object> row = Map.of("age", "", "sex", "never seen");
    assertThat(Predictor.load(file).predict(row).number())
        .isEqualTo(Predictor.of(model).predict(row).number())
        .isCloseTo(150 + 7 * 7.5, within(1e-4));
  }

  @Test
  void classesHaveProbabilitiesAndAnOrderAndTheFirstOfEqualsWins() {
    Model model = model(
        "1: dense(3)",
        new SoftmaxCrossEntropy().text(),
        List.of("a", "b", "c"),
        recipe(new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind")), AGE),
        0,
        1,
        1,
        0,
        0,
        0);
    Prediction answer = Predictor.of(model).predict(Map.of("age", 40.0));
    assertThat(answer.label()).isEqualTo("b");
    assertThat(answer.top(2)).containsExactly("b", "c");
    assertThat(answer.top(9)).containsExactly("b", "c", "a");
    assertThat(answer.value("a")).isCloseTo(1 / (1 + 2 * Math.E), within(1e-6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> answer.value("d"))
        .withMessageStartingWith("no class or target 'd'");
  }

  @Test
  void rowsOfNumbersAreEncodedToo() {
    Predictor predictor = price(AGE);
    List<Prediction> answers = predictor.predictAll(new float[] {50, Float.NaN, 30});
    assertThat(answers).extracting(Prediction::number).hasSize(3);
    assertThat(answers.get(0).number()).isCloseTo(150 + 7 * 7.5, within(1e-4));
    assertThat(answers.get(1).number()).isEqualTo(answers.get(2).number());
    assertThat(predictor.predict(new float[] {50}).number())
        .isEqualTo(answers.get(0).number());
    assertThat(predictor.predictAll(new float[0])).isEmpty();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> price(AGE, SEX).predictAll(new float[] {1, 2}))
        .withMessage("column 'sex' holds words; give rows by the names of their columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price(AGE, SEX).predictAll(new float[3]))
        .withMessage("the model wants rows of 2 numbers, one a column, came 3; give it whole rows");
  }

  @Test
  void anAnswerThatIsNoNumberIsAnErrorWithItsRow() {
    Predictor predictor =
        Predictor.of(model("1: dense(1)", "mean-squared-error", List.of(), Optional.empty(), 3, 1));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> predictor.predictAll(new float[] {1, Float.MAX_VALUE, 2}))
        .withMessageStartingWith("row 2: the model's answer is [Infinity]; look for numbers far");
  }

  @Test
  void aModelWithoutARecipeTakesItsInputs() {
    Model model = model("2: dense(1)", "mean-squared-error", List.of(), Optional.empty(), 3, 4, 1);
    Predictor predictor = Predictor.of(model);
    assertThat(predictor.predict(new float[] {1, 2}).number()).isEqualTo(12);
    assertThat(predictor.predictAll(new byte[] {1, (byte) 200}).get(0).number()).isEqualTo(804);
    assertThat(predictor.names()).containsExactly("1");
    assertThatIllegalStateException()
        .isThrownBy(() -> predictor.predict(Map.of()))
        .withMessage("this model knows no columns of a table; give it its 2 numbers");
  }

  @Test
  void manyRowsAreAnsweredAsEachAloneAndABadOneIsNamed() {
    Predictor predictor = price(AGE, SEX);
    List<Map<String, Object>> rows =
        List.of(Map.of("age", 50, "sex", "m"), Map.of("age", "17.5", "sex", ""));
    assertThat(predictor.predictAll(rows))
        .extracting(Prediction::number)
        .containsExactly(
            predictor.predict(rows.get(0)).number(),
            predictor.predict(rows.get(1)).number());
    assertThat(predictor.predictAll(List.<Map<String, Object>>of())).isEmpty();
    List<Map<String, Object>> bad = List.of(rows.get(0), Map.of("age", "old", "sex", "m"));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> predictor.predictAll(bad))
        .withMessage("row 2: column 'age': a finite number wanted, came 'old'; mend the cell");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> predictor.predictAll(bad, row -> "t.csv, line " + (row + 2)))
        .withMessage(
            "t.csv, line 3: column 'age': a finite number wanted, came 'old'; mend the cell");
  }

  /** 3 · 1 + 4 · 2 + 1. */
  @Test
  void aTableWhoseNumbersAreUsedAsTheyAreIsKnownByItsColumns() {
    Model plain = model("2: dense(1)", "mean-squared-error", List.of(), Optional.empty(), 3, 4, 1);
    Model model = new Model(
        plain.state(),
        List.of(),
        plain.normalisation(),
        plain.provenance(),
        Optional.of(new TableColumns(List.of("x", "y"), PRICE)),
        Optional.empty());
    Predictor predictor = Predictor.of(model);
    assertThat(predictor.columns()).extracting(Column::name).containsExactly("x", "y");
    assertThat(predictor.predict(Map.of("y", "2", "x", 1)).value("price")).isEqualTo(12);
    assertThat(predictor.predict(new float[] {1, 2}).number()).isEqualTo(12);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> predictor.predict(Map.of("x", 1, "y", "")))
        .withMessage("column 'y': a number wanted, the cell is empty; give a number");
  }

  @Test
  void classesLearntBySquaredErrorsAreChosenToo() {
    Predictor predictor = Predictor.of(model(
        "1: dense(2)",
        "mean-squared-error",
        List.of("a", "b"),
        recipe(new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind")), AGE),
        0,
        1,
        0,
        0));
    assertThat(predictor.predict(Map.of("age", 40)).label()).isEqualTo("b");
  }

  private static Predictor price(Encoding... encodings) {
    float[] values = encodings.length == 1 ? new float[] {3, 1} : new float[] {3, 4, 5, 6, 1};
    return Predictor.of(model(
        (values.length - 1) + ": dense(1)",
        "mean-squared-error",
        List.of(),
        recipe(PRICE, encodings),
        values));
  }

  private static Optional<Recipe> recipe(TargetColumns targets, Encoding... encodings) {
    List<Scale> scales = targets == PRICE ? List.of(new Scale(150, 7.5)) : List.of();
    return Optional.of(new Recipe(List.of(encodings), List.of(), targets, scales));
  }

  private static Model model(
      String network, String loss, List<String> classes, Optional<Recipe> recipe, float... values) {
    State state = State.initial(NetworkPlan.of(Network.parse(network, Loss.parse(loss))), 0);
    System.arraycopy(values, 0, state.values(), 0, values.length);
    assertThat(Arrays.copyOf(state.values(), values.length)).isEqualTo(values);
    return new Model(
        state,
        classes,
        new Normalisation(1, 0),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()),
        Optional.empty(),
        recipe);
  }
}
