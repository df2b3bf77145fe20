package dev.pulmu.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldTest {
  /** 12 rows of a and 8 of b to train on, and 3 to test with. */
  private static final Dataset DATA = new Dataset(
      "t",
      new Features.Floats(new float[23], 1, 1, 0),
      new Targets.Labels(IntStream.range(0, 23).map(i -> i < 12 ? 0 : 1).toArray(), 2),
      List.of("a", "b"),
      3);

  @Test
  void everyTrainingRowIsTestedOnceAndNoTestRowAtAll() {
    List<Integer> tested = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      Dataset fold = DATA.fold(part, 4, 7);
      assertThat(fold.rows(Split.TEST)).hasSize(5).isSorted();
      assertThat(fold.rows(Split.TRAIN)).hasSize(15).doesNotContain(fold.rows(Split.TEST));
      assertThat(fold.rows(Split.VALIDATION)).isEmpty();
      Arrays.stream(fold.rows(Split.TEST)).forEach(tested::add);
    }
    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void everyPartHasOfEachClassItsShare() {
    for (int part = 0; part < 4; part++) {
      int[] rows = DATA.fold(part, 4, 7).rows(Split.TEST);
      assertThat(Arrays.stream(rows).filter(row -> row < 12).count()).isEqualTo(3);
    }
  }

  @Test
  void theSeedDrawsTheParts() {
    assertThat(DATA.fold(0, 4, 7).rows(Split.TEST)).isEqualTo(DATA.fold(0, 4, 7).rows(Split.TEST));
    assertThat(DATA.fold(0, 4, 7).rows(Split.TEST))
        .isNotEqualTo(DATA.fold(0, 4, 8).rows(Split.TEST));
  }

  @Test
  void thereAreAtLeastTwoPartsAndNoMoreThanRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DATA.fold(0, 1, 7))
        .withMessage("folds want to be 2..20, as 't' has 20 rows to train on, came 1");
    assertThatIllegalArgumentException().isThrownBy(() -> DATA.fold(0, 21, 7));
  }

  @Test
  void drawnTestRowsStayWhenFeaturesAreScaledOrClassesAdded() {
    Dataset fold = DATA.fold(1, 4, 7);
    for (Split split : Split.values()) {
      assertThat(fold.scaled(0.5f, 1).rows(split)).isEqualTo(fold.rows(split));
      assertThat(fold.withClasses(List.of("b", "c", "a")).rows(split)).isEqualTo(fold.rows(split));
    }
  }
}
