package dev.pulmu.optimizer;

import dev.pulmu.schedule.Schedule;
import dev.pulmu.schedule.Schedules;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent (Robbins and Monro 1951): a step of the learning rate against the
 * gradient.
 */
public record Sgd(Schedule rate) implements ElementRule {
  public static final Sgd DEFAULT = new Sgd(new Schedule.Constant(0.01));

  static Sgd read(Call call, Sgd standard) {
    return new Sgd(Schedules.read(call, standard.rate));
  }

  @Override
  public String text() {
    return "sgd(rate=" + rate.text() + ")";
  }

  @Override
  public Sgd withRate(Schedule rate) {
    return new Sgd(rate);
  }

  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public Map<String, Float> constants() {
    return Map.of();
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
    return "w -= rate * g;";
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    float rate = k[0];
    for (int i = from; i < to; i++) {
      w[i] -= rate * g[i];
    }
  }
}
