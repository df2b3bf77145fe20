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

  /** Moves the weights by one step, counted from 1. */
  void step(double[] w, double[] g, double rate, long t) {
    Map<String, Double> names = new HashMap<>();
    rule.constants().forEach((name, value) -> names.put(name, (double) value));
    float[] numbers = rule.perStep(rate, t);
    for (int i = 0; i < numbers.length; i++) {
      names.put(rule.perStep().get(i), (double) numbers[i]);
    }
    for (int i = 0; i < w.length; i++) {
      int element = i;
      names.put("w", w[i] - rate * rule.decoupledDecay() * w[i]);
      names.put("g", g[i]);
      slots.forEach((slot, values) -> names.put(slot, values[element]));
      Map<String, Double> moved = formula.inDouble(names);
      w[i] = moved.get("w");
      slots.forEach((slot, values) -> values[element] = moved.get(slot));
    }
  }
}
