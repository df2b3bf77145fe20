package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(weights(new Initialization.GlorotNormal(), 300, 100, 5, 1))
        .startsWith(0.109903187f, 0.121798016f, -0.0611123145f, -0.0144687723f);
    assertThat(weights(new Initialization.Normal(0x1p-7f), 300, 100, 5, 3))
        .startsWith(0.0204021912f, 0.000827217649f, 0.00557070039f, 0.00468865363f);
    assertThat(weights(new Initialization.GlorotUniform(), 300, 100, 5, 1))
        .startsWith(0.105869494f, -0.0898562595f, -0.0426407903f, 0.00906305574f, -0.00351626589f);
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    assertThat(weights(HE, 33, 7, 5, 0)).isEqualTo(weights(HE, 33, 7, 5, 0));
    assertThat(weights(HE, 33, 7, 5, 0)).isNotEqualTo(weights(HE, 33, 7, 6, 0));
    assertThat(weights(HE, 33, 7, 5, 0)).isNotEqualTo(weights(HE, 33, 7, 5, 1));
  }

  /** 80,000 weights of 400 inputs and 200 outputs. */
  @ParameterizedTest
  @CsvSource({
    // deviation squared, times 1200
    "he,                     6",
    "xavier,                 3",
    "glorot-normal,          4",
    "glorot-uniform,         4",
    "normal,                 0.12",
    "normal(deviation=0.25), 75",
    "normal(deviation=4),    19200"
  })
  void largeLayersHaveTheDeviationOfTheirPaper(String text, double variance) {
    double wanted = Math.sqrt(variance / 1200);
    float[] weights = weights(Initialization.parse(text), 400, 200, 3, 0);
    double mean = 0;
    double square = 0;
    for (float weight : weights) {
      mean += weight / (double) weights.length;
      square += (double) weight * weight / weights.length;
    }
    // Five standard errors, 1/√n of the mean and at most 1/√(2n) of the deviation
    assertThat(mean).isCloseTo(0, within(5 * wanted / Math.sqrt(weights.length)));
    assertThat(Math.sqrt(square))
        .isCloseTo(wanted, within(5 * wanted / Math.sqrt(2.0 * weights.length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"he", "xavier", "glorot-normal", "normal(deviation=3)"})
  void normalWeightsAreNeitherCutNorFlat(String text) {
    float[] weights = weights(Initialization.parse(text), 400, 200, 8, 1);
    double square = 0;
    for (float weight : weights) {
      square += (double) weight * weight / weights.length;
    }
    double[] beyond = new double[5];
    for (float weight : weights) {
      for (int deviations = 1; deviations < beyond.length; deviations++) {
        beyond[deviations] += Math.abs(weight) > deviations * Math.sqrt(square) ? 1 : 0;
      }
    }
    // 2 Q(k) of the normal distribution, five standard errors √(p/n) wide
    double[] wanted = {0, 0.317311, 0.0455003, 0.00269980, 6.33425e-5};
    for (int k = 1; k < beyond.length; k++) {
      assertThat(beyond[k] / weights.length)
          .as("beyond %d deviations", k)
          .isCloseTo(wanted[k], within(5 * Math.sqrt(wanted[k] / weights.length)));
    }
  }

  @Test
  void glorotUniformFillsItsBoundsEvenly() {
    double bound = Math.sqrt(6.0 / 600);
    int[] tenths = new int[10];
    for (float weight : weights(new Initialization.GlorotUniform(), 400, 200, 3, 0)) {
      assertThat(Math.abs(weight)).isLessThanOrEqualTo((float) bound);
      tenths[(int) Math.min(9, 10 * (weight + bound) / (2 * bound))]++;
    }
    // 8,000 each, deviation 85: five of it
    for (int count : tenths) {
      assertThat(count).isBetween(8000 - 425, 8000 + 425);
    }
  }

  @Test
  void zerosAreZeroWhateverWasThere() {
    assertThat(weights(new Initialization.Zeros(), 3, 4, 1, 0)).hasSize(12).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({
    "identity, xavier",
    "sigmoid, xavier",
    "tanh, xavier",
    "relu, he",
    "leaky-relu, he",
    "elu, he",
    "gelu-tanh, he"
  })
  void activationDecidesHowTheWeightsBeforeItBegin(String activation, String initialization) {
    Activation after = Activation.parse(activation);
    assertThat(after.initialization().text()).isEqualTo(initialization);
    Network network = Network.input(1)
        .dense(2)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(after)
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    assertThat(network.layers().get(0).text()).isEqualTo("dense(2, init=" + initialization + ")");
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
  void glorotCountsInputsAndOutputsAlike() {
    for (Initialization glorot :
        List.of(new Initialization.GlorotNormal(), new Initialization.GlorotUniform())) {
      assertThat(weights(glorot, 4, 6, 9, 0)).isEqualTo(weights(glorot, 6, 4, 9, 0));
    }
    Initialization normal = new Initialization.Normal(0.5f);
    assertThat(weights(normal, 4, 6, 9, 0)).isEqualTo(weights(normal, 24, 1, 9, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zeros", "normal(deviation=0.01)", "normal(deviation=1e-20)", "normal(deviation=12.5)",
        "xavier", "glorot-normal", "glorot-uniform", "he"
      })
  void initializationsAreReadBack(String text) {
    Initialization initialization = Initialization.parse(text);
    assertThat(initialization.text()).isEqualTo(text);
    assertThat(Initialization.parse(" " + text + " ")).isEqualTo(initialization);
    assertThat(Initialization.names()).contains(text.replaceAll("\\(.*", ""));
  }

  @Test
  void normalBeginsWithTheBooksDeviation() {
    assertThat(Initialization.parse("normal")).isEqualTo(new Initialization.Normal(0.01f));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          kaiming | no initialization 'kaiming'; did you mean 'he'? Known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          he(gain=1) | he has no key 'gain'; it has none
          zeros(x=1) | zeros has no key 'x'; it has none
          xavier(x=1) | xavier has no key 'x'; it has none
          glorot-normal(x=1) | glorot-normal has no key 'x'; it has none
          glorot-uniform(bound=1) | glorot-uniform has no key 'bound'; it has none
          normal(sigma=1) | normal has no key 'sigma'; known: deviation
          normal(0.1) | 'normal(0.1)': '0.1' wants the form key=value
          normal(deviation=x) | normal: deviation wants a number, came 'x'
          normal(deviation=0) | normal wants a deviation above 0, came 0
          normal(deviation=-1) | normal wants a deviation above 0, came -1
          normal(deviation=nan) | normal wants a deviation above 0, came NaN
          normal(deviation=inf) | normal wants a deviation above 0, came Infinity
          """)
  void whatIsNoInitializationIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Initialization.parse(text))
        .withMessage(message);
  }

  private static float[] weights(
      Initialization initialization, int inputs, int outputs, long seed, int tensor) {
    float[] weights = new float[inputs * outputs];
    Arrays.fill(weights, Float.NaN);
    initialization.fill(weights, inputs, outputs, new Draws(seed, Use.INITIAL_WEIGHTS, tensor, 0));
    return weights;
  }
}
