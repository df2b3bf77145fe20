package dev.pulmu.formula;

import dev.pulmu.formula.Formula.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a formula with every operation in double; its constants are the floats of the text. */
final class InDouble implements Formula.Reader<Double> {
  private final Map<String, Double> names;

  InDouble(Map<String, Double> values) {
    this.names = new HashMap<>(values);
  }

  Map<String, Double> run(List<Assignment> assignments) {
    for (Assignment assignment : assignments) {
      double value = assignment.value().read(this);
      String target = assignment.target();
      char operator = assignment.operator();
      names.put(target, operator == '=' ? value : combine(operator, names.get(target), value));
    }
    return names;
  }

  @Override
  public Double number(float value) {
    return (double) value;
  }

  @Override
  public Double name(String name) {
    return names.get(name);
  }

  @Override
  public Double negate(Double operand) {
    return -operand;
  }

  @Override
  public Double combine(char operator, Double left, Double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      case '/' -> left / right;
      default -> throw new IllegalArgumentException("a formula knows no operator " + operator);
    };
  }

  @Override
  public Double call(Function function, List<Double> arguments) {
    return function.of(arguments.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
