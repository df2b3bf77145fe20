package dev.pulmu.study.plane;

import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Nesterov;
import dev.pulmu.schedule.Schedule;
import java.util.List;
import java.util.Map;

/**
 * The rule that an edition of the book calls Nesterov: v = α v − η g, <em>then</em> w += α² v −
 * (1+α) η g, with the new velocity where {@link Nesterov} has the old one. It is drawn beside
 * Nesterov's own, and is not to train with.
 */
public record VelocityFirst(Schedule rate, double momentum) implements ElementRule {
  public VelocityFirst(double rate, double momentum) {
    this(new Schedule.Constant(rate), momentum);
  }

  @Override
  public String text() {
    return "velocity-first(rate=" + rate.text() + ", momentum=" + momentum + ")";
  }

  @Override
  public VelocityFirst withRate(Schedule rate) {
    return new VelocityFirst(rate, momentum);
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
        v = momentum * v - rate * g;
        w += momentum * momentum * v - (1.f + momentum) * rate * g;
        """;
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] v = slots[0];
    float rate = k[0];
    float momentum = (float) this.momentum;
    for (int i = from; i < to; i++) {
      v[i] = momentum * v[i] - rate * g[i];
      w[i] += momentum * momentum * v[i] - (1 + momentum) * rate * g[i];
    }
  }
}
