package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.folder.CsvHeader;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TargetColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.transform.ColumnType;
import org.datavec.api.transform.metadata.CategoricalMetaData;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.Writable;

/** Tables of DataVec's: a schema says what its columns hold, a reader has the rows. */
public final class DataVecTables {
  private final String name;
  private final String source;
  private final Schema schema;
  private final TableRules rules;
  private final TargetColumns targets;
  private final List<DataVecColumn> columns = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long row;
  private long bad;
  private long incomplete;

  /**
   * Reads all rows of a reader, which is reset before if it can be. Kinds follow from types:
   * {@code Double}, {@code Float}, {@code Integer} and {@code Long} are numbers, {@code Boolean} is
   * a yes or a no, {@code Categorical} and {@code String} are categories; all others are left out,
   * as a note says. The rules may name other kinds. Null, NaN and empty texts are missing cells.
   *
   * <p>Targets of either kind are numbers where their type is one, else labels. Classes stand in
   * the order of a {@code Categorical} target, else in that of numbers or of the alphabet.
   *
   * @param name what the data set is called in reports
   * @param reader initialised, with a cell for each column of the schema in every record
   * @param rules whose split shares the rows out
   * @throws DataException naming row, from 1 on, column and value of what contradicts the schema
   */
  public static TableData read(String name, Schema schema, RecordReader reader, TableRules rules) {
    return new DataVecTables(name, schema, rules).read(reader);
  }

  /**
   * The schema of a table that was read to train on, with its columns in their order. Numbers are
   * {@code Double}, bytes {@code Integer}, ids and columns that are left out {@code String}.
   * Labels, answers, and categories all of whose words have a feature are {@code Categorical} with
   * these words; other categories are {@code String}, since their rare words would contradict the
   * type.
   */
  public static Schema schema(TableData table) {
    Dataset data = table.dataset();
    Schema.Builder schema = new Schema.Builder();
    for (ColumnProfile column : table.profile()) {
      String name = column.name();
      if (column.isTarget()) {
        add(schema, name, table.targets(), data.classNames());
      } else {
        add(schema, column, data.recipe().flatMap(recipe -> encoding(recipe, name)));
      }
    }
    return schema.build();
  }

  private static void add(
      Schema.Builder schema, String name, TargetColumns targets, List<String> classes) {
    if (targets.kind() == TargetColumns.Kind.LABELS) {
      schema.addColumnCategorical(name, classes);
    } else {
      schema.addColumnDouble(name);
    }
  }

  private static void add(
      Schema.Builder schema, ColumnProfile column, Optional<Encoding> encoding) {
    String name = column.name();
    List<String> words = encoding.map(DataVecTables::words).orElse(List.of());
    if (column.kind() == Kind.NUMBER) {
      schema.addColumnDouble(name);
    } else if (column.kind() == Kind.BYTE) {
      schema.addColumnInteger(name, 0, 255);
    } else if (!words.isEmpty() && column.distinct().equals(Integer.toString(words.size()))) {
      schema.addColumnCategorical(name, words);
    } else {
      schema.addColumnString(name);
    }
  }

  private static Optional<Encoding> encoding(Recipe recipe, String name) {
    return recipe.encodings().stream()
        .filter(encoding -> encoding.column().equals(name))
        .findFirst();
  }

  private static List<String> words(Encoding encoding) {
    if (encoding instanceof YesNo answer) {
      return List.of(answer.no(), answer.yes());
    }
    return encoding instanceof OneHot category
        ? category.values().stream().filter(word -> !word.isEmpty()).toList()
        : List.of();
  }

  private DataVecTables(String name, Schema schema, TableRules rules) {
    this.name = name;
    this.source = "data set '" + name + "'";
    this.schema = schema;
    this.rules = rules;
    requireNames();
    this.targets = targets();
    Map<String, Kind> said = KindRules.said(rules);
    for (String column : schema.getColumnNames()) {
      boolean isTarget = targets.names().contains(column);
      Kind kind = isTarget ? targetKind() : said.getOrDefault(column, kind(schema.getType(column)));
      if (kind == Kind.SKIP && !said.containsKey(column)) {
        notes.add("column '" + column + "' is left out: " + schema.getType(column)
            + " is no type that features are made of");
      }
      columns.add(new DataVecColumn(schema.getMetaData(column), kind, isTarget));
    }
  }

  private TableData read(RecordReader reader) {
    if (reader.resetSupported()) {
      reader.reset();
    }
    while (reader.hasNext()) {
      row++;
      take(reader.next());
    }
    Table table = table();
    List<String> classes = targets.kind() == TargetColumns.Kind.LABELS ? classes(table) : List.of();
    TableSamples samples =
        new TableSamples(table, targets, classes, rules.missing(), Optional.empty());
    Shares.Rows split = rules.split().draw(source, samples.targets(), rules.seed());
    Dataset data =
        new Dataset(name, samples, classes, split.train(), split.validation(), split.test());
    List<ColumnProfile> profile = columns.stream()
        .map(column -> column.profile(targets, table.column(column.name()).map(TypedColumn::cells)))
        .toList();
    return new TableData(data, targets, profile, notes);
  }

  private void requireNames() {
    List<String> names = schema.getColumnNames();
    Set<String> seen = new HashSet<>();
    for (String column : names) {
      if (!seen.add(column)) {
        throw new DataException(source + ": two columns of the schema are called '" + column
            + "'; give each a name of its own");
      }
    }
    List<String> wanted = new ArrayList<>(rules.targetNames());
    rules.columns().forEach(column -> wanted.add(column.name()));
    for (String column : wanted) {
      if (!seen.contains(column)) {
        throw new DataException(source + ": column '" + column + "' wanted, the schema has "
            + CsvHeader.shortened(names, 20));
      }
    }
    if (rules.targets().isEmpty()) {
      throw new DataException(source + ": it is not said what to predict; name one of "
          + CsvHeader.shortened(names, 20));
    }
  }

  private TargetColumns targets() {
    TargetColumns wanted = rules.targets().orElseThrow();
    if (wanted.kind() != TargetColumns.Kind.EITHER) {
      return wanted;
    }
    boolean areNumbers = wanted.names().stream()
        .allMatch(column -> DataVecColumn.NUMBERS.contains(schema.getType(column)));
    return new TargetColumns(
        areNumbers ? TargetColumns.Kind.NUMBERS : TargetColumns.Kind.LABELS, wanted.names());
  }

  private Kind targetKind() {
    return targets.kind() == TargetColumns.Kind.LABELS ? Kind.CATEGORY : Kind.NUMBER;
  }

  private static Kind kind(ColumnType type) {
    return switch (type) {
      case Double, Float, Integer, Long -> Kind.NUMBER;
      case Boolean -> Kind.YES_NO;
      case Categorical, String -> Kind.CATEGORY;
      case Time, Bytes, NDArray -> Kind.SKIP;
    };
  }

  private void take(List<Writable> record) {
    if (record.size() != columns.size()) {
      throw new DataException(source + ", row " + row + ": " + columns.size()
          + " cells wanted, one for each column of the schema, came " + record.size());
    }
    boolean lacksSome = false;
    for (int i = 0; i < columns.size(); i++) {
      DataVecColumn column = columns.get(i);
      Optional<String> wanted = column.refusal(record.get(i), rules.missing());
      if (wanted.isPresent()) {
        if (!rules.skipBadRows()) {
          throw new DataException(source + ", row " + row + ", column '" + column.name() + "': "
              + wanted.get() + " wanted, came '" + record.get(i)
              + "'; mend the cell, or leave such rows out");
        }
        bad++;
        return;
      }
      lacksSome |= column.isLackedBy(record.get(i));
    }
    if (lacksSome && rules.missing() == Missing.SKIP) {
      incomplete++;
      return;
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(record.get(i));
    }
  }

  private Table table() {
    notes.addAll(Tables.leftOut(bad, incomplete));
    if (row == bad + incomplete) {
      throw new DataException(source + ": at least one row that can be used wanted, "
          + (row == 0 ? "the reader has none" : "none of " + row + " can"));
    }
    List<TypedColumn> used = new ArrayList<>();
    boolean hasFeature = false;
    for (DataVecColumn column : columns) {
      if (column.isEmpty()) {
        notes.add("column '" + column.name() + "' is left out: no row has a cell in it");
      }
      if (column.kind() != Kind.SKIP) {
        used.add(new TypedColumn(column.name(), column.kind(), column.cells()));
        hasFeature |= column.kind() != Kind.ID && !column.isTarget();
      }
    }
    if (!hasFeature) {
      throw new DataException(source + ": no column is left as feature, at least one is wanted"
          + (notes.isEmpty() ? "" : "; " + String.join("; ", notes)));
    }
    return new Table(used);
  }

  private List<String> classes(Table table) {
    String target = targets.names().get(0);
    if (schema.getMetaData(target) instanceof CategoricalMetaData category) {
      return category.getStateNames();
    }
    return TableReading.classes(source, table, targets);
  }
}
