package dev.pulmu.optimizer;

import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedules;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011): each weight's rate shrinks with the sum of all its
 * squared gradients, h += g²; w −= η g/(√h + ε). It stops early, since h only grows.
 *
 * @param rate learning rate η
 * @param epsilon ε, above 0
 * @param placement where ε sits
 * @param start what h begins with, at least 0
 */
public record AdaGrad(Schedule rate, double epsilon, EpsilonPlacement placement, double start)
    implements ElementRule {
  public static final AdaGrad DEFAULT =
      new AdaGrad(new Schedule.Constant(0.01), 1e-7, EpsilonPlacement.OUTSIDE, 0);

  public AdaGrad {
    Bounds.above0("adagrad", "epsilon", epsilon);
    Bounds.atLeast0("adagrad", "start", start);
  }

  static AdaGrad read(Call call, AdaGrad standard) {
    return new AdaGrad(
        Schedules.read(call, standard.rate),
        call.real("epsilon", standard.epsilon),
        call.choice("placement", standard.placement),
        call.real("start", standard.start));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "adagrad(rate=%s, epsilon=%s, placement=%s, start=%s)",
        rate.text(),
        Numbers.text(epsilon),
        Call.word(placement),
        Numbers.text(start));
  }

  @Override
  public AdaGrad withRate(Schedule rate) {
    return new AdaGrad(rate, epsilon, placement, start);
  }

  @Override
  public List<String> slots() {
    return List.of("h");
  }

  @Override
  public float slotStart(String slot) {
    return (float) start;
  }

  @Override
  public Map<String, Float> constants() {
    return Map.of("epsilon", (float) epsilon);
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
    return String.format(Locale.ROOT, """
        h += g * g;
        w -= rate * g / %s;
        """, placement.denominator("h"));
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] h = slots[0];
    float rate = k[0];
    float epsilon = (float) this.epsilon;
    for (int i = from; i < to; i++) {
      h[i] += g[i] * g[i];
      w[i] -= rate * g[i] / placement.denominator(h[i], epsilon);
    }
  }
}
