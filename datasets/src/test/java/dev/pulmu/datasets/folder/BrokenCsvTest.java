package dev.pulmu.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a table can be wrong: one line that says where, what came, what to do. */
class BrokenCsvTest {
  private static final String SAME = "; both files want the same columns in the same order";

  @TempDir
  private Path directory;

  private Path train;
  private Path test;

  @BeforeEach
  void writeAGoodTable() throws IOException {
    train = Files.writeString(directory.resolve("train.csv"), "a,b,y\n1,2,3\n4,5,6\n");
    test = Files.writeString(directory.resolve("test.csv"), "a,b,y\n7,8,9\n");
  }

  @Test
  void aMissingFileIsNamedAndNotMade() throws IOException {
    Files.delete(test);
    assertRefused(test + ": no such file; a table wants train.csv and test.csv in one directory");
    assertThat(test).doesNotExist();
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Files.delete(test);
    Files.createDirectory(test);
    assertRefused(test + ": a file wanted, this is a directory");
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> load(nowhere, TargetColumns.Kind.NUMBERS, "y"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            nowhere + ": no such directory; data set 'csv' wants train.csv and test.csv in it");
  }

  @Test
  void anEmptyFileHasNoHeader() throws IOException {
    Files.writeString(train, "");
    assertRefused(train + ": a first line with the names of the columns wanted, the file is empty");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          1,2.5,-3e4 | names of the columns wanted, came 1, 2.5, -3e4, as in a row; put a line of names above it, or a letter before each number
          2,4,6 | names of the columns wanted, came 2, 4, 6, as in a row; put a line of names above it, or a letter before each number
          0,1 | names of the columns wanted, came 0, 1, as in a row; put a line of names above it, or a letter before each number
          a;b;y | names of at least two columns, with commas between them, wanted, came 'a;b;y'
          a	b	y | names of at least two columns, with commas between them, wanted, came 'a	b	y'
          '' | names of at least two columns, with commas between them, wanted, came an empty cell
          ,a,y | column 1 has no name; give it one, or take it out
          a,b,y,b | columns 2 and 4 are both named 'b'; give one of them another name
          5.1,3.5,1.4,0.2,iris | names of the columns wanted, came 5.1, 3.5, 1.4, …, as in a row; put a line of names above it, or a letter before each number
          M,0.2,1,0.2 | names of the columns wanted, came 0.2, 1, 0.2, as in a row; put a line of names above it, or a letter before each number
          sep=; | names of the columns wanted, came Excel's line 'sep=;'; take it out, and put commas between the cells
          "sep=," | names of the columns wanted, came Excel's line 'sep=,'; take it out
          "SEP=	" | names of the columns wanted, came Excel's line 'SEP='; take it out, and put commas between the cells
          a,"b,y | a quote begins that does not end in this line; write a quote inside a quoted cell twice, and keep a cell in one line
          """)
  void aHeaderThatMakesNoSense(String header, String message) throws IOException {
    Files.writeString(train, header + "\n1,2,3\n");
    assertRefused(train + ", line 1: " + message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          1,2 | 3 cells wanted, one a column, came 2; put quotes around a cell that has a comma in it
          1,2,3,4 | 3 cells wanted, one a column, came 4; put quotes around a cell that has a comma in it
          '' | a row wanted, the line is empty; take it out
          1,,3 | column 'b': a finite number wanted, came an empty cell; give a number, or take the row or the column out
          1, 2,3 | column 'b': a finite number wanted, came ' 2' with a no-break space (U+00A0) in it, which nobody sees; give a number, or take the row or the column out
          1,2​,3 | column 'b': a finite number wanted, came '2​' with a zero width space (U+200B) in it, which nobody sees; give a number, or take the row or the column out
          1,﻿2,3 | column 'b': a finite number wanted, came '﻿2' with a zero width no-break space (U+FEFF) in it, which nobody sees; give a number, or take the row or the column out
          1,x,3 | column 'b': a finite number wanted, came 'x'; give a number, or take the row or the column out
          1,NA,3 | column 'b': a finite number wanted, came 'NA'; give a number, or take the row or the column out
          1,NaN,3 | column 'b': a finite number wanted, came 'NaN'; give a number, or take the row or the column out
          1,2,Infinity | column 'y': a finite number wanted, came 'Infinity'; give a number, or take the row or the column out
          1,2,-4e38 | column 'y': a finite number wanted, came '-4e38'; give a number, or take the row or the column out
          1,"2,5",3 | column 'b': a finite number wanted, came '2,5'; give a number, or take the row or the column out
          1,2f,3 | column 'b': a finite number wanted, came '2f'; give a number, or take the row or the column out
          0x1p3,2,3 | column 'a': a finite number wanted, came '0x1p3'; give a number, or take the row or the column out
          1-2,2,3 | column 'a': a finite number wanted, came '1-2'; give a number, or take the row or the column out
          1\\2,2,3 | column 'a': a finite number wanted, came '1\\2'; give a number, or take the row or the column out
          1,"2,3 | a quote begins that does not end in this line; write a quote inside a quoted cell twice, and keep a cell in one line
          """)
  void aRowThatMakesNoSenseIsNamedByItsLine(String row, String message) throws IOException {
    for (Path file : List.of(train, test)) {
      writeAGoodTable();
      Files.writeString(file, "a,b,y\n1,2,3\n" + row + "\n4,5,6\n");
      assertRefused(file + ", line 3: " + message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
  void otherTextThanUtf8IsRefused(String charset) throws IOException {
    byte[] bytes = "größe,b,y\n1,2,3\n".getBytes(charset);
    Files.write(train, bytes);
    assertRefused(
        train + ", line 1: text in UTF-8 wanted, other bytes came; save the table as UTF-8");
  }

  @Test
  void columnsThatDifferBetweenTheFilesAreNamed() throws IOException {
    Files.writeString(test, "a,y,b\n7,8,9\n");
    assertRefused(test + ", line 1: column 2 is 'y', in " + train + " it is 'b'" + SAME);
    Files.writeString(test, "a,b\n7,8\n");
    assertRefused(test + ", line 1: 2 columns, in " + train + " there are 3" + SAME);
  }

  @Test
  void anUnknownTargetIsAnsweredWithTheColumns() throws IOException {
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.NUMBERS, "y", "prise"))
        .isInstanceOf(DataException.class)
        .hasMessage(train + ": no column 'prise' to take as target; it has a, b, y");

    Files.writeString(train, "a,Price\n1,2\n");
    Files.writeString(test, "a,Price\n1,2\n");
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.NUMBERS, "price"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            train + ": no column 'price' to take as target; did you mean 'Price'? It has a, Price");

    String wide = IntStream.range(0, 785).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    Files.writeString(train, wide + "\n");
    Files.writeString(test, wide + "\n");
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.NUMBERS, "y"))
        .hasMessageStartingWith(train + ": no column 'y' to take as target; it has p0, p1, p2,")
        .hasMessageEndingWith(", p18, p19 and 765 more");
  }

  @Test
  void aHardSpaceInTheNameOfAColumnIsTold() throws IOException {
    Files.writeString(train, "a,y\u00a0\n1,2\n");
    Files.writeString(test, "a,y\u00a0\n1,2\n");
    assertRefused(
        train + ": no column 'y' to take as target; it has a, y\u00a0 with a no-break space"
            + " (U+00A0) in it, which nobody sees");
  }

  @Test
  void atLeastOneColumnIsLeftAsFeature() {
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.NUMBERS, "y", "b", "a"))
        .isInstanceOf(DataException.class)
        .hasMessage(train
            + ": every column is a target, at least one feature is wanted; name fewer targets");
  }

  @Test
  void aTableWithoutRowsIsRefused() throws IOException {
    Files.writeString(test, "a,b,y\n");
    assertRefused(test + ": at least one row below the names of the columns wanted, there is none");
    Files.writeString(train, "a,b,y");
    assertRefused(
        train + ": at least one row below the names of the columns wanted, there is none");
  }

  @Test
  void aLabelThatOnlyTheTestRowsHaveIsRefused() throws IOException {
    Files.writeString(train, "a,y\n1,oak\n2,ash\n");
    Files.writeString(test, "a,y\n1,oak\n2,elm\n");
    assertLabelsRefused(
        test + ", line 3: column 'y': a label that train.csv has wanted, came 'elm'; have every"
            + " class in train.csv, or take the row out");
  }

  @Test
  void anEmptyLabelIsRefused() throws IOException {
    Files.writeString(train, "a,y\n1,oak\n2,\"\"\n");
    Files.writeString(test, "a,y\n1,oak\n");
    assertLabelsRefused(
        train
            + ", line 3: column 'y': a label wanted, came an empty cell; give one, or take the row out");
  }

  @Test
  void oneClassIsNotEnough() throws IOException {
    Files.writeString(train, "a,y\n1,oak\n2,oak\n");
    Files.writeString(test, "a,y\n1,oak\n");
    assertLabelsRefused(train
        + ": column 'y': at least two classes wanted, all rows have 'oak'; take a column whose"
        + " labels differ");
  }

  @Test
  void oneNumberIsNotTwoClasses() throws IOException {
    Files.writeString(train, "a,y\n1,7\n2,1\n3,07\n");
    Files.writeString(test, "a,y\n1,7\n");
    assertLabelsRefused(train
        + ": column 'y': one spelling for each number wanted, came '07' and '7'; write it one way");
  }

  @Test
  void aCutFileIsReadOrRefusedButNeverHalfARow() throws IOException {
    byte[] whole = Files.readString(train).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      Files.write(train, java.util.Arrays.copyOf(whole, length));
      try {
        Dataset data = load(directory, TargetColumns.Kind.NUMBERS, "y");
        assertThat(data.rows(Split.TRAIN)).hasSizeBetween(1, 2);
      } catch (DataException e) {
        assertThat(e.getMessage()).containsAnyOf(train.toString(), test.toString());
      }
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.NUMBERS, "y"))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  private void assertLabelsRefused(String message) {
    assertThatThrownBy(() -> load(directory, TargetColumns.Kind.LABELS, "y"))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  private static Dataset load(Path directory, TargetColumns.Kind kind, String... columns) {
    return Datasets.load(
        "csv",
        Lookup.usual().in(directory),
        Optional.of(new TargetColumns(kind, List.of(columns))));
  }
}
