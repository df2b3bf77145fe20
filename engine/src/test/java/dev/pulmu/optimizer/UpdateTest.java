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
    assertThat(PLAIN).isEqualTo(new Update(Sgd.DEFAULT, 0, 0, 0, 0));
  }

  @Test
  void partsAreAddedOneByOne() {
    assertThat(PLAIN.withWeightDecay(0.1f)).isEqualTo(new Update(Sgd.DEFAULT, 0.1f, 0, 0, 0));
    assertThat(PLAIN.withEma(0.9f)).isEqualTo(new Update(Sgd.DEFAULT, 0, 0, 0, 0.9f));
    assertThat(PLAIN.withL1(0.2f)).isEqualTo(new Update(Sgd.DEFAULT, 0, 0.2f, 0, 0));
    assertThat(PLAIN.withClip(5)).isEqualTo(new Update(Sgd.DEFAULT, 0, 0, 5, 0));
    Update all = new Update(Sgd.DEFAULT, 0.1f, 0.2f, 5, 0.9f);
    assertThat(PLAIN.withClip(5).withEma(0.9f).withL1(0.2f).withWeightDecay(0.1f))
        .isEqualTo(all);
    assertThat(all.withEma(0).withL1(0).withClip(0).withWeightDecay(0)).isEqualTo(PLAIN);
    assertThat(PLAIN.withEma(0.9f).withWeightDecay(0.1f))
        .isEqualTo(PLAIN.withWeightDecay(0.1f).withEma(0.9f))
        .isEqualTo(new Update(Sgd.DEFAULT, 0.1f, 0, 0, 0.9f));
  }

  @Test
  void penaltiesAndDecoupledDecayMoveTheWeightsBesideTheRule() {
    assertThat(PLAIN.withClip(1).withEma(0.5f).decays()).isFalse();
    assertThat(PLAIN.withWeightDecay(0.1f).decays()).isTrue();
    assertThat(PLAIN.withL1(0.1f).decays()).isTrue();
    assertThat(new Update(AdamW.DEFAULT).decays()).isTrue();
    assertThat(new Update(new AdamW(Adam.DEFAULT, 0)).decays()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-0.5, -0.5", "NaN, NaN", "Infinity, Infinity"})
  void nonsensicalPenaltiesAndNormsAreRefused(float value, String came) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.withL1(value))
        .withMessage("the L1 penalty is a number of at least 0, came " + came);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.withClip(value))
        .withMessage("the norm to clip at is a number of at least 0, came " + came);
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
