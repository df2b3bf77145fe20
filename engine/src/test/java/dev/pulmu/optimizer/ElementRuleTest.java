package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.optimizer.Schedule.Constant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules' {@code host} against the same formulas in double. */
class ElementRuleTest {
  private static final Sgd SGD = new Sgd(new Constant(0.5));
  private static final Adam ADAM = new Adam(new Constant(0.3), 0.8f, 0.95f, 1e-3f);

  static List<ElementRule> rules() {
    return List.of(SGD, ADAM);
  }

  @Test
  void sgdStepsAgainstTheGradient() {
    float[] w = {1, -2, 3};
    SGD.host(w, new float[] {4, 5, -6}, new float[0][], new float[] {0.5f}, 0, 3);
    assertThat(w).containsExactly(-1, -4.5f, 6);
  }

  @Test
  void adamFollowsThePaperForSomeSteps() {
    float[] w = {1, -2};
    float[][] slots = new float[2][2];
    double[] wantedW = {1, -2};
    double[] m = new double[2];
    double[] v = new double[2];
    for (int t = 1; t <= 5; t++) {
      float[] g = {0.3f * t, -1f / t};
      ADAM.host(w, g, slots, ADAM.perStep(0.3, t), 0, 2);
      for (int i = 0; i < 2; i++) {
        m[i] = 0.8 * m[i] + 0.2 * g[i];
        v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
        double firstMoment = m[i] / (1 - Math.pow(0.8, t));
        double secondMoment = v[i] / (1 - Math.pow(0.95, t));
        wantedW[i] -= 0.3 * firstMoment / (Math.sqrt(secondMoment) + 1e-3);
        // A few float operations a step, each within 2^-24 of its value, which is below 4
        assertThat((double) w[i]).isCloseTo(wantedW[i], within(t * 16 * 0x1p-24));
        assertThat((double) slots[0][i]).isCloseTo(m[i], within(t * 4 * 0x1p-24));
        assertThat((double) slots[1][i]).isCloseTo(v[i], within(t * 4 * 0x1p-24));
      }
    }
  }

  @Test
  void firstStepOfAdamIsTheRateWhateverTheGradient() {
    for (float gradient : new float[] {1e-3f, 1, 1e3f, -5}) {
      float[] w = {0};
      Adam adam = Adam.DEFAULT;
      adam.host(w, new float[] {gradient}, new float[2][1], adam.perStep(0.25, 1), 0, 1);
      assertThat(w[0]).isCloseTo(-0.25f * Math.signum(gradient), within(1e-5f));
    }
  }

  @Test
  void numbersOfAStepAreTheRateAndTheCorrections() {
    assertThat(SGD.perStep(0.125, 7)).containsExactly(0.125f);
    float[] first = Adam.DEFAULT.perStep(0.125, 1);
    assertThat(first[0]).isEqualTo(0.125f);
    assertThat(first[1]).isCloseTo(10, within(1e-5f));
    assertThat(first[2]).isCloseTo(1000, within(0.05f)); // 0.999f is 1.3e-8 off 0.999
    float[] tenth = Adam.DEFAULT.perStep(0.125, 10);
    assertThat(tenth[1]).isCloseTo((float) (1 / (1 - 0.3486784401)), within(1e-6f));
    assertThat(Adam.DEFAULT.perStep(0.125, 1_000_000)).containsExactly(0.125f, 1, 1);
  }

  @Test
  void tablesOfNamesStandInTheOrderOfTheKernelsArguments() {
    assertThat(SGD.slots()).isEmpty();
    assertThat(SGD.constants()).isEmpty();
    assertThat(SGD.perStep()).containsExactly("rate");
    assertThat(ADAM.slots()).containsExactly("m", "v");
    assertThat(ADAM.constants().keySet()).containsExactly("beta1", "beta2", "epsilon");
    assertThat(ADAM.constants().values()).containsExactly(0.8f, 0.95f, 1e-3f);
    assertThat(ADAM.perStep()).containsExactly("rate", "fixM", "fixV");
    assertThat(ADAM.rate()).isEqualTo(new Constant(0.3));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void onlyTheElementsAskedForMove(ElementRule rule) {
    float[] w = {1, 1, 1, 1, 1};
    float[] g = {1, 1, 1, 1, 1};
    float[][] slots = new float[rule.slots().size()][5];
    rule.host(w, g, slots, rule.perStep(0.5, 1), 1, 3);
    assertThat(new float[] {w[0], w[3], w[4]}).containsExactly(1, 1, 1);
    assertThat(w[1]).isLessThan(1).isEqualTo(w[2]);
    for (float[] slot : slots) {
      assertThat(new float[] {slot[0], slot[3], slot[4]}).containsExactly(0, 0, 0);
      assertThat(slot[1]).isPositive().isEqualTo(slot[2]);
    }
    assertThat(g).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void deviceTextUsesEveryNumberAndMovesTheWeight(ElementRule rule) {
    assertThat(rule.device()).contains("w -= ").contains("g");
    for (List<String> names :
        List.of(rule.slots(), rule.perStep(), List.copyOf(rule.constants().keySet()))) {
      for (String name : names) {
        assertThat(rule.device()).containsPattern("\\b" + Pattern.quote(name) + "\\b");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void perStepHasOneNumberForEachName(ElementRule rule) {
    assertThat(rule.perStep(0.1, 1)).hasSameSizeAs(rule.perStep().toArray());
  }
}
