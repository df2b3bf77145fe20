package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.PASSENGERS;
import static dev.pulmu.datasets.table.TextTable.rows;
import static dev.pulmu.datasets.table.TextTable.rules;
import static dev.pulmu.datasets.table.TextTable.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a table: one file that is split, files of their own, rows for a model. */
class TablePartsTest {
  @TempDir
  private Path directory;

  @Test
  void rowsOfOneFileAreSplitBySeedAndClass() {
    String text = "x,y\n" + rows(100, i -> i + ".5," + (i < 80 ? "many" : "few"));
    TableData data = read(text, split(rules("y"), "0.6/0.2/0.2", 1));
    Dataset set = data.dataset();
    assertThat(count(set, Split.TRAIN)).containsExactly(12, 48);
    assertThat(count(set, Split.VALIDATION)).containsExactly(4, 16);
    assertThat(count(set, Split.TEST)).containsExactly(4, 16);
    Dataset again = read(text, split(rules("y"), "0.6/0.2/0.2", 1)).dataset();
    assertThat(again.rows(Split.TEST)).isEqualTo(set.rows(Split.TEST));
    Dataset other = read(text, split(rules("y"), "0.6/0.2/0.2", 2)).dataset();
    assertThat(other.rows(Split.TEST)).isNotEqualTo(set.rows(Split.TEST));
  }

  /** Classes few, many, in this order. */
  private static int[] count(Dataset data, Split split) {
    int[] counts = new int[2];
    Targets.Labels labels = (Targets.Labels) data.targetsAsTheyAre();
    for (int row : data.rows(split)) {
      counts[labels.values()[row]]++;
    }
    return counts;
  }

  @Test
  void theLastRowOfAClassIsTrainedOn() {
    String text = "x,y\n" + rows(20, i -> i + ".5," + (i == 7 ? "once" : "often"));
    Dataset data = read(text, rules("y")).dataset();
    assertThat(data.rows(Split.TRAIN)).contains(7).hasSize(16);
  }

  @Test
  void tooFewRowsForASplitAreRefused() {
    assertThatThrownBy(() -> read("x,y\n1.5,a\n2.5,b\n", rules("y")))
        .hasMessage(
            file() + ": 2 rows of 2 classes cannot be split 0.8/0.2: that takes 0 to validate"
                + " on and 1 to test with; give more rows, another split, or files of their own");
  }

  @Test
  void filesOfTheirOwnHaveTheirColumnsInAnyOrder() throws IOException {
    Files.writeString(directory.resolve("train.csv"), "x,w,y\n1,a,1.5\n2,b,2.5\n3,a,3.5\n");
    Files.writeString(directory.resolve("validation.tsv"), "y\tw\tx\n4.5\ta\t4\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("test.csv.gz")))) {
      out.write("w,extra,y,x\nc,0,5.5,5\n".getBytes(StandardCharsets.UTF_8));
    }
    Dataset data = Tables.read(Lookup.usual(), directory, rules("y")).dataset();
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1, 2);
    assertThat(data.rows(Split.VALIDATION)).containsExactly(3);
    assertThat(data.rows(Split.TEST)).containsExactly(4);
    assertThat(((Targets.Values) data.targetsAsTheyAre()).values())
        .containsExactly(1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
    assertThat(((Features.Floats) data.features()).values()[0])
        .isEqualTo((float) (-1 / Math.sqrt(2.0 / 3)));
    Files.writeString(directory.resolve("train.csv"), "x,ww,y\n1,a,1.5\n2,b,2.5\n");
    assertThatThrownBy(() -> Tables.read(Lookup.usual(), directory, rules("y")))
        .hasMessage(directory.resolve("validation.tsv")
            + ": no column 'ww'; did you mean 'w'? It has y, w, x");
  }

  @Test
  void aClassThatIsNotTrainedOnIsRefusedByItsLine() throws IOException {
    Files.writeString(directory.resolve("train.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
    Files.writeString(directory.resolve("test.csv"), "x,y\n1,a\n2,c\n");
    assertThatThrownBy(() -> Tables.read(Lookup.usual(), directory, rules("y")))
        .hasMessage(directory.resolve("test.csv") + ", line 3: column 'y': a label that"
            + " train.csv has wanted, came 'c'; mend the cell, or pass --bad-rows skip");
  }

  @Test
  void aModelsRecipeEncodesOtherRows() throws IOException {
    TableData trained = read(PASSENGERS, rules("Survived"));
    Path other = directory.resolve("other.csv");
    Files.writeString(
        other, "Smokes;Sex;Survived;Name;Age;Embarked;more\nyes;male;1.0;x;22;S;?\n;;0;;;;\n");
    Dataset data = Tables.readFor(
            Lookup.usual(),
            other,
            trained.dataset().recipe().orElseThrow(),
            trained.dataset().classNames(),
            false)
        .dataset();
    assertThat(data.rows(Split.TEST)).containsExactly(0, 1);
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(1, 0);
    assertThat(data.recipe()).isEqualTo(trained.dataset().recipe());
    float[] features = ((Features.Floats) data.features()).values();
    int width = data.features().columns();
    assertThat(Arrays.copyOf(features, width))
        .containsExactly(trained
            .dataset()
            .recipe()
            .orElseThrow()
            .encode(
                Map.of("Smokes", "yes", "Sex", "male", "Name", "x", "Age", 22, "Embarked", "S")));
    Files.writeString(other, "Smokes,Sex,Survived,Name,Aged,Embarked\nyes,male,1,x,22,S\n");
    assertThatThrownBy(() -> Tables.readFor(
            Lookup.usual(),
            other,
            trained.dataset().recipe().orElseThrow(),
            trained.dataset().classNames(),
            false))
        .hasMessage(other + ": no column 'Age'; did you mean 'Aged'? It has Smokes, Sex, Survived,"
            + " Name, Aged, Embarked");
  }

  private Path file() {
    return directory.resolve("t.csv");
  }

  private TableData read(String text, TableRules rules) {
    return TextTable.read(file(), text, rules);
  }
}
