package dev.pulmu.predict;

import dev.pulmu.files.DataException;
import dev.pulmu.layout.Matrix;
import dev.pulmu.model.Model;
import dev.pulmu.network.Loss.Link;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model in a service: raw rows in, as people and programs have them, named answers out. The
 * model's recipe makes features of a row and undoes what it did to targets. Its numbers are those
 * of an evaluation on the {@code cpu} backend, to the bit.
 *
 * <p>One object serves all threads, without a lock.
 */
public final class Predictor {
  private final Inference inference;
  private final Optional<Recipe> recipe;
  private final boolean chooses;
  private final boolean isScaled;
  private final List<String> names;

  private Predictor(Model model) {
    this.inference = Inference.of(model);
    this.recipe = model.recipe();
    this.chooses = !model.classNames().isEmpty();
    this.isScaled = recipe.isPresent() && model.network().loss().link() == Link.IDENTITY;
    this.names = chooses
        ? model.classNames()
        : recipe
            .map(Recipe::targets)
            .or(() -> model.table().map(table -> table.targets()))
            .map(TargetColumns::names)
            .orElseGet(() -> numbered(model.network().outputs()));
  }

  private static List<String> numbered(int outputs) {
    return IntStream.rangeClosed(1, outputs).mapToObj(Integer::toString).toList();
  }

  /** A model ready for use. */
  public static Predictor of(Model model) {
    return new Predictor(model);
  }

  /**
   * The model of a file, or of a run's directory, ready for use.
   *
   * @throws DataException naming the file, if it is not there or damaged in any way
   */
  public static Predictor load(Path path) {
    return of(Model.load(path));
  }

  /** The names of the classes, or of the target columns, in the order of the model's outputs. */
  public List<String> names() {
    return names;
  }

  /**
   * The columns that a row wants, in the order of {@link #predict(float[])}; none without a recipe.
   */
  public List<String> columns() {
    return recipe.map(Recipe::columns).orElse(List.of());
  }

  /**
   * What the model says of a row of a table.
   *
   * @param row cells by the names of their columns: numbers, texts, truth values; null or an empty
   *     text where one is missing. Columns that the model does not know do not count.
   * @throws DataException if a column is not there at all, or a cell makes no sense in its column
   * @throws IllegalStateException if the model has no recipe: then it knows no columns
   */
  public Prediction predict(Map<String, ?> row) {
    Recipe columns = recipe.orElseThrow(() -> new IllegalStateException(
        "this model has no recipe for the columns of a table; give it its " + inference.inputs()
            + " numbers"));
    return answers(inference.predict(columns.encode(row))).get(0);
  }

  /**
   * What the model says of rows of numbers.
   *
   * @param rows numbers as the data had them, row after row: one for each of {@link #columns()},
   *     NaN where one is missing; without a recipe the model's inputs
   * @return an answer for each row, none for none
   * @throws IllegalArgumentException if they are no whole rows
   * @throws DataException if a column wants words, or a number makes no sense in its column
   */
  public List<Prediction> predictAll(float[] rows) {
    return answers(
        inference.predict(recipe.map(columns -> encoded(columns, rows)).orElse(rows)));
  }

  /**
   * What the model says of one row of numbers, as {@link #predictAll} takes it.
   *
   * @throws IllegalArgumentException if it is not one row
   */
  public Prediction predict(float[] row) {
    List<Prediction> answers = predictAll(row);
    if (answers.size() != 1) {
      throw new IllegalArgumentException(
          "one row wanted, came " + answers.size() + "; ask predictAll");
    }
    return answers.get(0);
  }

  /** The same of bytes, such as the pixels of images, each 0..255 without a sign. */
  public List<Prediction> predictAll(byte[] rows) {
    if (recipe.isPresent()) {
      float[] numbers = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        numbers[i] = rows[i] & 0xFF;
      }
      return predictAll(numbers);
    }
    return answers(inference.predict(rows));
  }

  private static float[] encoded(Recipe recipe, float[] rows) {
    int columns = recipe.encodings().size();
    if (rows.length % columns != 0) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the model wants rows of %d numbers, one a column, came %d; give it whole rows",
          columns,
          rows.length));
    }
    int count = rows.length / columns;
    float[] features = new float[Math.multiplyExact(count, recipe.width())];
    for (int row = 0; row < count; row++) {
      recipe.encode(rows, row * columns, features, row * recipe.width());
    }
    return features;
  }

  private List<Prediction> answers(Matrix matrix) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(row -> answer(matrix, row))
        .toList();
  }

  private Prediction answer(Matrix matrix, int row) {
    double[] values = new double[matrix.columns()];
    for (int output = 0; output < values.length; output++) {
      double value = matrix.at(row, output);
      values[output] = isScaled ? recipe.get().scales().get(output).undo(value) : value;
    }
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new DataException(String.format(
          Locale.ROOT,
          "row %d: the model's answer is %s; look for numbers far beyond those that it learnt from,"
              + " or train it anew",
          row + 1,
          Arrays.toString(values)));
    }
    return new Prediction(chooses, names, values);
  }
}
