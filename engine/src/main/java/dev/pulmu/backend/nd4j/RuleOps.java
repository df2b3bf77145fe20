package dev.pulmu.backend.nd4j;

import dev.pulmu.formula.Formula;
import dev.pulmu.optimizer.ElementRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs an element rule as ND4J operations over parameters that lie together; if it takes norms,
 * over one tensor.
 */
final class RuleOps {
  private final ElementRule rule;
  private final FormulaOps ops;
  private final Map<String, Float> numbers;

  /**
   * @param weights parameters, (P)
   * @param gradient their gradient, (P)
   * @param slots the rule's slots by name, (P) each
   * @param decays whether weight decay is for the first of them
   */
  RuleOps(
      ElementRule rule,
      INDArray weights,
      INDArray gradient,
      Map<String, INDArray> slots,
      boolean decays,
      Memory memory) {
    this.rule = rule;
    this.numbers = new HashMap<>(rule.constants());
    Map<String, INDArray> arrays = new HashMap<>(slots);
    arrays.put("w", weights);
    final Set<String> assignable = Set.copyOf(arrays.keySet());
    arrays.put("g", gradient);
    Set<String> readable = new HashSet<>(arrays.keySet());
    readable.addAll(rule.constants().keySet());
    readable.addAll(rule.perStep());
    Formula formula = Formula.parse(rule.device());
    if (formula.norms() > 0) {
      numbers.put("decays", decays ? 1f : 0f);
      readable.add("decays");
    }
    formula.check(readable, assignable);
    this.ops = new FormulaOps(formula, arrays, memory);
  }

  /**
   * Moves the weights by one step of these numbers, in the order of the rule's {@code perStep()}.
   */
  void step(float[] perStep) {
    for (int i = 0; i < perStep.length; i++) {
      numbers.put(rule.perStep().get(i), perStep[i]);
    }
    ops.run(numbers);
  }
}
