package dev.pulmu.contract;

import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Map;

/**
 * A user's own rule that takes norms: LARS (You, Gitman &amp; Ginsburg 2017), whose slot hangs on
 * them, and with a decoupled decay besides. Its weights are measured from −1/4, so that elements
 * which are no weights would show.
 *
 * @param rate learning rate
 * @param momentum of the velocity
 * @param decay λ, and that of the decoupled decay
 */
public record Lars(Schedule rate, float momentum, float decay) implements ElementRule {
  @Override
  public String text() {
    return "lars(rate=" + rate.text() + ", momentum=" + Numbers.text(momentum) + ", decay="
        + Numbers.text(decay) + ")";
  }

  @Override
  public Lars withRate(Schedule rate) {
    return new Lars(rate, momentum, decay);
  }

  @Override
  public float decoupledDecay() {
    return decay;
  }

  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public Map<String, Float> constants() {
    return Map.of("momentum", momentum);
  }

  @Override
  public List<String> perStep() {
    return List.of("rate", "lambda");
  }

  @Override
  public float[] perStep(double rate, long t) {
    return new float[] {(float) rate, decay};
  }

  @Override
  public String device() {
    return """
        float size = norm(w + 0.25f);
        float slope = g + decays * lambda * w;
        float length = norm(slope);
        float trust = select(length, size / length, 1.f);
        velocity *= momentum;
        velocity += trust * rate * slope;
        w -= velocity;
        """;
  }

  @Override
  public void measure(
      float[] w, float[] g, float[][] slots, float[] k, float[][] of, int from, int to) {
    float lambda = k[4] * k[1];
    for (int i = from; i < to; i++) {
      of[0][i] = w[i] + 0.25f;
      of[1][i] = g[i] + lambda * w[i];
    }
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float[] velocity = slots[0];
    float lambda = k[4] * k[1];
    float trust = k[3] <= 0 ? 1 : k[2] / k[3];
    float rate = trust * k[0];
    for (int i = from; i < to; i++) {
      velocity[i] *= momentum;
      velocity[i] += rate * (g[i] + lambda * w[i]);
      w[i] -= velocity[i];
    }
  }

  /** The same in double, for the reference. */
  void step(double[] w, double[] g, double[] velocity, double rate, boolean decays) {
    double lambda = decays ? decay : 0;
    double weights = 0;
    double slopes = 0;
    for (int i = 0; i < w.length; i++) {
      w[i] *= 1 - rate * lambda;
      weights += (w[i] + 0.25) * (w[i] + 0.25);
      slopes += (g[i] + lambda * w[i]) * (g[i] + lambda * w[i]);
    }
    double trust = slopes == 0 ? 1 : Math.sqrt(weights / slopes);
    for (int i = 0; i < w.length; i++) {
      velocity[i] = momentum * velocity[i] + trust * rate * (g[i] + lambda * w[i]);
      w[i] -= velocity[i];
    }
  }
}
