package dev.pulmu.contract;

import dev.pulmu.contract.reference.ReferenceUpdate;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.AdamW;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Lamb;
import dev.pulmu.optimizer.Sgd;
import java.util.Map;

/** Which plain double loops move the weights of each rule. */
final class ReferenceRule {
  private ReferenceRule() {}

  /**
   * Moves a tensor and its slots.
   *
   * @param tensors all by name, its slots among them
   * @param t the step, counted from 1
   */
  static void move(
      ElementRule rule,
      String name,
      double[] w,
      double[] g,
      Map<String, double[]> tensors,
      double rate,
      long t) {
    boolean decays = name.endsWith(".w");
    if (rule instanceof AdamW adamW) {
      if (decays) {
        ReferenceUpdate.decay(w, rate, adamW.decay());
      }
      rule = adamW.adam();
    }
    if (rule instanceof Sgd) {
      ReferenceUpdate.sgd(w, g, rate);
    } else if (rule instanceof Adam adam) {
      double[] m = tensors.get(name + ".m");
      double[] v = tensors.get(name + ".v");
      ReferenceUpdate.adam(w, g, m, v, rate, adam.beta1(), adam.beta2(), adam.epsilon(), t);
    } else if (rule instanceof SoftSign softSign) {
      double[] momentum = tensors.get(name + ".momentum");
      softSign.step(w, g, momentum, tensors.get(name + ".length"), rate, t);
    } else if (rule instanceof Lamb lamb) {
      double[] m = tensors.get(name + ".m");
      double[] v = tensors.get(name + ".v");
      double lambda = decays ? lamb.decay() : 0;
      ReferenceUpdate.lamb(w, g, m, v, rate, lamb.beta1(), lamb.beta2(), lamb.epsilon(), lambda, t);
    } else if (rule instanceof Lars lars) {
      lars.step(w, g, tensors.get(name + ".velocity"), rate, decays);
    } else {
      throw new AssertionError("no reference for " + rule.text());
    }
  }
}
