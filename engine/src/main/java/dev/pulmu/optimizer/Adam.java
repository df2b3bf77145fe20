package dev.pulmu.optimizer;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): moving averages of the gradient and of its square, both
 * bias-corrected, epsilon outside the root unless placed elsewhere.
 *
 * @param rate learning rate η
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 * @param placement where epsilon sits
 * @param correction whether the moments are bias-corrected; without, the first steps are too large
 */
public record Adam(
    Schedule rate,
    float beta1,
    float beta2,
    float epsilon,
    EpsilonPlacement placement,
    boolean correction)
    implements ElementRule {
  public static final Adam DEFAULT = new Adam(new Schedule.Constant(0.001), 0.9f, 0.999f, 1e-8f);

  public Adam {
    Bounds.decay("adam", "beta1", beta1);
    Bounds.decay("adam", "beta2", beta2);
    Bounds.above0("adam", "epsilon", epsilon);
  }

  /** As in the paper. */
  public Adam(Schedule rate, float beta1, float beta2, float epsilon) {
    this(rate, beta1, beta2, epsilon, EpsilonPlacement.OUTSIDE, true);
  }

  static Adam read(Call call, Adam standard) {
    return new Adam(
        Schedule.read(call, standard.rate),
        call.number("beta1", standard.beta1),
        call.number("beta2", standard.beta2),
        call.number("epsilon", standard.epsilon),
        call.choice("placement", standard.placement),
        call.flag("correction", standard.correction));
  }

  @Override
  public String text() {
    return "adam(" + keys() + ")";
  }

  /** The arguments of the text. */
  String keys() {
    return "rate=%s, beta1=%s, beta2=%s, epsilon=%s, placement=%s, correction=%s"
        .formatted(
            rate.text(),
            Numbers.text(beta1),
            Numbers.text(beta2),
            Numbers.text(epsilon),
            Call.word(placement),
            correction);
  }

  @Override
  public Adam withRate(Schedule rate) {
    return new Adam(rate, beta1, beta2, epsilon, placement, correction);
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
    if (!correction) {
      return List.of("rate");
    }
    return placement == EpsilonPlacement.HAT
        ? List.of("rate", "fixM")
        : List.of("rate", "fixM", "fixV");
  }

  @Override
  public float[] perStep(double rate, long t) {
    if (!correction) {
      return new float[] {(float) rate};
    }
    double weightM = 1 - StrictMath.pow(beta1, t);
    double weightV = 1 - StrictMath.pow(beta2, t);
    return placement == EpsilonPlacement.HAT
        ? new float[] {(float) rate, (float) (Math.sqrt(weightV) / weightM)}
        : new float[] {(float) rate, (float) (1 / weightM), (float) (1 / weightV)};
  }

  @Override
  public String device() {
    return """
        m = beta1 * m + (1.f - beta1) * g;
        v = beta2 * v + (1.f - beta2) * g * g;
        w -= rate * %s / %s;
        """.formatted(
            perStep().contains("fixM") ? "(m * fixM)" : "m",
            placement.denominator(perStep().contains("fixV") ? "v * fixV" : "v"));
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] m = slots[0];
    float[] v = slots[1];
    float rate = k[0];
    float fixM = k.length > 1 ? k[1] : 1;
    float fixV = k.length > 2 ? k[2] : 1;
    for (int i = from; i < to; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      w[i] -= rate * (m[i] * fixM) / placement.denominator(v[i] * fixV, epsilon);
    }
  }
}
