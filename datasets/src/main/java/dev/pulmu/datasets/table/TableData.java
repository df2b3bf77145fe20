package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;

/**
 * A table as it was read.
 *
 * @param targets with their kind, which may have been found from their cells
 * @param profile one for each column, in the order of the file
 * @param notes lines that people should read: what was found and what was chosen
 */
public record TableData(
    Dataset dataset, TargetColumns targets, List<ColumnProfile> profile, List<String> notes) {
  public TableData {
    profile = List.copyOf(profile);
    notes = List.copyOf(notes);
  }

  /** The same table, encoded by the recipe of a model with these classes. */
  TableData encodedBy(Recipe recipe, List<String> classes) {
    return new TableData(dataset.encodedBy(recipe, classes), targets, profile, notes);
  }
}
