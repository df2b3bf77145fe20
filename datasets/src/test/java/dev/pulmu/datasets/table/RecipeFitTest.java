package dev.pulmu.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.table.Table.Numbers;
import dev.pulmu.datasets.table.Table.TypedColumn;
import dev.pulmu.datasets.table.Table.Words;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Kind;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecipeFitTest {
  private static final TargetColumns PRICE =
      new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price"));

  @Test
  void onlyTrainingRowsHaveASayInIt() {
    Dataset data = data(PRICE, number("x", 1, 3, 5, 1e6), number("price", 10, 20, 30, 9e9));
    assertThat(((Standardised) encoding(data, 0)).scale())
        .isEqualTo(new Scale(3, Math.sqrt(8.0 / 3)));
    assertThat(data.recipe().orElseThrow().scales())
        .containsExactly(new Scale(20, Math.sqrt(200.0 / 3)));
    assertThat(((Targets.Values) data.targets()).values()[0]).isCloseTo(-1.2247449f, within(1e-6f));
    assertThat(((Targets.Values) data.targetsAsTheyAre()).values())
        .containsExactly(10, 20, 30, 9e9f);
    Dataset fewer = data.limit(2);
    assertThat(((Standardised) encoding(fewer, 0)).scale()).isEqualTo(new Scale(2, 1));
    assertThat(fewer.sha256()).isEqualTo(data.sha256());
    Dataset validated = data.withValidation(0.34, 1);
    assertThat(validated.recipe().orElseThrow().text())
        .isEqualTo(new RecipeFit(table(), validated.rows(Split.TRAIN), Missing.MEAN)
            .recipe(PRICE)
            .text());
  }

  /** NormalizerStandardize gives −0.93 for a constant 1000.3, NormalizerMinMaxScaler NaN. */
  @Test
  void constantColumnsAreZeroWhateverTheirSize() {
    Dataset data = data(
        PRICE,
        number("small", 0.1, 0.1, 0.1, 0.1),
        number("large", 1000.3, 1000.3, 1000.3, 7),
        number("huge", 1e300, 1e300, 1e300, 1e300),
        number("none", Double.NaN, Double.NaN, Double.NaN, Double.NaN),
        number("price", 1, 2, 3, 4));
    assertThat(floats(data))
        .containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  }

  /** A float would keep no digit of the difference; the deviation is that of 0, 1, 2. */
  @Test
  void largeNumbersCloseTogetherKeepTheirDigits() {
    Dataset data =
        data(PRICE, number("t", 1.6e9, 1.6e9 + 1, 1.6e9 + 2, 0), number("price", 1, 2, 3, 4));
    assertThat(floats(data)[0]).isEqualTo((float) -Math.sqrt(1.5));
    assertThat(floats(data)[1]).isZero();
  }

  @Test
  void missingNumbersAreTheMeanAndMarkedWhereTrainingRowsLackSome() {
    Dataset data = data(
        PRICE,
        number("x", 1, Double.NaN, 3, 5),
        number("y", 1, 1, 2, Double.NaN),
        number("price", 1, 2, 3, 4));
    assertThat(data.recipe().orElseThrow().features()).containsExactly("x", "x is missing", "y");
    assertThat(floats(data)).startsWith(-1, 0).contains(0f, 1f);
    assertThat(floats(data)[3 * 3 + 2]).isZero();
  }

  @Test
  void wordsThatAreRareOrNeverSeenShareAPlace() {
    Words words = new Words(new int[] {0, 0, 1, 2, 2, 3}, List.of("b", "once", "a", "new"));
    Dataset data = new Dataset(
        "t",
        new TableSamples(
            new Table(List.of(
                new TypedColumn("w", Kind.CATEGORY, words), number("price", 1, 2, 3, 4, 5, 6))),
            PRICE,
            List.of(),
            Missing.MEAN,
            Optional.empty()),
        List.of(),
        new int[] {0, 1, 2, 3, 4},
        new int[0],
        new int[] {5});
    assertThat(((OneHot) encoding(data, 0)).values()).containsExactly("a", "b");
    assertThat(floats(data)).containsExactly(0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void yesComesSecondWhateverTheAlphabetSays() {
    assertThat(yesNo("yes", "no")).extracting(YesNo::no, YesNo::yes).containsExactly("no", "yes");
    assertThat(yesNo("T", "F")).extracting(YesNo::no, YesNo::yes).containsExactly("F", "T");
    assertThat(yesNo("alive", "dead")).extracting(YesNo::yes).isEqualTo("dead");
  }

  @Test
  void bytesStayBytesAndAreScaledByTheLargestOfTheTrainingRows() {
    Dataset data = data(
        PRICE,
        new TypedColumn("p", Kind.BYTE, new Numbers(new double[] {0, 8, 16, 255})),
        number("price", 1, 2, 3, 4));
    Features.Bytes bytes = (Features.Bytes) data.features();
    assertThat(bytes.values()).containsExactly(0, 8, 16, (byte) 255);
    assertThat(bytes.scale()).isEqualTo(1 / 16f);
    assertThat(bytes.shift()).isZero();
  }

  @Test
  void answersOfNoAndYesStayZeroAndOne() {
    Dataset data = data(PRICE, number("x", 1, 2, 3, 4), number("price", 0, 1, 1, 0));
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(0, 1, 1, 0);
  }

  private static YesNo yesNo(String first, String second) {
    Dataset data = data(
        PRICE,
        new TypedColumn(
            "q", Kind.YES_NO, new Words(new int[] {0, 1, 1, 0}, List.of(first, second))),
        number("price", 1, 2, 3, 4));
    return (YesNo) encoding(data, 0);
  }

  private static Encoding encoding(Dataset data, int place) {
    Recipe recipe = data.recipe().orElseThrow();
    return recipe.encodings().get(place);
  }

  private static float[] floats(Dataset data) {
    return ((Features.Floats) data.features()).values();
  }

  private static Table table() {
    return new Table(List.of(number("x", 1, 3, 5, 1e6), number("price", 10, 20, 30, 9e9)));
  }

  private static TypedColumn number(String name, double... values) {
    return new TypedColumn(name, Kind.NUMBER, new Numbers(values));
  }

  /** All rows but the last are training rows. */
  private static Dataset data(TargetColumns targets, TypedColumn... columns) {
    Table table = new Table(List.of(columns));
    int rows = table.rows();
    return new Dataset(
        "t",
        new TableSamples(table, targets, List.of(), Missing.MEAN, Optional.empty()),
        List.of(),
        IntStream.range(0, rows - 1).toArray(),
        new int[0],
        new int[] {rows - 1});
  }
}
