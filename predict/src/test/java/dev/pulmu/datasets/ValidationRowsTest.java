package dev.pulmu.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationRowsTest {
  /** Rows 0..5 are of the first class, 6..8 of the second, 9 of the third. */
  private static final Dataset SIX_THREE_ONE = data(6, 3, 1);

  @Test
  void ofEachClassTheFirstRowsOfTheShuffleAreHeldBack() {
    // The shuffle of 0..9 by seed 7, computed by a second implementation: 7 2 1 6 9 4 5 3 8 0.
    // Half of 6, 3, 1 is 3, 1.5, 0.5; the row that is left goes to the second class, as the third
    // has one row.
    Dataset split = SIX_THREE_ONE.withValidation(0.5, 7);

    assertThat(split.rows(Split.VALIDATION)).containsExactly(1, 2, 4, 6, 7);
    assertThat(split.rows(Split.TRAIN)).containsExactly(0, 3, 5, 8, 9);
    assertThat(split.rows(Split.TEST)).containsExactly(10);
  }

  @Test
  void atRandomTheFirstRowsOfTheShuffleAreHeldBackWhateverTheirClass() {
    Dataset split = SIX_THREE_ONE.withValidation(0.5, 7, ValidationRows.RANDOM);

    assertThat(split.rows(Split.VALIDATION)).containsExactly(1, 2, 6, 7, 9);
    assertThat(split.rows(Split.TRAIN)).containsExactly(0, 3, 4, 5, 8);
  }

  @Test
  void numbersHaveNoClassesAndAreDrawnAtRandom() {
    Dataset numbers = new Dataset(
        "toy", SIX_THREE_ONE.features(), new Targets.Values(new float[11], 1), List.of(), 1);

    assertThat(numbers.withValidation(0.5, 7).rows(Split.VALIDATION))
        .containsExactly(1, 2, 6, 7, 9);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 5, 3, 2", // of 50, 30 and 20 rows
    "0.33, 16, 10, 7", // 16.5, 9.9 and 6.6: the largest remainders
    "0.97, 49, 29, 19" // 48.5, 29.1 and 19.4
  })
  void everyClassIsHeldBackByItsShare(double share, int first, int second, int third) {
    Dataset data = data(50, 30, 20);
    for (int seed = 1; seed <= 20; seed++) {
      assertThat(counts(data.withValidation(share, seed), Split.VALIDATION))
          .containsExactly(first, second, third);
    }
  }

  @Test
  void whichOfEqualSharesIsRoundedUpIsLeftToTheSeed() {
    Set<Integer> first = new HashSet<>();
    for (int seed = 1; seed <= 20; seed++) {
      int[] counts = counts(data(50, 30, 20).withValidation(0.25, seed), Split.VALIDATION);
      first.add(counts[0]);
      assertThat(counts).containsExactly(counts[0], 20 - counts[0], 5); // 12.5, 7.5 and 5
    }
    assertThat(first).containsExactlyInAnyOrder(12, 13);
  }

  @Test
  void theLastRowOfAClassStaysInTraining() {
    Dataset rare = data(24, 15, 1);
    int lost = 0;
    for (int seed = 1; seed <= 100; seed++) {
      assertThat(counts(rare.withValidation(0.25, seed), Split.TRAIN)[2]).isEqualTo(1);
      lost += 1 - counts(rare.withValidation(0.25, seed, ValidationRows.RANDOM), Split.TRAIN)[2];
    }
    assertThat(lost).isBetween(10, 40); // one of four, at random
  }

  @Test
  void onlyClassesWithRowsToTrainOnCount() {
    Dataset limited = SIX_THREE_ONE.limit(9).withValidation(1 / 3.0, 3);

    assertThat(counts(limited, Split.TRAIN)).containsExactly(4, 2, 0);
    assertThat(counts(limited, Split.VALIDATION)).containsExactly(2, 1, 0);
  }

  @Test
  void aShareThatLeavesAClassWithoutRowsIsRefused() {
    assertThat(counts(SIX_THREE_ONE.withValidation(0.7, 1), Split.TRAIN)).containsExactly(1, 1, 1);
    assertThatThrownBy(() -> SIX_THREE_ONE.withValidation(0.8, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a validation share of 0.8 takes 8 of the 10 training rows of 'toy', one of each"
                + " of the 3 classes is wanted to train on; hold back fewer, or none");
    assertThat(SIX_THREE_ONE.withValidation(0.8, 1, ValidationRows.RANDOM).rows(Split.TRAIN))
        .hasSize(2);
  }

  /** So many rows of each class, one class after the other, and a test row. */
  private static Dataset data(int... counts) {
    List<Integer> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      labels.addAll(Collections.nCopies(counts[label], label));
      names.add("class " + label);
    }
    labels.add(0);
    return new Dataset(
        "toy",
        new Features.Bytes(new byte[labels.size()], 1, 1, 0),
        new Targets.Labels(labels.stream().mapToInt(i -> i).toArray(), counts.length),
        names,
        1);
  }

  private static int[] counts(Dataset data, Split split) {
    int[] counts = new int[data.classNames().size()];
    int[] labels = ((Targets.Labels) data.targets()).values();
    Arrays.stream(data.rows(split)).forEach(row -> counts[labels[row]]++);
    return counts;
  }
}
