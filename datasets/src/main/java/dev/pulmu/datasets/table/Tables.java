package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.csv.CsvReader;
import dev.pulmu.datasets.folder.CsvFolder;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.datasets.table.ColumnLoad.OfWords;
import dev.pulmu.datasets.table.TableLoad.Wanted;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Cells;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads tables whose columns become features by a {@link Recipe}. */
public final class Tables {
  private Tables() {}

  /**
   * Reads a table: one file whose rows are split by a seed, or {@code train.csv}, {@code test.csv}
   * and perhaps {@code validation.csv} in one directory. What columns hold is found from all rows;
   * the data set's recipe is fitted on its training rows. A table of a megabyte or more is kept in
   * the look-up's cache as it was parsed, and found again by the SHA-256 of its bytes.
   *
   * @param lookup whose listener hears how far it is
   * @throws DataException naming file, line, column and value of what does not fit
   */
  public static TableData read(Lookup lookup, Path place, TableRules rules) {
    TableFiles files =
        TableFiles.at(place, lookup.listener(), rules.targetNames(), rules.skipBadRows());
    return new TableReading(files, rules).read(new TableCache(lookup.cache()));
  }

  /** A guess at what to predict of a table, its last column. */
  public static TargetColumns likelyTargets(Lookup lookup, Path place) {
    TableFiles files = TableFiles.at(place, lookup.listener(), List.of(), false);
    try (CsvReader reader = files.open(files.first())) {
      List<String> names = TableFiles.names(reader);
      return new TargetColumns(TargetColumns.Kind.EITHER, List.of(names.get(names.size() - 1)));
    }
  }

  /** Whether a directory has a table to train on. */
  public static boolean isTable(Path directory) {
    return TableFiles.find(directory, "train").isPresent();
  }

  /**
   * Reads a table for a model that goes on with its own recipe: its columns are encoded as the
   * model knows them, all others are left out.
   *
   * @param classes of the model; none where it predicts numbers
   * @throws DataException as {@link #read(Lookup, Path, TableRules)} does, and if a class is none
   *     of the model's
   */
  public static TableData read(
      Lookup lookup, Path place, TableRules rules, Recipe recipe, List<String> classes) {
    TableFiles files =
        TableFiles.at(place, lookup.listener(), rules.targetNames(), rules.skipBadRows());
    return new TableReading(files, rules.of(recipe))
        .read(new TableCache(lookup.cache()))
        .encodedBy(recipe, classes);
  }

  /**
   * Reads rows to test a model on: all rows of a file, or those of {@code test.csv} in a directory.
   * The columns may stand in any order, and others may be among them.
   *
   * @param recipe of the model
   * @param classes of the model; none where it predicts numbers
   * @throws DataException naming the first column that is missing, or file, line, column and value
   *     of what does not fit
   */
  public static TableData readFor(
      Lookup lookup, Path place, Recipe recipe, List<String> classes, boolean skipBadRows) {
    List<String> names = new ArrayList<>(recipe.columns());
    names.addAll(recipe.targets().names());
    TableFiles files = TableFiles.test(place, lookup.listener(), names, skipBadRows);
    Path file = files.first();
    int room = count(files, file);
    List<Wanted> wanted = new ArrayList<>();
    recipe.encodings().forEach(encoding -> wanted.add(wanted(encoding, room)));
    boolean areNumbers = classes.stream().allMatch(name -> !Double.isNaN(Cells.number(name)));
    for (String target : recipe.targets().names()) {
      wanted.add(target(target, recipe.targets().kind(), areNumbers, room));
    }
    if (recipe.targets().kind() == TargetColumns.Kind.LABELS) {
      ((OfWords) wanted.get(wanted.size() - 1).cells()).close(classes, "the model knows");
    }
    TableLoad load = new TableLoad(wanted, room, skipBadRows);
    try (CsvReader reader = files.open(file)) {
      load.add(reader, TableFiles.places(reader, names));
    }
    TableSamples samples = new TableSamples(
        load.table(), recipe.targets(), classes, Missing.MEAN, Optional.of(recipe));
    Dataset data = new Dataset(
        CsvFolder.NAME,
        samples,
        classes,
        new int[0],
        new int[0],
        IntStream.range(0, load.rows()).toArray());
    return new TableData(data, recipe.targets(), List.of(), leftOut(load));
  }

  /**
   * Says how many parsed tables are kept, so that later runs need not parse them, and how large
   * they are; absent where there is none.
   */
  public static Optional<String> kept(Lookup lookup) {
    return new TableCache(lookup.cache()).line();
  }

  /** Deletes the parsed tables that are kept. */
  public static void deleteKept(Lookup lookup) {
    new TableCache(lookup.cache()).clear();
  }

  private static int count(TableFiles files, Path file) {
    try (CsvReader reader = files.open(file)) {
      int rows = 0;
      while (reader.next()) {
        rows++;
      }
      if (rows == 0) {
        throw new DataException(file + ": at least one row wanted, there is none");
      }
      return rows;
    }
  }

  private static Wanted wanted(Encoding encoding, int room) {
    Missing missing = Missing.MEAN;
    Set<String> answers = Set.of();
    if (encoding instanceof Standardised number) {
      missing = number.missing();
    } else if (encoding instanceof YesNo answer) {
      missing = answer.missing();
      answers = Set.of(answer.no().toLowerCase(Locale.ROOT), answer.yes().toLowerCase(Locale.ROOT));
    }
    ColumnLoad cells = ColumnLoad.of(encoding.kind(), room, answers);
    return new Wanted(encoding.column(), encoding.kind(), cells, false, missing);
  }

  /** @param areNumbers whether labels are numbers */
  static Wanted target(String name, TargetColumns.Kind kind, boolean areNumbers, int room) {
    return kind == TargetColumns.Kind.LABELS
        ? new Wanted(name, Kind.CATEGORY, ColumnLoad.labels(room, areNumbers), true, Missing.REFUSE)
        : new Wanted(
            name, Kind.NUMBER, ColumnLoad.of(Kind.NUMBER, room, Set.of()), true, Missing.REFUSE);
  }

  /** Lines that count the rows which were left out. */
  static List<String> leftOut(TableLoad load) {
    return leftOut(load.bad(), load.incomplete());
  }

  static List<String> leftOut(long bad, long incomplete) {
    List<String> notes = new ArrayList<>();
    if (bad > 0) {
      notes.add(bad + " rows are left out: they do not fit");
    }
    if (incomplete > 0) {
      notes.add(incomplete + " rows are left out: numbers are missing in them");
    }
    return notes;
  }
}
