package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden values: initial-weights.py beside this test's resources, which shares no code with it. */
class InitializationTest {
  private static final Initialization HE = new Initialization.He();
  private static final Initialization XAVIER = new Initialization.Xavier();

  @Test
  void seedsGiveTheBitsOfAnIndependentProgram() {
    assertThat(weights(HE, 784, 100, 1, 0))
        .startsWith(-0.0911438763f, -0.0544649959f, -0.0745300278f, 0.0115197953f, -0.00874313433f);
    assertThat(weights(HE, 784, 1, (1L << 40) + 7, 2))
        .startsWith(0.0366326831f, 0.0237675514f, -0.00615573209f, -0.0219827127f);
    assertThat(weights(XAVIER, 100, 7, 42, 1))
        .startsWith(0.0299504437f, 0.0718237758f, -0.0471324064f, -0.0250953026f);
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    assertThat(weights(HE, 33, 7, 5, 0)).isEqualTo(weights(HE, 33, 7, 5, 0));
    assertThat(weights(HE, 33, 7, 5, 0)).isNotEqualTo(weights(HE, 33, 7, 6, 0));
    assertThat(weights(HE, 33, 7, 5, 0)).isNotEqualTo(weights(HE, 33, 7, 5, 1));
  }

  @Test
  void largeLayersHaveTheDeviationOfTheirPaper() {
    // 500,000 draws: mean and deviation are within 5 of their standard errors, 1/√n and 1/√(2n).
    int inputs = 1000;
    int outputs = 500;
    for (Initialization initialization : List.of(HE, XAVIER)) {
      double wanted = Math.sqrt((initialization == HE ? 2.0 : 1.0) / inputs);
      float[] weights = weights(initialization, inputs, outputs, 3, 0);
      double mean = 0;
      double square = 0;
      for (float weight : weights) {
        mean += weight / (double) weights.length;
        square += (double) weight * weight / weights.length;
      }
      assertThat(mean).isCloseTo(0, within(5 * wanted / Math.sqrt(weights.length)));
      assertThat(Math.sqrt(square))
          .isCloseTo(wanted, within(5 * wanted / Math.sqrt(2.0 * weights.length)));
    }
  }

  @Test
  void deviationFollowsTheInputsNotTheOutputs() {
    float[] four = weights(HE, 4, 6, 9, 0);
    float[] one = weights(HE, 1, 24, 9, 0);
    for (int i = 0; i < four.length; i++) {
      assertThat(one[i]).isCloseTo(2 * four[i], within(1e-6f));
    }
  }

  @Test
  void initializationsAreReadBack() {
    for (Initialization initialization : List.of(HE, XAVIER)) {
      assertThat(Initialization.parse(initialization.text())).isEqualTo(initialization);
    }
    assertThat(HE.text()).isEqualTo("he");
    assertThat(XAVIER.text()).isEqualTo("xavier");
  }

  @Test
  void unknownInitializationsAndKeysNameTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Initialization.parse("kaiming"))
        .withMessage(
            "no initialization 'kaiming'; known: zeros, normal, xavier, glorot-normal, glorot-uniform, he");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Initialization.parse("he(gain=1)"))
        .withMessage("he has no key 'gain'; it has none");
  }

  private static float[] weights(
      Initialization initialization, int inputs, int outputs, long seed, int tensor) {
    float[] weights = new float[inputs * outputs];
    Arrays.fill(weights, Float.NaN);
    initialization.fill(weights, inputs, outputs, new Draws(seed, Use.INITIAL_WEIGHTS, tensor, 0));
    return weights;
  }
}
