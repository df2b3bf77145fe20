package dev.pulmu.study.plane;

import dev.pulmu.formula.Formula;
import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Formula.Expression;
import dev.pulmu.formula.Formula.Expression.Binary;
import dev.pulmu.formula.Formula.Expression.Constant;
import dev.pulmu.formula.Formula.Expression.Function;
import dev.pulmu.formula.Formula.Expression.Name;
import dev.pulmu.formula.Formula.Expression.Negation;
import dev.pulmu.optimizer.ElementRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An element rule run from its device text with every operation in double; its constants and the
 * numbers of a step are the floats that kernels get. For paths that are held against published
 * numbers, where thirty roundings to float would hide the last digits.
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
      formula.assignments().forEach(assignment -> assign(assignment, names));
      w[i] = names.get("w");
      slots.forEach((slot, values) -> values[element] = names.get(slot));
    }
  }

  private static void assign(Assignment assignment, Map<String, Double> names) {
    double value = value(assignment.value(), names);
    String target = assignment.target();
    char operator = assignment.operator();
    names.put(target, operator == '=' ? value : combine(operator, names.get(target), value));
  }

  private static double value(Expression expression, Map<String, Double> names) {
    if (expression instanceof Constant constant) {
      return constant.value();
    }
    if (expression instanceof Name name) {
      return names.get(name.name());
    }
    if (expression instanceof Negation negation) {
      return -value(negation.operand(), names);
    }
    if (expression instanceof Binary binary) {
      return combine(binary.operator(), value(binary.left(), names), value(binary.right(), names));
    }
    Function function = (Function) expression;
    List<Double> arguments =
        function.arguments().stream().map(argument -> value(argument, names)).toList();
    return switch (function.name()) {
      case "sqrtf" -> Math.sqrt(arguments.get(0));
      case "fabsf" -> Math.abs(arguments.get(0));
      case "fmaxf" -> Math.max(arguments.get(0), arguments.get(1));
      default -> Math.min(arguments.get(0), arguments.get(1));
    };
  }

  private static double combine(char operator, double left, double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      default -> left / right;
    };
  }
}
