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
 * Adam (Kingma and Ba 2015, algorithm 1): moving averages of the gradient and of its square, both
 * bias-corrected, epsilon outside the root unless placed elsewhere.
 *
 * <p>An average moves by its gain, 1 − β, which is taken in double: of .999 as a float it would be
 * 1.3e-5 too small, enough to end thirty uncorrected steps elsewhere in the fifth digit.
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
    double beta1,
    double beta2,
    double epsilon,
    EpsilonPlacement placement,
    boolean correction)
    implements ElementRule {
  public static final Adam DEFAULT = new Adam(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8);

  public Adam {
    Bounds.decay("adam", "beta1", beta1);
    Bounds.decay("adam", "beta2", beta2);
    Bounds.above0("adam", "epsilon", epsilon);
  }

  /** As in the paper. */
  public Adam(Schedule rate, double beta1, double beta2, double epsilon) {
    this(rate, beta1, beta2, epsilon, EpsilonPlacement.OUTSIDE, true);
  }

  static Adam read(Call call, Adam standard) {
    return new Adam(
        Schedules.read(call, standard.rate),
        call.real("beta1", standard.beta1),
        call.real("beta2", standard.beta2),
        call.real("epsilon", standard.epsilon),
        call.choice("placement", standard.placement),
        call.flag("correction", standard.correction));
  }

  @Override
  public String text() {
    return "adam(" + keys() + ")";
  }

  /** The arguments of the text. */
  String keys() {
    return String.format(
        Locale.ROOT,
        "rate=%s, beta1=%s, beta2=%s, epsilon=%s, placement=%s, correction=%s",
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
    constants.put("gain1", (float) (1 - beta1));
    constants.put("gain2", (float) (1 - beta2));
    constants.put("epsilon", (float) epsilon);
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
    return String.format(
        Locale.ROOT,
        """
        m += gain1 * (g - m);
        v += gain2 * (g * g - v);
        w -= rate * %s / %s;
        """,
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
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float epsilon = (float) this.epsilon;
    for (int i = from; i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      w[i] -= rate * (m[i] * fixM) / placement.denominator(v[i] * fixV, epsilon);
    }
  }
}
