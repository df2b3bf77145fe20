package dev.pulmu.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  private static final List<String> TWO = List.of("no", "yes");

  @Test
  void theLastRowsAreTheTestRows() {
    Dataset data = ofRows(10, 3);
    assertThat(data.samples()).isEqualTo(10);
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(data.rows(Split.VALIDATION)).isEmpty();
    assertThat(data.rows(Split.TEST)).containsExactly(7, 8, 9);
  }

  @Test
  void rowsThatACallerChangesStayAsTheyWere() {
    Dataset data = ofRows(4, 1);
    for (Split split : Split.values()) {
      Arrays.fill(data.rows(split), 99);
    }
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1, 2);
    assertThat(data.rows(Split.TEST)).containsExactly(3);
  }

  @Test
  void rowsOutsideTheTableAreRefused() {
    Dataset data = ofRows(4, 1);
    data.checkRows(new int[] {3, 0, 3});
    for (int row : new int[] {4, -1}) {
      assertThatThrownBy(() -> data.checkRows(new int[] {0, row}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("data set 'toy' has rows 0..3, came " + row);
    }
  }

  @Test
  void aLimitKeepsTheFirstTrainingRowsAndAllTestRows() {
    Dataset data = ofRows(10, 3).limit(2);
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1);
    assertThat(data.rows(Split.TEST)).containsExactly(7, 8, 9);
    assertThat(ofRows(10, 3).limit(1).rows(Split.TRAIN)).containsExactly(0);
    assertThat(ofRows(10, 3).limit(7).rows(Split.TRAIN)).hasSize(7);
  }

  @Test
  void otherClassesTakeItsOwnByNameAndKeepRowsAndFeatures() {
    Features features = new Features.Floats(new float[6], 1, 1, 0);
    Targets labels = new Targets.Labels(new int[] {0, 1, 1, 0, 0, 1}, 2);
    Dataset data = new Dataset("toy", features, labels, TWO, 1).limit(4).withValidation(0.5, 7);

    Dataset more = data.withClasses(List.of("yes", "perhaps", "no"));

    assertThat(more.classNames()).containsExactly("yes", "perhaps", "no");
    assertThat(((Targets.Labels) more.targets()).values()).containsExactly(2, 0, 0, 2, 2, 0);
    assertThat(more.features()).isSameAs(data.features());
    for (Split split : Split.values()) {
      assertThat(more.rows(split)).containsExactly(data.rows(split));
    }
    assertThatThrownBy(() -> data.withClasses(List.of("yes", "perhaps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data set 'toy' has the classes [no, yes], not all are among [yes, perhaps]");
  }

  @Test
  void withoutTestRowsTheTableHasTheOtherListsRowsOnly() {
    float[] values = {10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61};
    int[] labels = {0, 1, 0, 1, 1, 0};
    Dataset floats = new Dataset(
        "toy", new Features.Floats(values, 2, 3, 4), new Targets.Labels(labels, 2), TWO, 2);
    Dataset apart = floats.limit(3).withValidation(0.4, 7).withoutTest();
    assertThat(apart.features().samples()).isEqualTo(3);
    assertThat(((Features.Floats) apart.features()).values())
        .containsExactly(10, 11, 20, 21, 30, 31);
    assertThat(apart.features().scale()).isEqualTo(3);
    assertThat(((Targets.Labels) apart.targets()).values()).containsExactly(0, 1, 0);
    assertThat(apart.rows(Split.TEST)).isEmpty();
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      assertThat(apart.rows(split))
          .isNotEmpty()
          .containsExactly(floats.limit(3).withValidation(0.4, 7).rows(split));
    }
    Dataset gaps = floats.withValidation(0.5, 7).limit(1);
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      int[] rows = gaps.withoutTest().rows(split);
      assertThat(rows).hasSameSizeAs(gaps.rows(split));
      for (int i = 0; i < rows.length; i++) {
        assertThat(((Features.Floats) gaps.withoutTest().features()).values()[2 * rows[i]])
            .isEqualTo(values[2 * gaps.rows(split)[i]]);
      }
    }

    Dataset bytes = new Dataset(
        "toy",
        new Features.Bytes(new byte[] {1, 2, 3, 4, 5, 6}, 2, 1, 0),
        new Targets.Values(new float[] {7, 8, 9}, 1),
        List.of(),
        1);
    assertThat(((Features.Bytes) bytes.withoutTest().features()).values())
        .containsExactly(1, 2, 3, 4);
    assertThat(((Targets.Values) bytes.withoutTest().targets()).values()).containsExactly(7, 8);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 8})
  void aLimitThatCannotBeMetSaysWhatWasAskedAndWhatThereIs(int count) {
    assertThatThrownBy(() -> ofRows(10, 3).limit(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot keep " + count + " training rows of 'toy': it has 7; ask for 1..7");
  }

  @Test
  void validationRowsAreThoseThatTheSeedDraws() {
    // The shuffle of 0..9 by seed 7, computed by a second implementation: 7 2 1 6 9 4 5 3 8 0
    Dataset data = ofRows(12, 2).withValidation(0.3, 7);
    assertThat(data.rows(Split.VALIDATION)).containsExactly(1, 2, 7);
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 3, 4, 5, 6, 8, 9);
    assertThat(data.rows(Split.TEST)).containsExactly(10, 11);
    assertThat(ofRows(12, 2).withValidation(0.3, 8).rows(Split.VALIDATION))
        .isNotEqualTo(data.rows(Split.VALIDATION));
  }

  @Test
  void aShareIsRoundedToWholeRows() {
    // 0.29 * 100 is 28.999999999999996 in double
    assertThat(ofRows(101, 1).withValidation(0.29, 1).rows(Split.VALIDATION)).hasSize(29);
  }

  @Test
  void noShareDrawsNothing() {
    assertThat(ofRows(4, 1).withValidation(0, 1).rows(Split.VALIDATION)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aShareOutsideItsRangeIsRefused(double share) {
    assertThatThrownBy(() -> ofRows(10, 1).withValidation(share, 1))
        .hasMessage("a validation share wants to be in [0, 1), came " + share);
  }

  @Test
  void aShareThatLeavesOnePartEmptyIsRefused() {
    assertThatThrownBy(() -> ofRows(4, 1).withValidation(0.1, 1))
        .hasMessage(
            "a validation share of 0.1 takes 0 of the 3 training rows of 'toy'; both parts want"
                + " at least one");
    assertThatThrownBy(() -> ofRows(4, 1).withValidation(0.9, 1))
        .hasMessageContaining("takes 3 of the 3 training rows");
    assertThat(ofRows(3, 1).withValidation(0.5, 1).rows(Split.TRAIN)).hasSize(1);
  }

  @Test
  void validationRowsAreDrawnOnce() {
    Dataset data = ofRows(10, 0).withValidation(0.5, 1);
    assertThatThrownBy(() -> data.withValidation(0.5, 1))
        .hasMessage("'toy' has 5 validation rows already");
  }

  @Test
  void scalingKeepsTheListsOfRows() {
    Dataset data = ofRows(10, 2).withValidation(0.25, 7).limit(3);
    Dataset scaled = data.scaled(0.5f, 1);
    assertThat(scaled.features().scale()).isEqualTo(0.5f);
    assertThat(scaled.features().shift()).isEqualTo(1);
    for (Split split : Split.values()) {
      assertThat(scaled.rows(split)).isEqualTo(data.rows(split));
    }
    assertThat(scaled.sha256()).isNotEqualTo(data.sha256());
  }

  @Test
  void partsThatDoNotFitEachOtherAreRefused() {
    Features two = new Features.Bytes(new byte[4], 2, 1, 0);
    Targets labels = new Targets.Labels(new int[] {0, 1}, 2);
    Targets values = new Targets.Values(new float[2], 1);
    assertThatThrownBy(() -> new Dataset("toy", two, new Targets.Labels(new int[3], 2), TWO, 0))
        .hasMessage("data set 'toy' wants one target a sample, came 2 samples and 3 targets");
    assertThatThrownBy(() -> new Dataset("toy", two, labels, List.of("one"), 0))
        .hasMessage("data set 'toy' wants 2 class names, came [one]");
    assertThatThrownBy(() -> new Dataset("toy", two, values, TWO, 0))
        .hasMessage("data set 'toy' wants 0 class names, came [no, yes]");
    assertThatThrownBy(() -> new Dataset("toy", two, labels, TWO, 3))
        .hasMessage("data set 'toy' wants 0..2 of its 2 rows as test rows, came 3");
    assertThatThrownBy(() -> new Dataset("toy", two, labels, TWO, -1)).hasMessageContaining("-1");
  }

  @Test
  void theSha256OfBytesAndLabelsIsThatOfTheDocumentedFormat() {
    // sha256sum of the heading, the bytes 0 1 2 253 254 255, and 0 1 0 as little-endian int32
    byte[] bytes = {0, 1, 2, -3, -2, -1};
    Features features = new Features.Bytes(bytes, 2, 0.5f, 0);
    Targets labels = new Targets.Labels(new int[] {0, 1, 0}, 2);
    assertThat(new Dataset("any", features, labels, TWO, 1).sha256())
        .isEqualTo("553fc2779f35deb8d7713fe4182989956ca13d573c425ba7726fc21676e3fdb4");
  }

  @Test
  void theSha256OfFloatsIsThatOfTheDocumentedFormat() {
    // sha256sum of the heading, 1.5 -2, and 0 1 2 3 as little-endian float32
    Features features = new Features.Floats(new float[] {1.5f, -2}, 1, 1, -1);
    Targets values = new Targets.Values(new float[] {0, 1, 2, 3}, 2);
    assertThat(new Dataset("any", features, values, List.of(), 0).sha256())
        .isEqualTo("aa318d4ee121463bca40205e226aee4440bacb4b55987b4fd122bd6cc349b98d");
  }

  @Test
  void theSha256CoversTheTableAndNotTheLists() {
    Dataset data = ofRows(40_000, 2);
    assertThat(data.limit(5).withValidation(0.4, 1).sha256()).isEqualTo(data.sha256());
    assertThat(ofRows(40_000, 3).sha256()).isNotEqualTo(data.sha256());
    int[] labels = new int[40_000];
    labels[39_999] = 1;
    Dataset other = new Dataset("toy", data.features(), new Targets.Labels(labels, 2), TWO, 2);
    assertThat(other.sha256()).isNotEqualTo(data.sha256());
  }

  private static Dataset ofRows(int samples, int testRows) {
    float[] values = new float[samples];
    IntStream.range(0, samples).forEach(i -> values[i] = i);
    return new Dataset(
        "toy",
        new Features.Floats(values, 1, 1, 0),
        new Targets.Labels(new int[samples], 2),
        TWO,
        testRows);
  }

  @Test
  void columnsThatNeverVaryInSomeRowsAreKnown() {
    byte[] bytes = {5, 0, -1, 7, 5, 0, -1, 8, 5, 0, 3, 7};
    Features stored = new Features.Bytes(bytes, 4, 0.5f, 0);
    assertThat(stored.constantColumns(new int[] {0, 1, 2})).containsExactly(0); // 0 adds nothing
    assertThat(stored.constantColumns(new int[] {0, 1})).containsExactly(0, 2);
    assertThat(stored.constantColumns(new int[] {})).isEmpty();
    assertThat(stored.scaled(0.5f, -2.5f).constantColumns(new int[] {0, 1, 2}))
        .containsExactly(1); // 5 is used as 0, and 0 as −2.5
    float[] floats = {2020, 0, 1, 2020, 0, 2};
    assertThat(new Features.Floats(floats, 3, 1, 0).constantColumns(new int[] {1, 0}))
        .containsExactly(0);
  }
}
