package dev.pulmu.contract;

import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's own rule, such as the guide shows: momentum whose direction is softened to g / (|g| + s)
 * and cut at one, with a warm-up of its own. It uses what no rule of the engine's uses: local
 * names, every function, every kind of assignment, numbers on the left of arrays.
 *
 * @param rate learning rate
 * @param decay of the momentum
 * @param softness s, above 0
 */
record SoftSign(Schedule rate, float decay, float softness) implements ElementRule {
  @Override
  public String text() {
    return "soft-sign(rate=" + rate.text() + ", decay=" + Numbers.text(decay) + ", softness="
        + Numbers.text(softness) + ")";
  }

  @Override
  public SoftSign withRate(Schedule rate) {
    return new SoftSign(rate, decay, softness);
  }

  @Override
  public List<String> slots() {
    return List.of("momentum", "length");
  }

  @Override
  public Map<String, Float> constants() {
    Map<String, Float> constants = new LinkedHashMap<>();
    constants.put("decay", decay);
    constants.put("softness", softness);
    return constants;
  }

  @Override
  public List<String> perStep() {
    return List.of("rate", "warm");
  }

  @Override
  public float[] perStep(double rate, long t) {
    return new float[] {(float) rate, (float) warm(t)};
  }

  private static double warm(long t) {
    return 1 - StrictMath.pow(0.5, t);
  }

  @Override
  public String device() {
    return """
        float soft = g / (fabsf(g) + softness);
        momentum *= decay;
        momentum += (1.f - decay) * soft;
        length = fmaxf(length * decay, sqrtf(g * g + softness));
        float cut = fminf(fmaxf(momentum * (1.f / length), 0.f - 1.f), 1.f);
        float trust = 2.f - fabsf(cut);
        w -= warm * rate * (cut + soft / trust);
        """;
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] momentum = slots[0];
    float[] length = slots[1];
    float rate = k[0];
    float warm = k[1];
    for (int i = from; i < to; i++) {
      float soft = g[i] / (Math.abs(g[i]) + softness);
      momentum[i] *= decay;
      momentum[i] += (1 - decay) * soft;
      length[i] = Math.max(length[i] * decay, (float) Math.sqrt(g[i] * g[i] + softness));
      float cut = Math.min(Math.max(momentum[i] * (1 / length[i]), -1), 1);
      float trust = 2 - Math.abs(cut);
      w[i] -= warm * rate * (cut + soft / trust);
    }
  }

  /** The same in double, for the reference. */
  void step(double[] w, double[] g, double[] momentum, double[] length, double rate, long t) {
    for (int i = 0; i < w.length; i++) {
      double soft = g[i] / (Math.abs(g[i]) + softness);
      momentum[i] = decay * momentum[i] + (1 - decay) * soft;
      length[i] = Math.max(length[i] * decay, Math.sqrt(g[i] * g[i] + softness));
      double cut = Math.min(Math.max(momentum[i] / length[i], -1), 1);
      w[i] -= warm(t) * rate * (cut + soft / (2 - Math.abs(cut)));
    }
  }
}
