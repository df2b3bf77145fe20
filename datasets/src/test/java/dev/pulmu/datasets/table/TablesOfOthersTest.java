package dev.pulmu.datasets.table;

import static dev.pulmu.datasets.table.TextTable.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Scale;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other programs write into tables and DataVec 1.0.0-M2.1 gets wrong, from the file to the
 * data set; findings/datavec-tables.sh has what comes there.
 */
class TablesOfOthersTest {
  @TempDir
  private Path directory;

  @Test
  void utf8sMarkIsNoPartOfANameInQuotesOrWithout() {
    for (String name : new String[] {"x", "\"x\""}) {
      TableData data = read("\ufeff" + name + ",y\n" + "1,0.5\n2,1.5\n3,2.5\n".repeat(2));
      assertThat(data.dataset().recipe().orElseThrow().columns()).containsExactly("x");
    }
  }

  @Test
  void aNewlineInQuotesEndsNoRow() {
    TableData data = read("x,\"what\nit is\",y\n" + "1,\"a\nb\",0.5\n2,c,1.5\n".repeat(3));

    assertThat(data.dataset().samples()).isEqualTo(6);
    assertThat(data.dataset().recipe().orElseThrow().features())
        .containsExactly("x", "what\nit is is a\nb", "what\nit is is c", "what\nit is is other");
  }

  @Test
  void aCommaBehindTheLastCellIsNoColumn() {
    TableData data = read("x,y,\n" + "1,0.5,\n2,1.5,\n3,2.5,\n".repeat(2));

    assertThat(data.profile()).extracting(ColumnProfile::name).containsExactly("x", "y");
    assertThat(((Targets.Values) data.dataset().targetsAsTheyAre()).values())
        .containsExactly(0.5f, 1.5f, 2.5f, 0.5f, 1.5f, 2.5f);
  }

  @Test
  void aNumberThatIsNaNIsMissing() {
    TableData data = read("x,y\n" + "2,0.5\nNaN,1.5\n2,2.5\nnan,3.5\n".repeat(5));

    Standardised x =
        (Standardised) data.dataset().recipe().orElseThrow().encodings().get(0);
    assertThat(data.profile().get(0).kind()).isEqualTo(Kind.NUMBER);
    assertThat(x.missing()).isEqualTo(Missing.MEAN);
    assertThat(x.scale()).isEqualTo(new Scale(2, 0));
    float[] features = ((Features.Floats) data.dataset().features()).values();
    assertThat(features).hasSize(40);
    for (int row = 0; row < 20; row++) {
      assertThat(features[2 * row]).isZero();
      assertThat(features[2 * row + 1]).isEqualTo(row % 2);
    }
  }

  @Test
  void aTargetThatIsNaNIsNoNumber() {
    assertThatThrownBy(() -> read("x,y\n" + "1,0.5\n2,1.5\n".repeat(5) + "3,NaN\n"))
        .hasMessage(directory.resolve("t.csv") + ", line 12: column 'y': a number wanted, came"
            + " 'NaN'; mend the cell, or pass --bad-rows skip");
  }

  /** Normalizers of ND4J give -0.3 and NaN: findings/nd4j-normalizer-constant.sh. */
  @Test
  void aThousandRowsOfOneNumberAreZero() {
    TableData data = read("x,z,y\n"
        + IntStream.range(0, 1000)
            .mapToObj(row -> "1000.3,70000," + row * 0.5 + "\n")
            .collect(Collectors.joining()));

    assertThat(((Features.Floats) data.dataset().features()).values())
        .hasSize(2000)
        .containsOnly(0);
  }

  private TableData read(String text) {
    return TextTable.read(directory.resolve("t.csv"), text, rules("y"));
  }
}
