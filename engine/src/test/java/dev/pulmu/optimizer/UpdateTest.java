package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {
  private static final Update PLAIN = new Update(Sgd.DEFAULT);

  @Test
  void ruleAloneHasNeitherPenaltyNorAverage() {
    assertThat(PLAIN).isEqualTo(new Update(Sgd.DEFAULT, 0, 0));
  }

  @Test
  void partsAreAddedOneByOne() {
    assertThat(PLAIN.withWeightDecay(0.1f)).isEqualTo(new Update(Sgd.DEFAULT, 0.1f, 0));
    assertThat(PLAIN.withEma(0.9f)).isEqualTo(new Update(Sgd.DEFAULT, 0, 0.9f));
    assertThat(PLAIN.withEma(0.9f).withWeightDecay(0.1f))
        .isEqualTo(PLAIN.withWeightDecay(0.1f).withEma(0.9f))
        .isEqualTo(new Update(Sgd.DEFAULT, 0.1f, 0.9f));
  }

  @ParameterizedTest
  @CsvSource({"-0.5, -0.5", "NaN, NaN", "Infinity, Infinity"})
  void nonsensicalWeightDecayIsRefused(float lambda, String came) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.withWeightDecay(lambda))
        .withMessage("weight decay is a number of at least 0, came " + came);
  }

  @ParameterizedTest
  @CsvSource({"-0.5, -0.5", "NaN, NaN", "Infinity, Infinity", "1, 1"})
  void nonsensicalAverageIsRefused(float decay, String came) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.withEma(decay))
        .withMessage("the decay of the weights' average is in [0, 1), came " + came);
  }
}
