package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.schedule.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every construct of the language on w = (4, 9), g = (1, −2), s = (10, 20), c = 3, k = 0.5;
 * expected values by hand.
 */
class RuleOpsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w = g;                              |  1 | -2",
        "w = 7.f;                            |  7 |  7",
        "w = c - 1.f;                        |  2 |  2",
        "w = c;                              |  3 |  3",
        "w += g;                             |  5 |  7",
        "w -= c * g;                         |  1 | 15",
        "w *= k;                             |  2 | 4.5",
        "w /= g;                             |  4 | -4.5",
        "w = w - g;                          |  3 | 11",
        "w = g - w;                          | -3 | -11",
        "w = c - g;                          |  2 |  5",
        "w = c / g;                          |  3 | -1.5",
        "w = g / c * 6.f;                    |  2 | -4",
        "w = -g;                             | -1 |  2",
        "w = sqrtf(w);                       |  2 |  3",
        "w = sqrtf(w) + w;                   |  6 | 12",
        "w = fabsf(g);                       |  1 |  2",
        "w = fmaxf(g, 0.f);                  |  1 |  0",
        "w = fminf(0.f, g);                  |  0 | -2",
        "w = fmaxf(g, s) - fminf(g, s);      |  9 | 22",
        "w = fmaxf(c, k) * sqrtf(4.f);       |  6 |  6",
        "w = (w + w) * (g + g);              | 16 | -72",
        "float t = w; w = g; w += t;         |  5 |  7",
        "float t = w * g; t = t + t; w = t;  |  8 | -36",
        "float t = c; t *= t; w = t * k;     | 4.5 | 4.5",
        "s = w + s; w = s;                   | 14 | 29",
        "float t = w; t = t + t; t *= g; w = t; | 8 | -36",
        "w = select(g, w, s);                |  4 | 20",
        "w = select(g, g, s);                |  1 | 20",
        "w = select(g, g, 7.f);              |  1 |  7",
        "w = select(g, 5.f, 6.f);            |  5 |  6",
        "w = select(g - 1.f, w, 0.f) + 1.f;  |  1 |  1",
        "w = select(-g, 1.f / 0.f, s);       | 10 | Infinity",
        "w = select(g, s, 1.f / 0.f);        | 10 | Infinity",
        "w = select(c - 3.f, g, s);          | 10 | 20",
        "w = select(c, g, s);                |  1 | -2",
        "w = expf(g - g) + expm1f(g - g);    |  1 |  1",
        "w = logf(w / w) + log1pf(g - g);    |  0 |  0",
        "w = tanhf(s) + erff(s);             |  2 |  2",
        "w = tanhf(c - 3.f) + erff(1e3f);    |  1 |  1",
        "float n = norm(fminf(w - 1.f, 4.f)); w -= n; | -1 | 4",
        "float n = norm(w / w); float m = norm(1.f); w = n - m; | 0 | 0",
        "float n = norm(g - g); w = decays + n; |  1 |  1",
      })
  void everyConstructComputesWhatItSays(String text, float first, float second) {
    INDArray w = Nd4j.createFromArray(4f, 9f);
    RuleOps ops;
    try (Memory memory = new Memory()) {
      INDArray gradient = Nd4j.createFromArray(1f, -2f);
      INDArray slot = Nd4j.createFromArray(10f, 20f);
      ops = new RuleOps(new Text(text), w, gradient, Map.of("s", slot), true, memory);
      ops.step(new float[] {0.5f});
      assertThat(gradient.toFloatVector()).containsExactly(1, -2);
    }
    assertThat(w.toFloatVector()).containsExactly(first, second);
  }

  /** A rule that is only a text, with a slot s, a constant c = 3 and a number k of the step. */
  private record Text(String device) implements ElementRule {
    @Override
    public Schedule rate() {
      return new Schedule.Constant(1);
    }

    @Override
    public Text withRate(Schedule rate) {
      throw new AssertionError("backends never change a rule's rate");
    }

    @Override
    public List<String> slots() {
      return List.of("s");
    }

    @Override
    public Map<String, Float> constants() {
      return Map.of("c", 3f);
    }

    @Override
    public List<String> perStep() {
      return List.of("k");
    }

    @Override
    public float[] perStep(double rate, long t) {
      return new float[] {(float) rate};
    }

    @Override
    public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
      throw new AssertionError("array backends never call the host's formula");
    }

    @Override
    public String text() {
      return "text";
    }
  }
}
