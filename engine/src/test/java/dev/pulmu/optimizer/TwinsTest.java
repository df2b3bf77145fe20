package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.contract.HostTwin;
import dev.pulmu.contract.Lars;
import dev.pulmu.schedule.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two texts of every rule, in every structure that it has, say the same. */
class TwinsTest {
  /** One rule for each device text there is. */
  static List<ElementRule> rules() {
    List<String> texts = new ArrayList<>(List.of(
        "sgd(rate=0.5)",
        "momentum(rate=0.5, momentum=0.75)",
        "momentum(rate=0.5, form=ewma, beta=0.75)",
        "momentum(rate=0.5, form=ewma, beta=0.75, correction=true)",
        "nesterov(rate=0.5, momentum=0.75)",
        "lamb(rate=0.5, beta1=0.75, beta2=0.9, epsilon=0.01, decay=0.5)"));
    for (String placement : List.of("outside", "inside", "hat")) {
      texts.add("adagrad(rate=0.5, epsilon=0.01, start=0.25, placement=" + placement + ")");
      for (String momentum : List.of("0", "0.75")) {
        texts.add("rmsprop(rate=0.5, rho=0.9, epsilon=0.01, start=0.25, momentum=" + momentum
            + ", placement=" + placement + ")");
      }
      for (String correction : List.of("true", "false")) {
        String keys = "(rate=0.5, beta1=0.75, beta2=0.9, epsilon=0.01, placement=" + placement
            + ", correction=" + correction;
        texts.add("adam" + keys + ")");
        texts.add("adamw" + keys + ", decay=0.5)");
      }
    }
    return texts.stream().map(text -> (ElementRule) Optimizer.parse(text)).toList();
  }

  /** Twenty weights, which are one tensor; what norms are of is measured alike. */
  @Test
  void deviceTextAndHostGiveTheSameBits(@TempDir Path directory) throws Exception {
    List<ElementRule> rules = new ArrayList<>(rules());
    rules.add(new Lars(new Schedule.Constant(0.5), 0.75f, 0.5f));
    for (DeviceText text : DeviceText.compile(rules, directory)) {
      ElementRule rule = text.rule();
      SplittableRandom random = new SplittableRandom(7);
      float[] w = new float[20];
      fill(w, random, 1);
      float[] deviceW = w.clone();
      float[][] slots = slots(rule, w.length);
      float[][] deviceSlots = slots(rule, w.length);
      for (int t = 1; t <= 10; t++) {
        float[] g = new float[w.length];
        fill(g, random, 2);
        float[] numbers = rule.perStep(1.0 / t, t);
        HostTwin.move(rule, w, g, slots, numbers, 0, w.length, true);
        device(text, deviceW, g, deviceSlots, numbers);
        assertThat(w).as("%s, step %d", rule.text(), t).isEqualTo(deviceW);
        assertThat(slots).as("%s, step %d", rule.text(), t).isDeepEqualTo(deviceSlots);
      }
    }
  }

  private static void device(
      DeviceText text, float[] w, float[] g, float[][] slots, float[] numbers) {
    double[] squares = new double[text.rule().norms()];
    for (int i = 0; i < w.length; i++) {
      float[] of = text.measured(w[i], g[i], column(slots, i), numbers);
      for (int norm = 0; norm < of.length; norm++) {
        squares[norm] += (double) of[norm] * of[norm];
      }
    }
    float[] norms = new float[squares.length];
    for (int norm = 0; norm < norms.length; norm++) {
      norms[norm] = (float) Math.sqrt(squares[norm]);
    }
    for (int i = 0; i < w.length; i++) {
      float[] column = column(slots, i);
      w[i] = text.step(w[i], g[i], column, numbers, norms);
      for (int slot = 0; slot < slots.length; slot++) {
        slots[slot][i] = column[slot];
      }
    }
  }

  private static void fill(float[] values, SplittableRandom random, double bound) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
  }

  private static float[] column(float[][] slots, int i) {
    float[] column = new float[slots.length];
    for (int slot = 0; slot < slots.length; slot++) {
      column[slot] = slots[slot][i];
    }
    return column;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void onlyTheElementsAskedForMove(ElementRule rule) {
    float[] w = {1, 1, 1, 1, 1};
    float[] g = {1, 1, 1, 1, 1};
    float[][] slots = slots(rule, 5);
    float[][] before = slots(rule, 5);
    HostTwin.move(rule, w, g, slots, rule.perStep(0.5, 1), 1, 3, true);
    assertThat(new float[] {w[0], w[3], w[4]}).containsExactly(1, 1, 1);
    assertThat(w[1]).isLessThan(1).isEqualTo(w[2]);
    for (int i = 0; i < slots.length; i++) {
      float start = before[i][0];
      assertThat(new float[] {slots[i][0], slots[i][3], slots[i][4]})
          .containsExactly(start, start, start);
      assertThat(slots[i][1]).isNotEqualTo(start).isEqualTo(slots[i][2]);
    }
    assertThat(g).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void piecesGiveTheBitsOfTheWhole(ElementRule rule) {
    int size = 100;
    float[] whole = new float[size];
    float[] g = new float[size];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < size; i++) {
      whole[i] = (float) random.nextDouble(-1, 1);
      g[i] = (float) random.nextDouble(-2, 2);
    }
    float[] pieces = whole.clone();
    float[][] wholeSlots = slots(rule, size);
    float[][] pieceSlots = slots(rule, size);
    for (int t = 1; t <= 3; t++) {
      float[] numbers =
          HostTwin.numbers(rule, whole, g, wholeSlots, rule.perStep(0.5, t), 0, size, true);
      rule.host(whole, g, wholeSlots, numbers, 0, size);
      for (int from = 0, to = 1; from < size; from = to, to = Math.min(2 * to + 1, size)) {
        rule.host(pieces, g, pieceSlots, numbers, from, to);
      }
    }
    assertThat(pieces).isEqualTo(whole);
    assertThat(pieceSlots).isDeepEqualTo(wholeSlots);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void deviceTextUsesEveryName(ElementRule rule) {
    for (List<String> names : List.of(
        List.of("w", "g"),
        rule.slots(),
        rule.perStep(),
        List.copyOf(rule.constants().keySet()))) {
      for (String name : names) {
        assertThat(rule.device()).containsPattern("\\b" + Pattern.quote(name) + "\\b");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void perStepHasOneNumberForEachName(ElementRule rule) {
    assertThat(rule.perStep(0.1, 1)).hasSameSizeAs(rule.perStep().toArray());
    assertThat(rule.perStep(0.125, 7)[0]).isEqualTo(0.125f);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void canonicalTextIsReadBackInEveryDialect(ElementRule rule) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(Optimizer.parse(rule.text(), dialect)).isEqualTo(rule);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anotherRateChangesNothingElse(ElementRule rule) {
    ElementRule other = rule.withRate(new Schedule.Constant(0.125));
    assertThat(other).isNotEqualTo(rule);
    assertThat(other.rate()).isEqualTo(new Schedule.Constant(0.125));
    assertThat(other.withRate(rule.rate())).isEqualTo(rule);
  }

  static float[][] slots(ElementRule rule, int size) {
    float[][] slots = new float[rule.slots().size()][size];
    for (int i = 0; i < slots.length; i++) {
      Arrays.fill(slots[i], rule.slotStart(rule.slots().get(i)));
    }
    return slots;
  }
}
