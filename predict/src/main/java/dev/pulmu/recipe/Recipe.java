package dev.pulmu.recipe;

import dev.pulmu.files.DataException;
import dev.pulmu.names.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of a table's columns before a network gets them, as fitted on the rows that it was
 * trained on. It is data: {@link #text} has all of it, and {@link #parse} reads that back.
 *
 * @param encodings one for each column that gives features, in the order of these
 * @param ids columns that tell rows apart, and are kept beside predictions
 * @param targets the columns to predict
 * @param scales how the target columns were standardised, one for each where they are numbers; none
 *     for labels
 */
public record Recipe(
    List<Encoding> encodings, List<String> ids, TargetColumns targets, List<Scale> scales) {
  public Recipe {
    encodings = List.copyOf(encodings);
    ids = List.copyOf(ids);
    scales = List.copyOf(scales);
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException(
          "a recipe wants at least one column to make features of, came none");
    }
    int numbers = targets.kind() == TargetColumns.Kind.NUMBERS ? targets.names().size() : 0;
    if (scales.size() != numbers) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT, "a recipe wants %d target scales, came %d", numbers, scales.size()));
    }
    Set<String> seen = new HashSet<>();
    for (Encoding encoding : encodings) {
      if (!seen.add(encoding.column())) {
        throw new IllegalArgumentException(
            "a recipe wants each column once, came '" + encoding.column() + "' twice");
      }
    }
  }

  /** Reads what {@link #text} writes. */
  public static Recipe parse(String text) {
    return RecipeJson.read(text);
  }

  /** All of it as JSON, in one line. */
  public String text() {
    return RecipeJson.write(this);
  }

  /** The names of the columns that it wants, in their order. */
  public List<String> columns() {
    return encodings.stream().map(Encoding::column).toList();
  }

  /** The names of the features, in the order in which a network gets them. */
  public List<String> features() {
    return encodings.stream().flatMap(encoding -> encoding.features().stream()).toList();
  }

  /** How many features it gives for a row. */
  public int width() {
    return encodings.stream().mapToInt(Encoding::width).sum();
  }

  /** Whether all features are bytes. */
  public boolean isBytes() {
    return encodings.stream().allMatch(encoding -> encoding.kind() == Kind.BYTE);
  }

  /**
   * The features of one row.
   *
   * @param row cells by the names of the columns: numbers, texts, truth values; null or an empty
   *     text where one is missing. What is in other columns does not count.
   * @throws DataException if a column is not there at all, or a cell makes no sense in its column
   */
  public float[] encode(Map<String, ?> row) {
    float[] features = new float[width()];
    List<String> absent = new ArrayList<>();
    int at = 0;
    for (Encoding encoding : encodings) {
      if (row.containsKey(encoding.column())) {
        encoding.encode(row.get(encoding.column()), features, at);
      } else {
        absent.add(encoding.column());
      }
      at += encoding.width();
    }
    if (!absent.isEmpty()) {
      throw absent(absent, List.copyOf(row.keySet()));
    }
    return features;
  }

  /**
   * Writes the features of one row of numbers.
   *
   * @param row from {@code from} on, a number for each of {@link #columns}; NaN where one is
   *     missing
   * @param into where the features go, from {@code at} on
   * @throws DataException if a column wants words, or a number makes no sense in its column
   */
  public void encode(float[] row, int from, float[] into, int at) {
    int column = from;
    int feature = at;
    for (Encoding encoding : encodings) {
      if (encoding.kind() != Kind.NUMBER && encoding.kind() != Kind.BYTE) {
        throw new DataException("column '" + encoding.column()
            + "' holds words; give rows by the names of their columns");
      }
      encoding.encode(row[column], into, feature);
      column++;
      feature += encoding.width();
    }
  }

  /** What to say where columns are not there. */
  public DataException absent(List<String> absent, List<String> came) {
    String meant = Names.nearest(absent.get(0), came)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("");
    return new DataException("column '" + String.join("', '", absent)
        + "' wanted, as the model learnt from it; it is not there" + meant);
  }
}
