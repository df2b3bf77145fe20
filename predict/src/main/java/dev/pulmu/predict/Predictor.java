package dev.pulmu.predict;

import dev.pulmu.files.DataException;
import dev.pulmu.layout.Matrix;
import dev.pulmu.model.Model;
import dev.pulmu.network.Loss.Link;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
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
    this.recipe = model.recipe().or(() -> model.table().map(Predictor::asTheyAre));
    this.chooses = !model.classNames().isEmpty();
    this.isScaled = recipe.stream().anyMatch(columns -> !columns.scales().isEmpty())
        && model.network().loss().link() == Link.IDENTITY;
    this.names = chooses
        ? model.classNames()
        : recipe
            .map(Recipe::targets)
            .map(TargetColumns::names)
            .orElseGet(() -> counted(model.network().outputs()));
  }

  /** The recipe of a table whose numbers are used as they are. */
  private static Recipe asTheyAre(TableColumns table) {
    TargetColumns targets = table.targets();
    int numbers = targets.kind() == TargetColumns.Kind.NUMBERS ? targets.names().size() : 0;
    return new Recipe(
        table.features().stream()
            .<Encoding>map(
                name -> new Encoding.Standardised(name, Scale.NONE, Missing.REFUSE, false))
            .toList(),
        List.of(),
        targets,
        Collections.nCopies(numbers, Scale.NONE));
  }

  private static List<String> counted(int outputs) {
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

  /** Whether its answers are classes, and not numbers. */
  public boolean isClassifier() {
    return chooses;
  }

  /** I, the numbers of a row, where the model knows no columns. */
  public int inputs() {
    return inference.inputs();
  }

  /** What makes features of a table's columns; none if the model knows no columns. */
  public Optional<Recipe> recipe() {
    return recipe;
  }

  /**
   * The columns that a row wants, in the order of {@link #predict(float[])}; none if the model
   * learnt from no table.
   */
  public List<Column> columns() {
    return recipe.stream()
        .flatMap(columns -> columns.encodings().stream())
        .map(encoding -> new Column(encoding.column(), encoding.kind()))
        .toList();
  }

  /**
   * What the model says of a row of a table.
   *
   * @param row cells by the names of their columns: numbers, texts, truth values; null or an empty
   *     text where one is missing. Columns that the model does not know do not count.
   * @throws DataException if a column is not there at all, or a cell makes no sense in its column
   * @throws IllegalStateException if the model knows no columns
   */
  public Prediction predict(Map<String, ?> row) {
    return answers(inference.predict(required().encode(row)), Predictor::numbered)
        .get(0);
  }

  /**
   * What the model says of rows of a table, each as {@link #predict(Map)} takes it.
   *
   * @return an answer for each row, none for none
   * @throws DataException as there, with the row's number, from 1
   */
  public List<Prediction> predictAll(List<? extends Map<String, ?>> rows) {
    return predictAll(rows, Predictor::numbered);
  }

  /**
   * The same, of rows that have names of their own.
   *
   * @param name what messages call the row at a place, such as its file and line
   */
  public List<Prediction> predictAll(
      List<? extends Map<String, ?>> rows, IntFunction<String> name) {
    Recipe columns = required();
    int width = columns.width();
    float[] features = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      try {
        System.arraycopy(columns.encode(rows.get(row)), 0, features, row * width, width);
      } catch (DataException e) {
        throw new DataException(name.apply(row) + ": " + e.getMessage(), e);
      }
    }
    return answers(inference.predict(features), name);
  }

  private Recipe required() {
    return recipe.orElseThrow(() -> new IllegalStateException(
        "this model knows no columns of a table; give it its " + inputs() + " numbers"));
  }

  private static String numbered(int row) {
    return "row " + (row + 1);
  }

  /**
   * What the model says of rows of numbers.
   *
   * @param rows numbers as the data had them, row after row: one for each of {@link #columns()},
   *     NaN where one is missing; without columns {@link #inputs()} of them
   * @return an answer for each row, none for none
   * @throws IllegalArgumentException if they are no whole rows
   * @throws DataException if a column wants words, or a number makes no sense in its column
   */
  public List<Prediction> predictAll(float[] rows) {
    return answers(
        inference.predict(recipe.map(columns -> encoded(columns, rows)).orElse(rows)),
        Predictor::numbered);
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
    return answers(inference.predict(rows), Predictor::numbered);
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

  private List<Prediction> answers(Matrix matrix, IntFunction<String> name) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(row -> answer(matrix, row, name))
        .toList();
  }

  private Prediction answer(Matrix matrix, int row, IntFunction<String> name) {
    double[] values = new double[matrix.columns()];
    for (int output = 0; output < values.length; output++) {
      double value = matrix.at(row, output);
      values[output] = isScaled ? recipe.get().scales().get(output).undo(value) : value;
    }
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: the model's answer is %s; look for numbers far beyond those that it learnt from,"
              + " or train it anew",
          name.apply(row),
          Arrays.toString(values)));
    }
    return new Prediction(chooses, names, values);
  }
}
