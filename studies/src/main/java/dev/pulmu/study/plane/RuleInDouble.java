package dev.pulmu.study.plane;

import dev.pulmu.formula.Formula;
import dev.pulmu.optimizer.ElementRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs an element rule from its device text with every operation in double; its constants and the
 * numbers of a step are the floats that kernels get. It is for paths that are compared with
 * published numbers, where thirty roundings to float would hide the last digits.
 */
final class RuleInDouble {
  private final ElementRule rule;
  private final Formula formula;
  private final Map<String, double[]> slots = new HashMap<>();

  RuleInDouble(ElementRule rule, int size) {
    this.rule = rule;
    this.formula = Formula.parse(rule.device());
    for (String slot : rule.slots()) {
      double[] values = new double[size];
      Arrays.fill(values, rule.slotStart(slot));
      slots.put(slot, values);
    }
  }

  /** Moves the weights, a tensor that weight decay is for, by one step, counted from 1. */
  void step(double[] w, double[] g, double rate, long t) {
    Map<String, double[]> names = new HashMap<>(slots);
    rule.constants().forEach((name, value) -> names.put(name, new double[] {value}));
    float[] numbers = rule.perStep(rate, t);
    for (int i = 0; i < numbers.length; i++) {
      names.put(rule.perStep().get(i), new double[] {numbers[i]});
    }
    names.put("decays", new double[] {1});
    double decay = rate * rule.decoupledDecay();
    names.put("w", Arrays.stream(w).map(weight -> weight - decay * weight).toArray());
    names.put("g", g);
    Map<String, double[]> moved = formula.overTensor(names);
    System.arraycopy(moved.get("w"), 0, w, 0, w.length);
    slots.replaceAll((slot, values) -> moved.get(slot));
  }
}
