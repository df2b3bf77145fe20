package dev.pulmu.datasets;

import dev.pulmu.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a data set, whose features may depend on which of them are trained on: a table is
 * encoded by a recipe that is fitted on its training rows alone.
 */
public interface Samples {
  /** How many rows there are. */
  int count();

  /** One target for each row, as it is in the data: numbers are not standardised. */
  Targets targets();

  /** The rows as a network gets them, where these are the training rows. */
  Encoded encode(int[] train);

  /**
   * The same rows, encoded by this recipe whichever rows are trained on.
   *
   * @param classes of the labels; none where targets are numbers
   * @throws IllegalArgumentException if a label is none of the classes, or rows have no columns
   */
  Samples encodedBy(Recipe recipe, List<String> classes);

  /** Some of these rows, in the given order. */
  Samples rows(int[] rows);

  /** SHA-256, in hexadecimal, of all rows and how many of them are test rows. */
  String sha256(int testRows);

  /**
   * Rows as a network gets them.
   *
   * @param targets standardised where the recipe says so
   * @param recipe what made features of the rows; absent where they are used as they are
   */
  record Encoded(Features features, Targets targets, Optional<Recipe> recipe) {}
}
