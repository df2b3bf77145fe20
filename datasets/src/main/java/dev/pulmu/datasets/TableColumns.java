package dev.pulmu.datasets;

import java.util.List;

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
   * Checks that there is a name for each of so many columns.
   *
   * @throws IllegalArgumentException if there are more or fewer
   */
  public void require(int featureColumns, int targetColumns) {
    if (features.size() != featureColumns || targets.names().size() != targetColumns) {
      throw new IllegalArgumentException(
          "names of %d features and %d targets wanted, came %d and %d"
              .formatted(
                  featureColumns,
                  targetColumns,
                  features.size(),
                  targets.names().size()));
    }
  }
}
