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
 * RMSProp (Hinton 2012, lecture 6): AdaGrad that forgets. s = ρ s + (1−ρ) g²; w −= η g/(√s + ε);
 * with momentum, v = μ v + g/(√s + ε); w −= η v.
 *
 * @param rate learning rate η
 * @param rho ρ, the decay of the average of squared gradients, in [0, 1)
 * @param momentum μ, in [0, 1); 0 for none, which saves a slot
 * @param epsilon ε, above 0
 * @param placement where ε sits
 * @param start what s begins with, at least 0
 */
public record RmsProp(
    Schedule rate,
    double rho,
    double momentum,
    double epsilon,
    EpsilonPlacement placement,
    double start)
    implements ElementRule {
  public static final RmsProp DEFAULT =
      new RmsProp(new Schedule.Constant(0.001), 0.99, 0, 1e-8, EpsilonPlacement.OUTSIDE, 0);

  public RmsProp {
    Bounds.decay("rmsprop", "rho", rho);
    Bounds.decay("rmsprop", "momentum", momentum);
    Bounds.above0("rmsprop", "epsilon", epsilon);
    Bounds.atLeast0("rmsprop", "start", start);
  }

  static RmsProp read(Call call, RmsProp standard) {
    return new RmsProp(
        Schedules.read(call, standard.rate),
        call.real("rho", standard.rho),
        call.real("momentum", standard.momentum),
        call.real("epsilon", standard.epsilon),
        call.choice("placement", standard.placement),
        call.real("start", standard.start));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "rmsprop(rate=%s, rho=%s, momentum=%s, epsilon=%s, placement=%s, start=%s)",
        rate.text(),
        Numbers.text(rho),
        Numbers.text(momentum),
        Numbers.text(epsilon),
        Call.word(placement),
        Numbers.text(start));
  }

  @Override
  public RmsProp withRate(Schedule rate) {
    return new RmsProp(rate, rho, momentum, epsilon, placement, start);
  }

  @Override
  public List<String> slots() {
    return momentum > 0 ? List.of("s", "v") : List.of("s");
  }

  @Override
  public float slotStart(String slot) {
    return slot.equals("s") ? (float) start : 0;
  }

  @Override
  public Map<String, Float> constants() {
    Map<String, Float> constants = new LinkedHashMap<>();
    constants.put("gain", (float) (1 - rho));
    if (momentum > 0) {
      constants.put("momentum", (float) momentum);
    }
    constants.put("epsilon", (float) epsilon);
    return constants;
  }

  @Override
  public List<String> perStep() {
    return List.of("rate");
  }

  @Override
  public float[] perStep(double rate, long t) {
    return new float[] {(float) rate};
  }

  @Override
  public String device() {
    String denominator = placement.denominator("s");
    if (momentum > 0) {
      return String.format(Locale.ROOT, """
          s += gain * (g * g - s);
          v = momentum * v + g / %s;
          w -= rate * v;
          """, denominator);
    }
    return String.format(Locale.ROOT, """
        s += gain * (g * g - s);
        w -= rate * g / %s;
        """, denominator);
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] s = slots[0];
    float rate = k[0];
    float gain = (float) (1 - rho);
    float momentum = (float) this.momentum;
    float epsilon = (float) this.epsilon;
    if (momentum > 0) {
      float[] v = slots[1];
      for (int i = from; i < to; i++) {
        s[i] += gain * (g[i] * g[i] - s[i]);
        v[i] = momentum * v[i] + g[i] / placement.denominator(s[i], epsilon);
        w[i] -= rate * v[i];
      }
      return;
    }
    for (int i = from; i < to; i++) {
      s[i] += gain * (g[i] * g[i] - s[i]);
      w[i] -= rate * g[i] / placement.denominator(s[i], epsilon);
    }
  }
}
