package dev.pulmu.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are as they should be; {@link BrokenCsvTest} has the others. */
class CsvTest {
  @TempDir
  private Path directory;

  @Test
  void columnsThatAreNoTargetAreFeaturesInTheOrderOfTheFile() throws IOException {
    write("a,price,b\n1,10,-2\n0.5,20,3e2\n", "a,price,b\n.25,30,+4.\n");

    Dataset data = numbers("price");

    assertThat(data.name()).isEqualTo("csv");
    assertThat(features(data)).containsExactly(1, -2, 0.5f, 300, 0.25f, 4);
    assertThat(data.features().scale()).isEqualTo(1);
    assertThat(data.features().shift()).isZero();
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(10, 20, 30);
    assertThat(data.classNames()).isEmpty();
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1);
    assertThat(data.rows(Split.TEST)).containsExactly(2);
    assertThat(data.table().orElseThrow().features()).containsExactly("a", "b");
  }

  @Test
  void severalTargetsStandInTheOrderInWhichTheyAreNamed() throws IOException {
    write("rain,wind,x\n1,0,7\n0,1,8\n", "rain,wind,x\n1,1,9\n");

    Dataset data = numbers("wind", "rain");

    assertThat(data.targets().outputs()).isEqualTo(2);
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(0, 1, 1, 0, 1, 1);
    assertThat(features(data)).containsExactly(7, 8, 9);
  }

  @Test
  void classesAreSortedByName() throws IOException {
    write("x,species\n1,virginica\n2,setosa\n3,Setosa\n", "x,species\n4,setosa\n");

    Dataset data = labels("species");

    assertThat(data.classNames()).containsExactly("Setosa", "setosa", "virginica");
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(2, 1, 0, 1);
  }

  @Test
  void classesThatAreAllNumbersAreSortedAsNumbers() throws IOException {
    write("x,y\n1,10\n2,9\n3,-1\n4,9\n", "x,y\n4,10\n");

    Dataset data = labels("y");

    assertThat(data.classNames()).containsExactly("-1", "9", "10");
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(2, 1, 0, 1, 2);
  }

  @Test
  void oneWordAmongNumbersMakesAllOfThemWords() throws IOException {
    write("x,y\n1,10\n2,9\n3,many\n", "x,y\n4,10\n");

    assertThat(labels("y").classNames()).containsExactly("10", "9", "many");
  }

  @Test
  void quotedCellsMayHoldCommasQuotesAndBackslashes() throws IOException {
    write(
        "\"a, in cm\",kind\n\"1\",\"oak, red\"\n 2 ,\"the \"\"big\"\" one\"\n3,a\\b\n",
        "\"a, in cm\",kind\n4,a\\b\n");

    Dataset data = labels("kind");

    assertThat(data.classNames()).containsExactly("a\\b", "oak, red", "the \"big\" one");
    assertThat(features(data)).containsExactly(1, 2, 3, 4);
    assertThat(data.table().orElseThrow().features()).containsExactly("a, in cm");
  }

  @Test
  void aQuotedCellAtTheStartOfALineForgetsTheLineBefore() throws IOException {
    write("kind,x\noak,1\n\"\"\"big\"\"\",2\n", "kind,x\noak,4\n");

    assertThat(labels("kind").classNames()).containsExactly("\"big\"", "oak");
  }

  @Test
  void whatSpreadsheetsWriteIsRead() throws IOException {
    write("\ufeffx,größe\r\n1,2\r\n3,4", "x,größe\r\n5,6\r\n");

    Dataset data = numbers("größe");

    assertThat(features(data)).containsExactly(1, 3, 5);
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(2, 4, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x,the y\n1,2\n3,4\n",
        "x,the y\r\n1,2\r\n3,4\r\n",
        "x,the y\r1,2\r3,4\r", // as old Macs wrote it
        "x,the y\n1,2\n3,4",
        "\ufeffx,the y\n1,2\n3,4\n",
        "\ufeff\"x\",\"the y\"\n\"1\",\"2\"\n\"3\",\"4\"\n",
        " x , the y \n 1 , 2 \n 3 , 4 \n"
      })
  void marksLineEndsQuotesAndBlanksChangeNothing(String text) throws IOException {
    write(text, "x,the y\n5,6\n");

    Dataset data = numbers("the y");

    assertThat(features(data)).containsExactly(1, 3, 5);
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(2, 4, 6);
    assertThat(data.table().orElseThrow().features()).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\n\n\n", "\r\n\r\n", "\n  \n", "\r\n  "})
  void emptyLinesBelowTheLastRowHoldNoRow(String end) throws IOException {
    write("x,y\n1,2\n3,4\n" + end, "x,y\n5,6\n" + end);

    assertThat(features(numbers("y"))).containsExactly(1, 3, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1,2,y", "1990,y,2000,2010", "-1,2.5,1e3,y", "x,7,z,y"})
  void namesMayBeNumbersInAscendingOrder(String header) throws IOException {
    write(header + "\n1,2,3,4\n", header + "\n4,5,6,7\n");

    assertThat(numbers("y").table().orElseThrow().features()).hasSize(3);
  }

  /** As pandas and NumPy name the columns of a table that has no names. */
  @Test
  void namesMayCountTheColumns() throws IOException {
    write("0,1,2\n4,5,6\n", "0,1,2\n7,8,9\n");

    assertThat(features(numbers("2"))).containsExactly(4, 5, 7, 8);
  }

  @Test
  void theFingerprintIsThatOfTheTable() throws IOException, NoSuchAlgorithmException {
    write("x,y\n1,2\n", "x,y\n3,4\n");

    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(
        "pulmu-dataset-1 f32 samples=2 columns=1 scale=0x1.0p0 shift=0x0.0p0 values=1 test=1\n"
            .getBytes(StandardCharsets.UTF_8));
    digest.update(HexFormat.of().parseHex("0000803f" + "00004040" + "00000040" + "00008040"));
    assertThat(numbers("y").sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void theColumnsStayWhateverIsDoneWithTheRows() throws IOException {
    write("x,y\n1,2\n3,4\n5,6\n", "x,y\n3,4\n");

    Dataset data = numbers("y");

    TableColumns columns =
        new TableColumns(List.of("x"), new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("y")));
    assertThat(data.limit(2).withValidation(0.5, 1).scaled(2, 1).table()).contains(columns);
    assertThatThrownBy(() -> data.withTable(new TableColumns(List.of(), columns.targets())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names of 1 features and 1 targets wanted, came 0 and 1");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          NUMBERS | '' | numbers want at least one column, as in numbers(price), came none
          LABELS | '' | labels want one column, as in labels(species), came []
          LABELS | a;b | labels want one column, as in labels(species), came [a, b]
          NUMBERS | a;b;a | column 'a' is a target twice
          NUMBERS | a; | a target column wants a name, came ' '
          """)
  void targetsThatMakeNoSenseAreRefused(TargetColumns.Kind kind, String names, String message) {
    List<String> list =
        names.isEmpty() ? List.of() : Arrays.asList(names.replaceAll(";$", "; ").split(";"));
    assertThatThrownBy(() -> new TargetColumns(kind, list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aTableAndItsTargetsBelongTogether() throws IOException {
    write("x,y\n1,2\n", "x,y\n3,4\n");
    Lookup here = Lookup.usual().in(directory);
    Optional<TargetColumns> y =
        Optional.of(new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("y")));

    assertThatThrownBy(() -> Datasets.load("csv", here, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data set 'csv' wants to know its targets; pass --targets"
            + " 'numbers(COLUMN,..)' or --targets 'labels(COLUMN)'");
    assertThatThrownBy(() -> Datasets.load("mnist", here, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets are columns of a table, data set 'mnist' is none; leave --targets out,"
            + " or use --dataset csv");
    assertThatThrownBy(() -> Datasets.load("csv", Lookup.usual(), y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "data set 'csv' is a table of yours; pass --data DIR with train.csv and test.csv");
    assertThatThrownBy(() -> Datasets.fetch("csv", here))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is nothing to fetch");
  }

  private Dataset numbers(String... columns) {
    return load(TargetColumns.Kind.NUMBERS, columns);
  }

  private Dataset labels(String... columns) {
    return load(TargetColumns.Kind.LABELS, columns);
  }

  private Dataset load(TargetColumns.Kind kind, String... columns) {
    return Datasets.load(
        "csv",
        Lookup.usual().in(directory),
        Optional.of(new TargetColumns(kind, List.of(columns))));
  }

  private void write(String train, String test) throws IOException {
    Files.writeString(directory.resolve("train.csv"), train);
    Files.writeString(directory.resolve("test.csv"), test);
  }

  private static float[] features(Dataset data) {
    return ((Features.Floats) data.features()).values();
  }
}
