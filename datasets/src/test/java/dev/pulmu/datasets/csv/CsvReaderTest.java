package dev.pulmu.datasets.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.files.DataException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void commasSemicolonsAndTabsAreFound() {
    assertThat(read("a,b\n1,x\n2,y\n")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a;b\n1;x\n2;y\n")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a\tb\n1\tx, z\n2\ty;\n")).containsExactly("a|b", "1|x, z", "2|y;");
    assertThat(reader("a;b\n1;x\n").dialect().text()).isEqualTo("semicolons");
    assertThat(reader("a\tb\n1\tx\n").dialect().text()).isEqualTo("tabs");
  }

  @Test
  void aSeparatorInsideTextIsNoOtherDialect() {
    assertThat(read("a,b\n1,x;y\n2,z;w\n")).containsExactly("a|b", "1|x;y", "2|z;w");
    assertThat(read("a,b\n1,\"x;y\tz\"\n")).containsExactly("a|b", "1|x;y\tz");
  }

  @Test
  void excelsLineNamesTheSeparator() {
    assertThat(read("a;b\n\"x; y\";1\n\"z\";2\n")).containsExactly("a|b", "x; y|1", "z|2");
    assertThat(read("sep=;\na;b\n1,5;x\n")).containsExactly("a|b", "1,5|x");
    assertThat(read("\"sep=,\"\r\na,b\r\n1,x\r\n")).containsExactly("a|b", "1|x");
  }

  @Test
  void decimalCommasComeWithOtherSeparatorsAlone() {
    CsvReader decimal = reader("a;b\n1,5;-0,25\n");
    assertThat(decimal.dialect().text()).isEqualTo("semicolons, decimal commas");
    assertThat(decimal.next()).isTrue();
    assertThat(decimal.number(0)).isEqualTo(1.5);
    assertThat(decimal.number(1)).isEqualTo(-0.25);
    CsvReader points = reader("a;b\n1,5;0.25\n");
    assertThat(points.next()).isTrue();
    assertThat(points.number(0)).isNaN();
    assertThat(points.number(1)).isEqualTo(0.25);
  }

  @Test
  void quotesHoldSeparatorsLineEndsAndDoubledQuotes() {
    assertThat(read("a,b\n\"x, \"\"y\"\"\n z\",2\n \"q\" ,3\n5\" disk,4\n"))
        .containsExactly("a|b", "x, \"y\"\n z|2", "q|3", "5\" disk|4");
  }

  @Test
  void linesAreCountedThroughQuotedOnes() {
    CsvReader reader = reader("a,b\n\"x\n\ny\",2\n1,2\n");
    assertThat(reader.next()).isTrue();
    assertThat(reader.line()).isEqualTo(2);
    assertThat(reader.next()).isTrue();
    assertThat(reader.line()).isEqualTo(5);
  }

  @Test
  void lineEndsOfAllMachinesAndUtf8sMarkMakeNoCells() {
    String bom = "\ufeff";
    assertThat(read(bom + "a,b\r\n1,x\r\n\"2\",y\r\n")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a,b\r1,x\r2,y\r")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a,b\n1,x\n2,y")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a,b\n1,x\n2,\"y\"")).containsExactly("a|b", "1|x", "2|y");
  }

  @Test
  void emptyLinesAtTheEndAreNoRows() {
    assertThat(read("a,b\n1,x\n\n  \n,\n")).containsExactly("a|b", "1|x");
  }

  @Test
  void aCommaBehindTheLastCellIsNoColumn() {
    assertThat(read("a,b,\n1,x,\n2,y,\n")).containsExactly("a|b", "1|x", "2|y");
    assertThat(read("a,b\n1,x,\n2,y\n")).containsExactly("a|b", "1|x", "2|y");
    assertThatThrownBy(() -> read("a,b\n1,x\n2,y\n1,x,3\n"))
        .hasMessage("t, line 4: 2 cells wanted, one a column, came 3; put quotes around a cell that"
            + " has a separator in it, or pass --bad-rows skip");
  }

  @Test
  void namesInTheFirstLineAreToldFromRows() {
    assertHeader("a,b\n1,2\n", true);
    assertHeader("1,2\n3,4\n", false);
    assertHeader("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n", false);
    assertHeader("sepal,petal,species\n4.9,3.0,Iris-setosa\n", true);
    assertHeader("name,2019,2020\nx,3,4\n", true);
    assertHeader("0,1,2\n5,7,9\n", true);
    assertHeader("colour,shape\nred,round\nblue,square\n", true);
    assertHeader("p,x,s,p\ne,x,y,n\n", false);
    assertHeader("p,x,s\ne,x,y\np,f,s\n", false);
    assertHeader(",a,b\n0,red,x\n1,blue,y\n", true);
    assertHeader("a,b\n", true);
    assertHeader("x,\nNA,1\n", true);
    assertThat(reader("1,2\n3,4\n").names()).containsExactly("c1", "c2");
  }

  @Test
  void namesThatAreKnownMakeALineOfNames() {
    String text = "2019,1999\n1,2\n";
    assertThat(reader(text).dialect().header()).isFalse();
    CsvReader known = CsvReader.of(stream(text), "t", Set.of("1999"), false);
    assertThat(known.names()).containsExactly("2019", "1999");
  }

  @Test
  void badRowsAreRefusedByTheirLineOrCounted() {
    String text = "a,b\n1,x\n2\n\n3,y,z\n4,w\n";
    assertThatThrownBy(() -> read(text))
        .hasMessageStartingWith("t, line 3: 2 cells wanted, one a column, came 1; ");
    assertThatThrownBy(() -> read("a,b\n1,x\n\n4,w\n"))
        .hasMessage("t, line 3: a row wanted, the line is empty; take it out, or pass --bad-rows"
            + " skip");
    CsvReader reader = CsvReader.of(stream(text), "t", Set.of(), true);
    assertThat(rows(reader)).containsExactly("1|x", "4|w");
    assertThat(reader.skipped()).isEqualTo(3);
  }

  @Test
  void otherEncodingsThanUtf8AreRefused() {
    byte[] latin = "a,b\n1,fünf\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> rows(CsvReader.of(new ByteArrayInputStream(latin), "t", Set.of(), false)))
        .hasMessage("t, line 2: text in UTF-8 wanted, other bytes came; save the table as UTF-8");
    byte[] utf16 = "\ufeffa,b\n1,x\n".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> CsvReader.of(new ByteArrayInputStream(utf16), "t", Set.of(), false))
        .hasMessage("t, line 1: text in UTF-8 wanted, UTF-16 came; save the table as UTF-8");
    assertThatThrownBy(() -> read("a,b\n1,x\n2,\0\n"))
        .hasMessage("t, line 3: text in UTF-8 wanted, other bytes came; save the table as UTF-8");
    assertThat(read("a,b\n1,풀무\n2,é\n")).containsExactly("a|b", "1|풀무", "2|é");
  }

  @Test
  void quotesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> read("a,b\n1,x\n2,\"y\n3,z\n"))
        .hasMessage(
            "t, line 3: a quote begins in this row that does not end; write a quote inside a"
                + " quoted cell twice");
    assertThatThrownBy(() -> read("a,b\n1,x\n2,\"y\"z\n"))
        .hasMessage(
            "t, line 3: a quote ends inside a cell; write a quote inside a quoted cell" + " twice");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> reader("")).hasMessage("t: a table wanted, the file is empty");
    assertThatThrownBy(() -> reader("\n\n")).hasMessage("t: a table wanted, the file is empty");
  }

  /** However few bytes a stream gives at a time, and whatever the buffer's length cuts. */
  @Test
  void rowsDoNotDependOnHowBytesCome() {
    StringBuilder text = new StringBuilder("a,b,c\r\n");
    for (int row = 0; row < 30_000; row++) {
      text.append(row).append(",\"x\"\"").append(row % 7).append("\r\né\", ").append(row / 8.0);
      text.append("\r\n");
    }
    CsvReader whole = reader(text.toString());
    CsvReader pieces = CsvReader.of(new Pieces(stream(text.toString())), "t", Set.of(), false);
    List<String> rows = rows(whole);
    assertThat(rows).hasSize(30_000).contains("29999|x\"4\né|3749.875".replace("\n", "\r\n"));
    assertThat(rows(pieces)).isEqualTo(rows);
  }

  @Test
  void aRowLongerThanTheBufferIsRead() {
    String wide = "0.5,".repeat(199_999) + "0.5";
    CsvReader reader = reader(wide + "\n" + wide + "\n");
    assertThat(reader.names()).hasSize(200_000);
    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.number(199_999)).isEqualTo(0.5);
    assertThat(reader.next()).isFalse();
  }

  private static void assertHeader(String text, boolean header) {
    assertThat(reader(text).dialect().header()).as(text).isEqualTo(header);
  }

  private static List<String> read(String text) {
    CsvReader reader = reader(text);
    List<String> all = new ArrayList<>();
    all.add(String.join("|", reader.names()));
    all.addAll(rows(reader));
    return all;
  }

  private static List<String> rows(CsvReader reader) {
    List<String> rows = new ArrayList<>();
    while (reader.next()) {
      rows.add(String.join(
          "|", IntStream.range(0, reader.names().size()).mapToObj(reader::text).toList()));
    }
    return rows;
  }

  private static CsvReader reader(String text) throws DataException {
    return CsvReader.of(stream(text), "t", Set.of(), false);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives a few bytes at a time. */
  private static final class Pieces extends FilterInputStream {
    private int calls;

    Pieces(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(length, ++calls % 5 + 1));
    }
  }
}
