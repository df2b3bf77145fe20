package dev.pulmu.recipe;

import java.util.List;
import java.util.Locale;

/**
 * The columns of a table by name, each either a feature or a target.
 *
 * @param features in the order in which a network sees them
 * @param targets in the order of its answers
 */
public record TableColumns(List<String> features, TargetColumns targets) {
  public TableColumns {
    features = List.copyOf(features);
  }

  /**
   * Checks that there is a name for each column.
   *
   * @throws IllegalArgumentException if there are more or fewer
   */
  public void require(int featureColumns, int targetColumns) {
    if (features.size() != featureColumns || targets.names().size() != targetColumns) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "names of %d features and %d targets wanted, came %d and %d",
          featureColumns,
          targetColumns,
          features.size(),
          targets.names().size()));
    }
  }
}
