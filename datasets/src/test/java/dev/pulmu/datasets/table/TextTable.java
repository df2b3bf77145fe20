package dev.pulmu.datasets.table;

import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables as text, and what is said of them. */
final class TextTable {
  static final String PASSENGERS = """
      PassengerId,Survived,Sex,Age,Name,Embarked,Smokes,Born
      1,0,male,22,"Braund, Mr. Owen",S,no,1890-01-02
      2,1,female,38,"Cumings, Mrs. ""Flo"\"",C,no,1874-05-06
      3,1,female,,Heikkinen,S,yes,1886-07-08
      4,0,male,35,Allen,,no,1877-01-01
      5,1,female,27.5,Johnson,S,yes,1885-01-01
      6,0,male,NA,Moran,Q,no,1880-12-12
      """;

  private TextTable() {}

  static String rows(int count, IntFunction<String> row) {
    return IntStream.range(0, count).mapToObj(row).map(r -> r + "\n").collect(Collectors.joining());
  }

  static TableRules rules(String target) {
    return TableRules.of(new TargetColumns(TargetColumns.Kind.EITHER, List.of(target)));
  }

  static TableRules with(TableRules rules, Column column) {
    List<Column> columns = new ArrayList<>(rules.columns());
    columns.add(column);
    return new TableRules(
        rules.targets(),
        columns,
        rules.missing(),
        rules.skipBadRows(),
        rules.split(),
        rules.seed());
  }

  static TableRules skipping(TableRules rules) {
    return new TableRules(
        rules.targets(), rules.columns(), rules.missing(), true, rules.split(), rules.seed());
  }

  static TableRules split(TableRules rules, String split, long seed) {
    return new TableRules(
        rules.targets(), rules.columns(), rules.missing(), false, Shares.parse(split), seed);
  }

  static TableData read(Path file, String text, TableRules rules) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Tables.read(Lookup.usual(), file, rules);
  }
}
