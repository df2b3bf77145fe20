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
 * Momentum in its two forms. At the same rate the average crawls like plain descent: it equals the
 * heavy ball only at a rate 1/(1−β) times as large.
 *
 * @param rate learning rate η
 * @param momentum α of the heavy ball, β of the average: the share of the velocity that a step
 *     keeps, in [0, 1)
 * @param form which of the two
 * @param correction whether the average is divided by 1 − βᵗ; the heavy ball has no bias to correct
 */
public record Momentum(Schedule rate, double momentum, Form form, boolean correction)
    implements ElementRule {
  /** What the velocity is. */
  public enum Form {
    /** v = α v − η g; w += v (Polyak 1964). */
    HEAVY,
    /** An exponentially weighted moving average: v = β v + (1−β) g; w −= η v. */
    EWMA
  }

  public static final Momentum DEFAULT =
      new Momentum(new Schedule.Constant(0.01), 0.9, Form.HEAVY, false);

  public Momentum {
    Bounds.decay("momentum", key(form), momentum);
    if (correction && form == Form.HEAVY) {
      throw new IllegalArgumentException(
          "momentum wants correction=false with form=heavy, which has no bias; came true");
    }
  }

  static Momentum read(Call call, Momentum standard) {
    Schedule rate = Schedules.read(call, standard.rate);
    Form form = call.choice("form", standard.form);
    double momentum = call.real(key(form), standard.momentum);
    boolean correction = form == Form.EWMA && call.flag("correction", false);
    return new Momentum(rate, momentum, form, correction);
  }

  private static String key(Form form) {
    return form == Form.HEAVY ? "momentum" : "beta";
  }

  @Override
  public String text() {
    String text = String.format(
        Locale.ROOT,
        "momentum(rate=%s, form=%s, %s=%s",
        rate.text(),
        Call.word(form),
        key(form),
        Numbers.text(momentum));
    return form == Form.HEAVY ? text + ")" : text + ", correction=" + correction + ")";
  }

  @Override
  public Momentum withRate(Schedule rate) {
    return new Momentum(rate, momentum, form, correction);
  }

  @Override
  public List<String> slots() {
    return List.of("v");
  }

  @Override
  public Map<String, Float> constants() {
    return form == Form.HEAVY
        ? Map.of("momentum", (float) momentum)
        : Map.of("gain", (float) (1 - momentum));
  }

  @Override
  public List<String> perStep() {
    return correction ? List.of("rate", "fix") : List.of("rate");
  }

  @Override
  public float[] perStep(double rate, long t) {
    return correction
        ? new float[] {(float) rate, (float) (1 / (1 - StrictMath.pow(momentum, t)))}
        : new float[] {(float) rate};
  }

  @Override
  public String device() {
    if (form == Form.HEAVY) {
      return """
          v = momentum * v - rate * g;
          w += v;
          """;
    }
    return String.format(Locale.ROOT, """
        v += gain * (g - v);
        w -= rate * %s;
        """, correction ? "(v * fix)" : "v");
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] v = slots[0];
    float rate = k[0];
    if (form == Form.HEAVY) {
      float momentum = (float) this.momentum;
      for (int i = from; i < to; i++) {
        v[i] = momentum * v[i] - rate * g[i];
        w[i] += v[i];
      }
      return;
    }
    float gain = (float) (1 - momentum);
    float fix = correction ? k[1] : 1;
    for (int i = from; i < to; i++) {
      v[i] += gain * (g[i] - v[i]);
      w[i] -= rate * (v[i] * fix);
    }
  }
}
