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
}
