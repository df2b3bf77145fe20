package dev.pulmu.optimizer;

import dev.pulmu.schedule.Schedule;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): w −= η λ w for the weights of
 * dense layers, before Adam's own step and outside its moments.
 *
 * @param adam all but the decay
 * @param decay λ, at least 0
 */
public record AdamW(Adam adam, double decay) implements ElementRule {
  public static final AdamW DEFAULT = new AdamW(Adam.DEFAULT, 0.01);

  public AdamW {
    Bounds.atLeast0("adamw", "decay", decay);
  }

  static AdamW read(Call call, AdamW standard) {
    return new AdamW(Adam.read(call, standard.adam), call.real("decay", standard.decay));
  }

  @Override
  public String text() {
    return "adamw(" + adam.keys() + ", decay=" + Numbers.text(decay) + ")";
  }

  @Override
  public Schedule rate() {
    return adam.rate();
  }

  @Override
  public AdamW withRate(Schedule rate) {
    return new AdamW(adam.withRate(rate), decay);
  }

  @Override
  public float decoupledDecay() {
    return (float) decay;
  }

  @Override
  public List<String> slots() {
    return adam.slots();
  }

  @Override
  public Map<String, Float> constants() {
    return adam.constants();
  }

  @Override
  public List<String> perStep() {
    return adam.perStep();
  }

  @Override
  public float[] perStep(double rate, long t) {
    return adam.perStep(rate, t);
  }

  @Override
  public String device() {
    return adam.device();
  }

  @Override
  public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
    adam.host(w, g, slots, k, from, to);
  }
}
