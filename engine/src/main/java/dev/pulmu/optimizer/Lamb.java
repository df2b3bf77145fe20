package dev.pulmu.optimizer;

import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedules;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * LAMB (You et al. 2020, "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes",
 * algorithm 2 with φ(z) = z): Adam's bias-corrected direction r and the decay, u = r + λ w, at a
 * rate for each tensor: w −= η ‖w‖/‖u‖ u. Where either norm is 0, w −= η u.
 *
 * <p>Every tensor is a layer of the paper's: weights, biases, γ and β have a norm each. The decay
 * is for the weights of dense layers alone, as all decay here; that of the others is 0. So a bias,
 * which begins at 0, first moves as Adam would move it, and then by at most η of its norm a step.
 *
 * @param rate learning rate η
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 * @param decay λ, at least 0
 */
public record Lamb(Schedule rate, double beta1, double beta2, double epsilon, double decay)
    implements ElementRule {
  public static final Lamb DEFAULT = new Lamb(new Schedule.Constant(0.001), 0.9, 0.999, 1e-6, 0.01);

  public Lamb {
    Bounds.decay("lamb", "beta1", beta1);
    Bounds.decay("lamb", "beta2", beta2);
    Bounds.above0("lamb", "epsilon", epsilon);
    Bounds.atLeast0("lamb", "decay", decay);
  }

  static Lamb read(Call call) {
    return new Lamb(
        Schedules.read(call, DEFAULT.rate),
        call.real("beta1", DEFAULT.beta1),
        call.real("beta2", DEFAULT.beta2),
        call.real("epsilon", DEFAULT.epsilon),
        call.real("decay", DEFAULT.decay));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "lamb(rate=%s, beta1=%s, beta2=%s, epsilon=%s, decay=%s)",
        rate.text(),
        Numbers.text(beta1),
        Numbers.text(beta2),
        Numbers.text(epsilon),
        Numbers.text(decay));
  }

  @Override
  public Lamb withRate(Schedule rate) {
    return new Lamb(rate, beta1, beta2, epsilon, decay);
  }

  @Override
  public List<String> slots() {
    return List.of("m", "v");
  }

  @Override
  public Map<String, Float> constants() {
    Map<String, Float> constants = new LinkedHashMap<>();
    constants.put("gain1", (float) (1 - beta1));
    constants.put("gain2", (float) (1 - beta2));
    constants.put("epsilon", (float) epsilon);
    constants.put("decay", (float) decay);
    return constants;
  }

  @Override
  public List<String> perStep() {
    return List.of("rate", "fixM", "fixV");
  }

  @Override
  public float[] perStep(double rate, long t) {
    double weightM = 1 - StrictMath.pow(beta1, t);
    double weightV = 1 - StrictMath.pow(beta2, t);
    return new float[] {(float) rate, (float) (1 / weightM), (float) (1 / weightV)};
  }

  @Override
  public String device() {
    return """
        m += gain1 * (g - m);
        v += gain2 * (g * g - v);
        float u = m * fixM / (sqrtf(v * fixV) + epsilon) + decays * decay * w;
        float size = norm(w);
        float length = norm(u);
        float trust = select(size, select(length, size / length, 1.f), 1.f);
        w -= rate * trust * u;
        """;
  }

  @Override
  public void measure(
      float[] w, float[] g, float[][] slots, float[] k, float[][] of, int from, int to) {
    float[] m = slots[0];
    float[] v = slots[1];
    float[] weights = of[0];
    float[] directions = of[1];
    float fixM = k[1];
    float fixV = k[2];
    float lambda = k[5] * (float) decay;
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float epsilon = (float) this.epsilon;
    for (int i = from; i < to; i++) {
      float newM = m[i] + gain1 * (g[i] - m[i]);
      float newV = v[i] + gain2 * (g[i] * g[i] - v[i]);
      weights[i] = w[i];
      directions[i] = newM * fixM / ((float) Math.sqrt(newV * fixV) + epsilon) + lambda * w[i];
    }
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] m = slots[0];
    float[] v = slots[1];
    float fixM = k[1];
    float fixV = k[2];
    float trust = k[3] <= 0 || k[4] <= 0 ? 1 : k[3] / k[4];
    float rate = k[0] * trust;
    float lambda = k[5] * (float) decay;
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float epsilon = (float) this.epsilon;
    for (int i = from; i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      float u = m[i] * fixM / ((float) Math.sqrt(v[i] * fixV) + epsilon) + lambda * w[i];
      w[i] -= rate * u;
    }
  }
}
