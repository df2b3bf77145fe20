package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.contract.HostTwin;
import dev.pulmu.schedule.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten steps of every rule in every dialect, against {@code golden_optimizers.py}: the same rules
 * written in double as each source writes them, PyTorch's held against PyTorch itself. That the
 * device texts do the same to the bit is {@link TwinsTest}'s business.
 */
class GoldenVectorsTest {
  private static final JsonNode GOLDEN = golden();

  /** As a share of a weight's largest move: each step rounds a dozen times. */
  private static final double TOLERANCE = 10 * 12 * 0x1p-24;

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
      float[] g = floats(gradients[t - 1]);
      HostTwin.move(rule, w, g, slots, rule.perStep(rate, t), 0, w.length, true);
      check(golden, t, w);
    }
  }

  @Test
  void everyRuleIsThereInEveryDialect() {
    for (Dialect dialect : Dialect.values()) {
      Set<String> names = new TreeSet<>();
      cases()
          .filter(golden -> golden.dialect == dialect)
          .forEach(golden -> names.add(golden.text.replaceAll("\\(.*", "")));
      assertThat(names).as(dialect.text()).containsExactlyInAnyOrderElementsOf(rules());
    }
  }

  private static List<String> rules() {
    return Optimizer.names().stream()
        .filter(name -> Optimizer.parse(name) instanceof ElementRule)
        .toList();
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
      double off = Math.abs(w[i] - golden.weights[t - 1][i]);
      if (!(off <= TOLERANCE * move + rounding)) {
        fail("%s, step %d, weight %d is off by %s", golden, t, i, off);
      }
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
