package dev.pulmu.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final String ADVICE =
      " came; beyond 1e6 training seldom succeeds and 32-bit floats"
          + " lose digits; scale it to -1..1, or take it out";
  private static final List<String> TWO = List.of("ash", "oak");

  @Test
  void aClassWithoutTrainingRowsIsNamed() {
    Dataset data =
        new Dataset("toy", bytes(6), new Targets.Labels(new int[] {0, 0, 0, 1, 1, 0}, 2), TWO, 2);

    assertThat(Doubts.of(data)).isEmpty();
    assertThat(Doubts.of(data.limit(3)))
        .containsExactly(
            "class 'oak': no row to train on, so that it cannot be learnt; give rows of"
                + " every class, or take it out");
  }

  @Test
  void ofManyClassesWithoutTrainingRowsSomeAreNamed() {
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    Dataset data = new Dataset("toy", bytes(2), new Targets.Labels(new int[] {4, 4}, 10), names, 1);

    assertThat(Doubts.of(data))
        .singleElement()
        .asString()
        .startsWith("class '0', '1', '2' and 6 more: no row to train on, ");
  }

  @Test
  void aColumnFarFromZeroIsNamed() {
    assertThat(of(1e6f, 0, -1e6f + 1)).containsExactly(line("'b'", "-1.00e+06 to 1.00e+06"));
    assertThat(of(5e5f, 0, -5e5f)).isEmpty();
    assertThat(of(12345678901f, 12345678902f, 12345678903f))
        .containsExactly(line("'b'", "1.23e+10 to 1.23e+10"));
    assertThat(of(-2e6f, -2e6f, -2e6f)).containsExactly(line("'b'", "-2.00e+06 to -2.00e+06"));
  }

  @Test
  void aLargeNumberInEveryRowIsNamed() {
    assertThat(of(2020, 2020, 2020))
        .containsExactly("column 'b': the same number in every row, and far from -1..1; nothing is"
            + " learnt from it, and others are learnt worse; take it out");
    assertThat(of(-2020, -2020)).hasSize(1);
    assertThat(of(2020, 2020, 2021)).isEmpty();
    assertThat(of(100, 100, 100)).isEmpty();
  }

  @Test
  void rowsThatNothingIsTrainedOnRaiseNoDoubts() {
    assertThat(Doubts.of(table(1, 2, 3e9f).limit(2))).isEmpty();
  }

  @Test
  void numbersToPredictAreWantedNearZeroToo() {
    Dataset prices = new Dataset(
            "toy", bytes(2), new Targets.Values(new float[] {1, 2_500_000}, 1), List.of(), 0)
        .withTable(new TableColumns(
            List.of("a"), new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("price"))));

    assertThat(Doubts.of(prices)).containsExactly(line("'price'", "1.00 to 2.50e+06"));
  }

  @Test
  void columnsWithoutNamesAreNumberedAndManyAreCounted() {
    Dataset data = new Dataset(
        "toy",
        new Features.Floats(new float[] {0, 2e6f, 3e6f, 4e6f, 5e6f}, 5, 1, 0),
        new Targets.Labels(new int[1], 2),
        TWO,
        0);

    assertThat(Doubts.of(data)).contains(line("'2', '3', '4' and 1 more", "2.00e+06 to 5.00e+06"));
  }

  @Test
  void classesThatLookAlikeAreTold() {
    Dataset data = new Dataset(
        "toy", bytes(2), new Targets.Labels(new int[] {0, 1}, 2), List.of("oak", "oak\u00a0"), 0);

    assertThat(Doubts.of(data))
        .containsExactly("two classes look like 'oak', one with a no-break space (U+00A0) in it,"
            + " which nobody sees; take it out");
  }

  private static String line(String columns, String range) {
    return "column " + columns + ": numbers from " + range + ADVICE;
  }

  private static List<String> of(float... values) {
    return Doubts.of(table(values));
  }

  /** Columns a, always 1, and b; both classes have rows. */
  private static Dataset table(float... values) {
    float[] all = new float[2 * values.length];
    for (int row = 0; row < values.length; row++) {
      all[2 * row] = 1;
      all[2 * row + 1] = values[row];
    }
    int[] labels = IntStream.range(0, values.length).map(row -> row % 2).toArray();
    return new Dataset(
            "toy", new Features.Floats(all, 2, 1, 0), new Targets.Labels(labels, 2), TWO, 0)
        .withTable(new TableColumns(
            List.of("a", "b"), new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind"))));
  }

  private static Features bytes(int samples) {
    return new Features.Bytes(new byte[samples], 1, 1, 0);
  }
}
