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
 * Nesterov's accelerated gradient (1983) evaluated at one point (Bengio, Boulanger-Lewandowski and
 * Pascanu 2013): w += α² v − (1+α) η g, <em>then</em> v = α v − η g. The weight moves by the old
 * velocity; moving it by the new one, as an edition of a book does, is another rule.
 *
 * @param rate learning rate η
 * @param momentum α, the share of the velocity that a step keeps, in [0, 1)
 */
public record Nesterov(Schedule rate, double momentum) implements ElementRule {
  public static final Nesterov DEFAULT = new Nesterov(new Schedule.Constant(0.01), 0.9);

  public Nesterov {
    Bounds.decay("nesterov", "momentum", momentum);
  }

  static Nesterov read(Call call, Nesterov standard) {
    return new Nesterov(
        Schedules.read(call, standard.rate), call.real("momentum", standard.momentum));
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT, "nesterov(rate=%s, momentum=%s)", rate.text(), Numbers.text(momentum));
  }

  @Override
  public Nesterov withRate(Schedule rate) {
    return new Nesterov(rate, momentum);
  }

  @Override
  public List<String> slots() {
    return List.of("v");
  }

  @Override
  public Map<String, Float> constants() {
    return Map.of("momentum", (float) momentum);
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
    return """
        w += momentum * momentum * v - (1.f + momentum) * rate * g;
        v = momentum * v - rate * g;
        """;
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] v = slots[0];
    float rate = k[0];
    float momentum = (float) this.momentum;
    for (int i = from; i < to; i++) {
      w[i] += momentum * momentum * v[i] - (1 + momentum) * rate * g[i];
      v[i] = momentum * v[i] - rate * g[i];
    }
  }
}
