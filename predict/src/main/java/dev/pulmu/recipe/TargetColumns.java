package dev.pulmu.recipe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a table that a network should predict.
 *
 * @param kind what is in them
 * @param names one column of labels, or at least one of numbers
 */
public record TargetColumns(Kind kind, List<String> names) {
  /** What target columns hold. */
  public enum Kind {
    /** Numbers to come close to, or a yes (1) or no (0) in each column. */
    NUMBERS,
    /** The name of a class. */
    LABELS,
    /** One of these two, as the cells say. */
    EITHER
  }

  public TargetColumns {
    names = List.copyOf(names);
    if (kind == Kind.LABELS && names.size() != 1) {
      throw new IllegalArgumentException(
          "labels want one column, as in labels(species), came " + names);
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "numbers want at least one column, as in numbers(price), came none");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a target column wants a name, came '" + name + "'");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("column '" + name + "' is a target twice");
      }
    }
  }
}
