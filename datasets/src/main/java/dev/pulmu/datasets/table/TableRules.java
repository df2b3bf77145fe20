package dev.pulmu.datasets.table;

import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user says about a table.
 *
 * @param targets the columns to predict, and what is in them, if their cells are not to say it;
 *     absent only of pictures with the label first
 * @param columns kinds of columns, for which their cells are not asked
 * @param missing what becomes of a number that a row lacks
 * @param skipBadRows whether rows that do not fit are counted and left out
 * @param split of one file
 * @param seed of the split
 */
public record TableRules(
    Optional<TargetColumns> targets,
    List<Column> columns,
    Missing missing,
    boolean skipBadRows,
    Shares split,
    long seed) {
  public TableRules {
    columns = List.copyOf(columns);
  }

  /** All that can be left unsaid about a table with these targets. */
  public static TableRules of(TargetColumns targets) {
    return new TableRules(Optional.of(targets), List.of(), Missing.MEAN, false, Shares.DEFAULT, 0);
  }

  /** The names of the columns to predict, none where that is not said. */
  List<String> targetNames() {
    return targets.map(TargetColumns::names).orElse(List.of());
  }

  /** These rules for other targets. */
  TableRules withTargets(TargetColumns other) {
    return new TableRules(Optional.of(other), columns, missing, skipBadRows, split, seed);
  }

  /** These rules for the columns of a recipe alone, whose kinds and targets it knows. */
  TableRules of(Recipe recipe) {
    List<String> wanted = recipe.targets().names();
    if (targets.isPresent() && !Set.copyOf(wanted).equals(Set.copyOf(targetNames()))) {
      throw new IllegalArgumentException("the model to go on with predicts "
          + String.join(", ", wanted) + ", --targets names " + String.join(", ", targetNames())
          + "; leave --targets out, or train anew");
    }
    List<Column> known = recipe.encodings().stream()
        .map(encoding -> new Column(encoding.column(), encoding.kind()))
        .toList();
    return new TableRules(Optional.of(recipe.targets()), known, missing, skipBadRows, split, seed);
  }
}
