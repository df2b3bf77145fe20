package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten steps of every rule in every dialect, against {@code golden_optimizers.py}: the same rules
 * written in double by somebody who did not see these, PyTorch's held against PyTorch itself.
 */
class GoldenVectorsTest {
  private static final JsonNode GOLDEN = golden();

  /**
   * As a share of a weight's largest move. The worst number is 1 − .999f, which is 1.3e-5 of itself
   * off .001; under a root and uncorrected half of that remains.
   */
  private static final double TOLERANCE = 1e-5;

  record Case(Dialect dialect, String text, double[][] weights) {
    @Override
    public String toString() {
      return dialect.text() + ": " + text;
    }
  }

  static Stream<Case> cases() {
    return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
        .map(node -> new Case(
            Dialect.parse(node.get("dialect").asText()),
            node.get("text").asText(),
            numbers(node.get("weights"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tenStepsAreTheGoldenOnes(Case golden) {
    ElementRule rule = (ElementRule) Optimizer.parse(golden.text, golden.dialect);
    float[] w = start();
    float[][] slots = TwinsTest.slots(rule, w.length);
    double[][] gradients = numbers(GOLDEN.get("gradients"));
    assertThat(gradients).hasDimensions(10, w.length);
    for (int t = 1; t <= 10; t++) {
      double rate = rule.rate().rate(new Schedule.Place(t - 1, 10, 10));
      decay(rule, w, rate);
      rule.host(w, floats(gradients[t - 1]), slots, rule.perStep(rate, t), 0, w.length);
      check(golden, t, w);
    }
  }

  @Test
  void deviceTextsTakeTheSameSteps(@TempDir Path directory) throws Exception {
    List<Case> cases = cases().toList();
    List<ElementRule> rules = cases.stream()
        .map(golden -> (ElementRule) Optimizer.parse(golden.text, golden.dialect))
        .toList();
    List<DeviceText> texts = DeviceText.compile(rules, directory);
    double[][] gradients = numbers(GOLDEN.get("gradients"));
    for (int c = 0; c < cases.size(); c++) {
      ElementRule rule = rules.get(c);
      float[] w = start();
      float[][] slots = new float[w.length][];
      for (int i = 0; i < w.length; i++) {
        slots[i] = new float[rule.slots().size()];
        for (int s = 0; s < slots[i].length; s++) {
          slots[i][s] = rule.slotStart(rule.slots().get(s));
        }
      }
      for (int t = 1; t <= 10; t++) {
        double rate = rule.rate().rate(new Schedule.Place(t - 1, 10, 10));
        decay(rule, w, rate);
        for (int i = 0; i < w.length; i++) {
          float g = (float) gradients[t - 1][i];
          w[i] = texts.get(c).step(w[i], g, slots[i], rule.perStep(rate, t));
        }
        check(cases.get(c), t, w);
      }
    }
  }

  @Test
  void everyRuleIsThereInEveryDialect() {
    for (Dialect dialect : Dialect.values()) {
      Set<String> names = new TreeSet<>();
      cases()
          .filter(golden -> golden.dialect == dialect)
          .forEach(golden -> names.add(golden.text.replaceAll("\\(.*", "")));
      assertThat(names).as(dialect.text()).containsExactlyInAnyOrderElementsOf(Optimizer.names());
    }
  }

  private static void decay(ElementRule rule, float[] w, double rate) {
    for (int i = 0; i < w.length; i++) {
      w[i] -= (float) rate * rule.decoupledDecay() * w[i];
    }
  }

  private static void check(Case golden, int t, float[] w) {
    float[] start = start();
    for (int i = 0; i < w.length; i++) {
      double move = 0;
      for (double[] row : golden.weights) {
        move = Math.max(move, Math.abs(row[i] - start[i]));
      }
      double rounding = t * 0x1p-23 * Math.max(Math.abs(start[i]), Math.abs(w[i]));
      assertThat(Math.abs(w[i] - golden.weights[t - 1][i]))
          .as("%s, step %d, weight %d", golden, t, i)
          .isLessThanOrEqualTo(TOLERANCE * move + rounding);
    }
  }

  private static float[] start() {
    JsonNode start = GOLDEN.get("start");
    float[] w = new float[start.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) start.get(i).asDouble();
    }
    return w;
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      floats[i] = (float) row[i];
    }
    return floats;
  }

  private static double[][] numbers(JsonNode rows) {
    double[][] numbers = new double[rows.size()][];
    for (int r = 0; r < numbers.length; r++) {
      numbers[r] = new double[rows.get(r).size()];
      for (int c = 0; c < numbers[r].length; c++) {
        numbers[r][c] = rows.get(r).get(c).asDouble();
      }
    }
    return numbers;
  }

  private static JsonNode golden() {
    try (InputStream json = GoldenVectorsTest.class.getResourceAsStream("golden.json")) {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
