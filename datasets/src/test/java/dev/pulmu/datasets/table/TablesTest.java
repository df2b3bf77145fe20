package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.PASSENGERS;
import static dev.pulmu.datasets.table.TextTable.rows;
import static dev.pulmu.datasets.table.TextTable.rules;
import static dev.pulmu.datasets.table.TextTable.skipping;
import static dev.pulmu.datasets.table.TextTable.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.Column;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir
  private Path directory;

  @Test
  void kindsAreFoundFromCells() {
    TableData data = read(PASSENGERS, rules("Survived"));
    assertThat(data.profile())
        .extracting(ColumnProfile::name, ColumnProfile::kind)
        .map(tuple -> tuple.toList().get(0) + " " + tuple.toList().get(1))
        .containsExactly(
            "PassengerId ID",
            "Survived NUMBER",
            "Sex CATEGORY",
            "Age NUMBER",
            "Name CATEGORY",
            "Embarked CATEGORY",
            "Smokes YES_NO",
            "Born SKIP");
    assertThat(data.targets())
        .isEqualTo(new TargetColumns(TargetColumns.Kind.LABELS, List.of("Survived")));
    assertThat(data.dataset().classNames()).containsExactly("0", "1");
    assertThat(data.notes())
        .containsExactly("column 'Born' is left out: dates and times; give numbers, such as days"
            + " since some day");
    assertThat(data.dataset().recipe().orElseThrow().ids()).containsExactly("PassengerId");
  }

  @Test
  void theProfileIsATableInLines() {
    List<String> lines = ColumnProfile.lines(read(PASSENGERS, rules("Survived")).profile());
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(lines)
        .contains(
            "  column       kind      examples        missing  distinct  becomes",
            "  Survived     target    0, 1                  0         2  a class",
            "  Age          number    22, 38, 35            2         4  standardised",
            "  Embarked     category  S, C, Q               1         3  one-hot");
  }

  @Test
  void aProfileOfManyColumnsLacksItsMiddle() {
    String names = IntStream.range(0, 90).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    String row = IntStream.range(0, 90).mapToObj(i -> i + ".5").collect(Collectors.joining(","));
    TableData data = read(names + ",y\n" + (row + ",1.5\n").repeat(9), rules("y"));
    List<String> lines = ColumnProfile.lines(data.profile());
    assertThat(lines).hasSize(1 + 12 + 1 + 12).contains("  … 67 more columns");
    assertThat(lines.get(lines.size() - 1)).startsWith("  y ");
  }

  @Test
  void wordsThatNearlyAllDifferAreLeftOut() {
    StringBuilder text = new StringBuilder("name,x,y\n");
    for (int i = 0; i < 200; i++) {
      text.append("person ").append(i % 101).append(',').append(i).append(',').append(i * 0.5);
      text.append('\n');
    }
    TableData data = read(text.toString(), rules("y"));
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.SKIP);
    assertThat(data.notes())
        .containsExactly("column 'name' is left out: 101 different words; to keep it, pass"
            + " --columns 'name:category'");
    TableData kept = read(text.toString(), with(rules("y"), new Column("name", Kind.CATEGORY)));
    assertThat(kept.profile().get(0).kind()).isEqualTo(Kind.CATEGORY);
  }

  @Test
  void numbersBeforeTheFirstWordAreWordsToo() {
    TableData data =
        read("t,y\n1,0.5\n1,1.5\n2,2.5\nA/5,3.5\n2,4.5\nA/5,0.1\nA/5,0.2\n", rules("y"));
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.CATEGORY);
    assertThat(data.profile().get(0).distinct()).isEqualTo("3");
  }

  @Test
  void wordsAmongFewNumbersAreToldOf() {
    TableData data = read("x,y\n1,0.5\n2,1.5\n4O,2.5\n3,3.5\n7,4.5\n9,0.1\n", rules("y"));
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.CATEGORY);
    assertThat(data.notes())
        .containsExactly("column 'x' is taken as words: 5 of its cells are numbers, '4O' in line 4"
            + " is none; if it is one, mend it, or pass --columns 'x:number' --bad-rows skip");
  }

  @Test
  void theIndexThatPandasWritesIsAnId() {
    TableData data = read("Unnamed: 0,x,y\n" + numberedIndex(), rules("y"));
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.ID);
  }

  private static String numberedIndex() {
    return TextTable.rows(9, i -> i + "," + i * 0.7 + "," + i * 0.3);
  }

  @Test
  void aWordAmongNumbersIsAMistake() {
    String text = "x,y\n" + numbered(0, 30) + "12O,1\n" + numbered(31, 60);
    assertThatThrownBy(() -> read(text, rules("y")))
        .hasMessage(file() + ", line 32: column 'x': a number wanted, as in 59 of 60 rows, came"
            + " '12O'; mend the cell, pass --bad-rows skip, or --columns 'x:category'");
    TableData skipped = read(text, skipping(rules("y")));
    assertThat(skipped.dataset().samples()).isEqualTo(59);
    assertThat(skipped.notes()).containsExactly("1 rows are left out: they do not fit");
  }

  @Test
  void whatIsSaidOfAColumnCounts() {
    String text = "zip,sex,y\n1,0,1.5\n2,1,2.5\n1,0,3.5\n2,1,4.5\n";
    TableRules rules =
        with(with(rules("y"), new Column("zip", Kind.CATEGORY)), new Column("sex", Kind.YES_NO));
    TableData data = read(text, rules);
    assertThat(data.dataset().recipe().orElseThrow().features())
        .containsExactly("zip is 2", "zip is other", "sex is 1");
    assertThat(read(text, with(rules("y"), new Column("sex", Kind.SKIP)))
            .dataset()
            .recipe()
            .orElseThrow()
            .columns())
        .containsExactly("zip");
  }

  @Test
  void cellsThatContradictWhatIsSaidAreRefusedByTheirPlace() {
    String text = "x,z,y\n1,a,1.5\ntwo,b,2.5\n3,c,3.5\n300,a,4.5\n";
    assertThatThrownBy(() -> read(text, with(rules("y"), new Column("x", Kind.NUMBER))))
        .hasMessage(file() + ", line 3: column 'x': a number wanted, came 'two'; mend the cell, or"
            + " pass --bad-rows skip");
    assertThatThrownBy(() -> read(text, with(rules("y"), new Column("x", Kind.BYTE))))
        .hasMessage(file() + ", line 3: column 'x': a whole number from 0 to 255 wanted, came"
            + " 'two'; mend the cell, or pass --bad-rows skip");
    assertThatThrownBy(() -> read(text, with(rules("y"), new Column("z", Kind.YES_NO))))
        .hasMessage(file() + ": column 'z': two words for no and yes wanted, came 3: a, b, c; pass"
            + " --columns 'z:category'");
    assertThatThrownBy(() -> read(text, with(rules("y"), new Column("zz", Kind.SKIP))))
        .hasMessage(file() + ": no column 'zz'; did you mean 'z'? It has x, z, y");
    TableData bytes = read(text, skipping(with(rules("y"), new Column("x", Kind.BYTE))));
    assertThat(bytes.dataset().samples()).isEqualTo(2);
  }

  @Test
  void targetsAreLabelsOrNumbersAsTheirCellsSay() {
    assertThat(kind("x,y\n" + "1,0\n2,1\n".repeat(5))).isEqualTo(TargetColumns.Kind.LABELS);
    assertThat(kind("x,y\n" + "1,a\n2,b\n".repeat(5))).isEqualTo(TargetColumns.Kind.LABELS);
    assertThat(kind("x,y\n" + "1,0.5\n2,1\n".repeat(5))).isEqualTo(TargetColumns.Kind.NUMBERS);
    assertThat(kind("x,y\n1,1\n1,2\n1,3\n1,4\n1,5\n")).isEqualTo(TargetColumns.Kind.NUMBERS);
    String many =
        IntStream.range(0, 63).mapToObj(i -> "1," + i % 21 + "\n").collect(Collectors.joining());
    assertThat(kind("x,y\n" + many)).isEqualTo(TargetColumns.Kind.NUMBERS);
  }

  private TargetColumns.Kind kind(String text) {
    return read(text, rules("y")).targets().kind();
  }

  @Test
  void severalTargetsAreNumbers() {
    TargetColumns both = new TargetColumns(TargetColumns.Kind.EITHER, List.of("a", "b"));
    TableData data = read("x,a,b\n" + "1,0,1\n2,1,0\n3,1,1\n".repeat(3), TableRules.of(both));
    assertThat(data.targets().kind()).isEqualTo(TargetColumns.Kind.NUMBERS);
    assertThat(((Targets.Values) data.dataset().targetsAsTheyAre()).columns()).isEqualTo(2);
  }

  @Test
  void labelsThatAreNumbersAreWrittenOneWayAndSortedAsNumbers() {
    TableData data = read("x,y\n" + "1,10.0\n2,9\n3,10\n4,9.0\n5,-1\n6,-1\n".repeat(2), rules("y"));
    assertThat(data.dataset().classNames()).containsExactly("-1", "9", "10");
    Targets.Labels labels = (Targets.Labels) data.dataset().targetsAsTheyAre();
    assertThat(Arrays.copyOf(labels.values(), 6)).containsExactly(2, 1, 2, 1, 0, 0);
  }

  @Test
  void rowsWithoutTargetAreRefusedOrCounted() {
    String text = "x,y\n" + "1,a\n2,b\n".repeat(5) + "3,\n";
    assertThatThrownBy(() -> read(text, rules("y")))
        .hasMessage(file() + ", line 12: column 'y': a label wanted, came an empty cell; mend the"
            + " cell, or pass --bad-rows skip");
    assertThat(read(text, skipping(rules("y"))).dataset().samples()).isEqualTo(10);
    String numbers = "x,y\n" + "1,1.5\n2,2.5\n".repeat(5) + "3,NA\n";
    assertThatThrownBy(() -> read(numbers, rules("y")))
        .hasMessage(file() + ", line 12: column 'y': a number wanted, came 'NA'; mend the cell, or"
            + " pass --bad-rows skip");
  }

  @Test
  void missingNumbersAreRefusedOrTheirRowsCountedWhereThatIsSaid() {
    assertThatThrownBy(() -> read(PASSENGERS, missing(Missing.REFUSE)))
        .hasMessage(
            file() + ", line 4: column 'Age': a number wanted, came an empty cell; give one,"
                + " or pass --missing mean or --missing skip");
    TableData data = read(PASSENGERS, missing(Missing.SKIP));
    assertThat(data.dataset().samples()).isEqualTo(4);
    assertThat(data.notes()).contains("2 rows are left out: numbers are missing in them");
  }

  private static TableRules missing(Missing missing) {
    TableRules rules = rules("Survived");
    return new TableRules(rules.targets(), List.of(), missing, false, new Shares(0.5, 0, 0.5), 0);
  }

  @Test
  void picturesWithTheLabelFirstAreRecognised() {
    String row = "," + "0,".repeat(63) + "255\n";
    String text = IntStream.range(0, 20).mapToObj(i -> i % 10 + row).collect(Collectors.joining());
    TableRules unsaid = new TableRules(
        Optional.empty(), List.of(), Missing.MEAN, false, new Shares(0.5, 0, 0.5), 0);
    TableData data = read(text, unsaid);
    assertThat(data.notes())
        .contains(
            file() + ": pictures of 8x8, one a row, the label first, as MNIST in CSV has them");
    assertThat(data.targets())
        .isEqualTo(new TargetColumns(TargetColumns.Kind.LABELS, List.of("label")));
    Features.Bytes bytes = (Features.Bytes) data.dataset().features();
    assertThat(bytes.columns()).isEqualTo(64);
    assertThat(bytes.values()[63]).isEqualTo((byte) 255);
    assertThat(data.dataset().recipe().orElseThrow().columns()).startsWith("pixel0", "pixel1");
  }

  @Test
  void pandasIndexIsAnId() {
    TableData data = read(",x,y\n" + rows(10, i -> i + "," + i * 0.5 + "," + i * 0.25), rules("y"));
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.ID);
    assertThat(data.dataset().recipe().orElseThrow().ids()).containsExactly("(index)");
    TableData names =
        read(",x,y\n" + rows(10, i -> "car " + i + "," + i * 0.5 + "," + i * 0.25), rules("y"));
    assertThat(names.profile().get(0).kind()).isEqualTo(Kind.ID);
  }

  @Test
  void whatCannotBeATableIsRefused() throws IOException {
    assertThatThrownBy(() -> read("x,y\n", rules("y")))
        .hasMessage(file() + ": at least one row wanted, there is none");
    assertThatThrownBy(() -> read("x,y\n1,a\n2,b\n", rules("z")))
        .hasMessage(file() + ": no column 'z'; it has x, y");
    assertThatThrownBy(() -> read("x,y,x\n1,a,2\n2,b,3\n", rules("y")))
        .hasMessage(file()
            + ", line 1: columns 1 and 3 are both named 'x'; give one of them another" + " name");
    assertThatThrownBy(() -> read("y\na\nb\n", rules("y")))
        .hasMessage(file() + ": no column is left as feature, at least one is wanted");
    assertThatThrownBy(() -> read("x,y\n" + "1,a\n".repeat(9), rules("y")))
        .hasMessage(file() + ": column 'y': at least two classes wanted, all rows have 'a'; take a"
            + " column whose labels differ");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> Tables.read(Lookup.usual(), empty, rules("y")))
        .hasMessage(empty + ": a table wants train.csv and test.csv in one directory, there is no"
            + " train.csv; or name one file");
    assertThatThrownBy(() -> Tables.read(Lookup.usual(), directory.resolve("no.csv"), rules("y")))
        .hasMessage(directory.resolve("no.csv") + ": no such file");
  }

  private static String numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> i + "," + i * 0.5 + "\n")
        .collect(Collectors.joining());
  }

  private Path file() {
    return directory.resolve("t.csv");
  }

  private TableData read(String text, TableRules rules) {
    return TextTable.read(file(), text, rules);
  }
}
