package dev.pulmu.contract;

import dev.pulmu.optimizer.ElementRule;
import java.util.Arrays;

/** A rule's formula for loops, over the elements {@code from ≤ i < to} of one tensor. */
public final class HostTwin {
  private HostTwin() {}

  /** Takes the norms that the rule wants, and moves. */
  public static void move(
      ElementRule rule,
      float[] w,
      float[] g,
      float[][] slots,
      float[] perStep,
      int from,
      int to,
      boolean decays) {
    float[] k = numbers(rule, w, g, slots, perStep, from, to, decays);
    rule.host(w, g, slots, k, from, to);
  }

  /** What {@link ElementRule#host} is told. */
  public static float[] numbers(
      ElementRule rule,
      float[] w,
      float[] g,
      float[][] slots,
      float[] perStep,
      int from,
      int to,
      boolean decays) {
    if (rule.norms() == 0) {
      return perStep;
    }
    float[] k = Arrays.copyOf(perStep, perStep.length + rule.norms() + 1);
    k[k.length - 1] = decays ? 1 : 0;
    float[][] of = new float[rule.norms()][w.length];
    rule.measure(w, g, slots, k, of, from, to);
    for (int norm = 0; norm < of.length; norm++) {
      double squares = 0;
      for (float x : of[norm]) {
        squares += (double) x * x;
      }
      k[perStep.length + norm] = (float) Math.sqrt(squares);
    }
    return k;
  }
}
