package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.contract.HostTwin;
import dev.pulmu.contract.Lars;
import dev.pulmu.contract.reference.ReferenceUpdate;
import dev.pulmu.schedule.Schedule.Constant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rules say about themselves, and steps small enough to take by hand. */
class ElementRuleTest {
  private static final Adam ADAM = new Adam(new Constant(0.3), 0.75, 0.875, 1e-3);

  @Test
  void sgdStepsAgainstTheGradient() {
    float[] w = {1, -2, 3};
    Sgd.DEFAULT.host(w, new float[] {4, 5, -6}, new float[0][], new float[] {0.5f}, 0, 3);
    assertThat(w).containsExactly(-1, -4.5f, 6);
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
  void firstStepOfAdamWithoutCorrectionIsThreeTimesTooLarge() {
    Adam adam = (Adam) Optimizer.parse("adam(correction=false)");
    float[] w = {0};
    adam.host(w, new float[] {1}, new float[2][1], adam.perStep(0.25, 1), 0, 1);
    assertThat(w[0]).isCloseTo(-0.25f * 0.1f / (float) Math.sqrt(0.001), within(1e-5f));
  }

  /**
   * By hand, α = 1/2 and η = 1: g = 1 gives w = −1.5, v = −1; g = 1 again w = −1.5 − .25 − 1.5 =
   * −3.25, v = −1.5. With v first, w would be −1.75 after the first step already.
   */
  @Test
  void nesterovMovesTheWeightByTheOldVelocity() {
    Nesterov nesterov = new Nesterov(new Constant(1), 0.5);
    float[] w = {0};
    float[] v = {0};
    nesterov.host(w, new float[] {1}, new float[][] {v}, nesterov.perStep(1, 1), 0, 1);
    assertThat(w).containsExactly(-1.5f);
    assertThat(v).containsExactly(-1);
    nesterov.host(w, new float[] {1}, new float[][] {v}, nesterov.perStep(1, 2), 0, 1);
    assertThat(w).containsExactly(-3.25f);
    assertThat(v).containsExactly(-1.5f);

    float wrongV = 0.5f * 0 - 1;
    float wrongW = 0 + 0.25f * wrongV - 1.5f;
    assertThat(wrongW).isEqualTo(-1.75f).isNotEqualTo(-1.5f);
  }

  @Test
  void averagedMomentumIsTheHeavyBallAtTenTimesTheRate() {
    Momentum heavy = (Momentum) Optimizer.parse("momentum(momentum=0.875)");
    Momentum average = (Momentum) Optimizer.parse("momentum(form=ewma, beta=0.875)");
    float[] heavyW = {1};
    float[] averageW = {1};
    float[][] heavySlots = {{0}};
    float[][] averageSlots = {{0}};
    for (int t = 1; t <= 5; t++) {
      float[] g = {t - 3};
      heavy.host(heavyW, g, heavySlots, heavy.perStep(0.125, t), 0, 1);
      average.host(averageW, g, averageSlots, average.perStep(1, t), 0, 1); // .125 / (1 − .875)
      assertThat(averageW[0]).isCloseTo(heavyW[0], within(1e-6f));
    }
  }

  /** As of an input that is set in one row and never again; 1.4e-45 is the least float. */
  @Test
  void momentsThatFadeBelowTheNormalNumbersMoveTheWeightAsInDouble() {
    float[] g = {1};
    Adam adam = Adam.DEFAULT;
    float[] w = {0};
    float[][] slots = new float[2][1];
    double[] wanted = {0};
    double[] m = {0};
    double[] v = {0};
    Momentum momentum = (Momentum) Optimizer.parse("momentum(momentum=0.875)");
    float[] heavy = {0};
    float[][] velocity = new float[1][1];
    for (int t = 1; t <= 900; t++) {
      adam.host(w, g, slots, adam.perStep(0.01, t), 0, 1);
      ReferenceUpdate.adam(wanted, new double[] {g[0]}, m, v, 0.01, 0.9, 0.999, 1e-8, t);
      momentum.host(heavy, g, velocity, momentum.perStep(0.01, t), 0, 1);
      g[0] = 0;
    }
    assertThat(slots[0][0]).isBetween(0f, Float.MIN_NORMAL);
    assertThat(w[0]).isCloseTo((float) wanted[0], within(1e-6f));
    assertThat(velocity[0][0]).isBetween(-Float.MIN_NORMAL, 0f);
    assertThat(heavy[0]).isCloseTo(-0.08f, within(1e-6f)); // .01 / (1 − .875)
  }

  /** From w = (3, 4), ‖w‖ = 5, Adam's first step is (1, −1): u = (1 + 3/2, −1 + 4/2) = (2.5, 1). */
  @Test
  void lambStepsByAShareOfTheNormOfItsTensor() {
    Lamb lamb = (Lamb) Optimizer.parse("lamb(decay=0.5, epsilon=1e-12)");
    float[] w = {3, 4};
    lambStep(lamb, w, true);
    double trust = 5 / Math.sqrt(2.5 * 2.5 + 1);
    assertThat(w[0]).isCloseTo((float) (3 - 0.25 * trust * 2.5), within(1e-6f));
    assertThat(w[1]).isCloseTo((float) (4 - 0.25 * trust), within(1e-6f));
    float[] bias = {3, 4};
    lambStep(lamb, bias, false);
    trust = 5 / Math.sqrt(2);
    assertThat(bias[0]).isCloseTo((float) (3 - 0.25 * trust), within(1e-6f));
    assertThat(bias[1]).isCloseTo((float) (4 + 0.25 * trust), within(1e-6f));
  }

  @Test
  void lambStepsAsAdamWhereANormIsZero() {
    Lamb lamb = (Lamb) Optimizer.parse("lamb(epsilon=1e-12)");
    float[] w = {0, 0};
    lambStep(lamb, w, true);
    assertThat(w[0]).isCloseTo(-0.25f, within(1e-6f));
    assertThat(w[1]).isCloseTo(0.25f, within(1e-6f));
    float[] still = {3, 4};
    HostTwin.move(lamb, still, new float[2], new float[2][2], lamb.perStep(0.25, 1), 0, 2, false);
    assertThat(still).containsExactly(3, 4);
  }

  private static void lambStep(Lamb lamb, float[] w, boolean decays) {
    float[] g = {2, -8};
    HostTwin.move(lamb, w, g, new float[2][2], lamb.perStep(0.25, 1), 0, 2, decays);
  }

  @Test
  void aRuleThatTakesNormsOnlyInItsTextSaysSo() {
    Lars lars = new Lars(new Constant(1), 0.5f, 0);
    assertThat(lars.norms()).isEqualTo(2);
    assertThat(ADAM.norms()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> ADAM.measure(
            new float[1], new float[1], new float[2][1], new float[3], new float[0][], 0, 1))
        .withMessage(ADAM.text()
            + " takes norms in its formula and has no measure(…), which the host wants;"
            + " give it one that says what each norm is of");
  }

  @Test
  void numbersOfAStepAreTheRateAndTheCorrections() {
    assertThat(Sgd.DEFAULT.perStep(0.125, 7)).containsExactly(0.125f);
    float[] first = Adam.DEFAULT.perStep(0.125, 1);
    assertThat(first[0]).isEqualTo(0.125f);
    assertThat(first[1]).isCloseTo(10, within(1e-5f));
    assertThat(first[2]).isCloseTo(1000, within(1e-4f));
    float[] tenth = Adam.DEFAULT.perStep(0.125, 10);
    assertThat(tenth[1]).isCloseTo((float) (1 / (1 - 0.3486784401)), within(1e-6f));
    assertThat(Adam.DEFAULT.constants().get("gain2")).isEqualTo(0.001f); // not 1 − .999f
    assertThat(Adam.DEFAULT.perStep(0.125, 1_000_000)).containsExactly(0.125f, 1, 1);
    Adam hat = (Adam) Optimizer.parse("adam", Dialect.KERAS);
    float[] both = hat.perStep(0.125, 1);
    assertThat(both).hasSize(2);
    assertThat(both[1]).isCloseTo((float) (Math.sqrt(0.001) / 0.1), within(1e-5f));
  }

  @Test
  void tablesOfNamesStandInTheOrderOfTheKernelsArguments() {
    assertThat(Sgd.DEFAULT.slots()).isEmpty();
    assertThat(Sgd.DEFAULT.constants()).isEmpty();
    assertThat(Sgd.DEFAULT.perStep()).containsExactly("rate");
    assertThat(ADAM.slots()).containsExactly("m", "v");
    assertThat(ADAM.constants().keySet()).containsExactly("gain1", "gain2", "epsilon");
    assertThat(ADAM.constants().values()).containsExactly(0.25f, 0.125f, 1e-3f);
    assertThat(ADAM.perStep()).containsExactly("rate", "fixM", "fixV");
    assertThat(ADAM.rate()).isEqualTo(new Constant(0.3));
    RmsProp rmsProp = (RmsProp) Optimizer.parse("rmsprop(rho=0.75, momentum=0.5, epsilon=0.25)");
    assertThat(rmsProp.slots()).containsExactly("s", "v");
    assertThat(rmsProp.constants().keySet()).containsExactly("gain", "momentum", "epsilon");
    assertThat(rmsProp.constants().values()).containsExactly(0.25f, 0.5f, 0.25f);
    assertThat(RmsProp.DEFAULT.slots()).containsExactly("s");
    assertThat(RmsProp.DEFAULT.constants().keySet()).containsExactly("gain", "epsilon");
  }

  @Test
  void structureDecidesTheTextAndNumbersDoNot() {
    assertThat(device("adam(rate=1, beta1=0.5, beta2=0.5, epsilon=1)")).isEqualTo(device("adam"));
    assertThat(device("adam")).isEqualTo("""
        m += gain1 * (g - m);
        v += gain2 * (g * g - v);
        w -= rate * (m * fixM) / (sqrtf(v * fixV) + epsilon);
        """);
    assertThat(device("adam(placement=inside)")).endsWith("/ sqrtf(v * fixV + epsilon);\n");
    assertThat(device("adam(placement=hat)"))
        .endsWith("w -= rate * (m * fixM) / (sqrtf(v) + epsilon);\n");
    assertThat(device("adam(correction=false)"))
        .isEqualTo(device("adam(correction=false, placement=hat)"))
        .endsWith("w -= rate * m / (sqrtf(v) + epsilon);\n");
    assertThat(device("adamw")).isEqualTo(device("adam"));
    assertThat(device("sgd")).isEqualTo("w -= rate * g;");
    assertThat(device("momentum")).isEqualTo("""
        v = momentum * v - rate * g;
        w += v;
        """);
    assertThat(device("momentum(form=ewma)")).isEqualTo("""
        v += gain * (g - v);
        w -= rate * v;
        """);
    assertThat(device("momentum(form=ewma, correction=true)")).endsWith("w -= rate * (v * fix);\n");
    assertThat(device("nesterov")).isEqualTo("""
        w += momentum * momentum * v - (1.f + momentum) * rate * g;
        v = momentum * v - rate * g;
        """);
    assertThat(device("adagrad")).isEqualTo("""
        h += g * g;
        w -= rate * g / (sqrtf(h) + epsilon);
        """);
    assertThat(device("adagrad(placement=hat)")).isEqualTo(device("adagrad"));
    assertThat(device("rmsprop(placement=inside)")).isEqualTo("""
        s += gain * (g * g - s);
        w -= rate * g / sqrtf(s + epsilon);
        """);
    assertThat(device("rmsprop(momentum=0.5)")).isEqualTo("""
        s += gain * (g * g - s);
        v = momentum * v + g / (sqrtf(s) + epsilon);
        w -= rate * v;
        """);
  }

  @Test
  void slotsBeginAtZeroUnlessTheRuleSaysOtherwise() {
    assertThat(ADAM.slotStart("m")).isZero();
    ElementRule adaGrad = (ElementRule) Optimizer.parse("adagrad", Dialect.KERAS);
    assertThat(adaGrad.slotStart("h")).isEqualTo(0.1f);
    RmsProp rmsProp = (RmsProp) Optimizer.parse("rmsprop(start=0.5, momentum=0.5)");
    assertThat(rmsProp.slotStart("s")).isEqualTo(0.5f);
    assertThat(rmsProp.slotStart("v")).isZero();
  }

  @Test
  void onlyAdamWDecaysWeightsBesideItsFormula() {
    for (String name : Optimizer.names()) {
      if (!(Optimizer.parse(name) instanceof ElementRule rule)) {
        continue;
      }
      assertThat(rule.decoupledDecay()).as(name).isEqualTo(name.equals("adamw") ? 0.01f : 0);
    }
    assertThat(((AdamW) Optimizer.parse("adamw(decay=0.5)")).decoupledDecay()).isEqualTo(0.5f);
  }

  @Test
  void constantsOfTheOthersAreTheirOwn() {
    assertThat(constants("momentum(momentum=0.5)")).isEqualTo(Map.of("momentum", 0.5f));
    assertThat(constants("momentum(form=ewma, beta=0.75)")).isEqualTo(Map.of("gain", 0.25f));
    assertThat(constants("nesterov(momentum=0.5)")).isEqualTo(Map.of("momentum", 0.5f));
    assertThat(constants("adagrad(epsilon=0.5)")).isEqualTo(Map.of("epsilon", 0.5f));
    assertThat(constants("adamw(epsilon=0.5)")).containsEntry("epsilon", 0.5f).hasSize(3);
    for (String name : List.of("momentum", "nesterov")) {
      assertThat(((ElementRule) Optimizer.parse(name)).slots()).containsExactly("v");
    }
    assertThat(AdaGrad.DEFAULT.slots()).containsExactly("h");
  }

  private static String device(String text) {
    return ((ElementRule) Optimizer.parse(text)).device();
  }

  private static Map<String, Float> constants(String text) {
    return ((ElementRule) Optimizer.parse(text)).constants();
  }
}
