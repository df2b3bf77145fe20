package dev.pulmu.optimizer;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): moving averages of the gradient and of its square, both
 * bias-corrected, epsilon outside the root.
 *
 * @param rate learning rate η
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 */
public record Adam(Schedule rate, float beta1, float beta2, float epsilon) implements ElementRule {
  public static final Adam DEFAULT = new Adam(new Schedule.Constant(0.001), 0.9f, 0.999f, 1e-8f);

  public Adam {
    checkDecay("beta1", beta1);
    checkDecay("beta2", beta2);
    if (!(epsilon > 0) || Float.isInfinite(epsilon)) {
      throw new IllegalArgumentException(
          "adam wants epsilon above 0, came " + Numbers.text(epsilon));
    }
  }

  static Adam read(Call call) {
    return new Adam(
        Schedule.parse(call.text("rate", DEFAULT.rate.text())),
        call.number("beta1", DEFAULT.beta1),
        call.number("beta2", DEFAULT.beta2),
        call.number("epsilon", DEFAULT.epsilon));
  }

  @Override
  public String text() {
    return "adam(rate=%s, beta1=%s, beta2=%s, epsilon=%s)"
        .formatted(rate.text(), Numbers.text(beta1), Numbers.text(beta2), Numbers.text(epsilon));
  }

  @Override
  public List<String> slots() {
    return List.of("m", "v");
  }

  @Override
  public Map<String, Float> constants() {
    Map<String, Float> constants = new LinkedHashMap<>();
    constants.put("beta1", beta1);
    constants.put("beta2", beta2);
    constants.put("epsilon", epsilon);
    return constants;
  }

  @Override
  public List<String> perStep() {
    return List.of("rate", "fixM", "fixV");
  }

  @Override
  public float[] perStep(double rate, long t) {
    double fixM = 1 / (1 - StrictMath.pow(beta1, t));
    double fixV = 1 / (1 - StrictMath.pow(beta2, t));
    return new float[] {(float) rate, (float) fixM, (float) fixV};
  }

  @Override
  public String device() {
    return """
        m = beta1 * m + (1.f - beta1) * g;
        v = beta2 * v + (1.f - beta2) * g * g;
        w -= rate * (m * fixM) / (sqrtf(v * fixV) + epsilon);
        """;
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] m = slots[0];
    float[] v = slots[1];
    float rate = k[0];
    float fixM = k[1];
    float fixV = k[2];
    for (int i = from; i < to; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      w[i] -= rate * (m[i] * fixM) / ((float) Math.sqrt(v[i] * fixV) + epsilon);
    }
  }

  private static void checkDecay(String name, float value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "adam wants " + name + " in [0, 1), came " + Numbers.text(value));
    }
  }
}
