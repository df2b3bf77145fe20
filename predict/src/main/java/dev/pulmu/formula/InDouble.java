package dev.pulmu.formula;

import dev.pulmu.formula.Formula.Assignment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Runs a formula over the elements of a tensor with every operation in double; its constants are
 * the floats of the text. A value that all elements share is an array of one.
 */
final class InDouble implements Formula.Reader<double[]> {
  private final Map<String, double[]> names;
  private final int elements;

  InDouble(Map<String, double[]> values) {
    this.names = new HashMap<>(values);
    this.elements =
        values.values().stream().mapToInt(array -> array.length).max().orElse(1);
  }

  Map<String, double[]> run(List<Assignment> assignments) {
    for (Assignment assignment : assignments) {
      double[] value = assignment.value().read(this);
      String target = assignment.target();
      char operator = assignment.operator();
      names.put(target, operator == '=' ? value : combine(operator, names.get(target), value));
    }
    return names;
  }

  @Override
  public double[] number(float value) {
    return new double[] {value};
  }

  @Override
  public double[] name(String name) {
    return names.get(name);
  }

  @Override
  public double[] negate(double[] operand) {
    return each(List.of(operand), i -> -operand[i]);
  }

  @Override
  public double[] combine(char operator, double[] left, double[] right) {
    return each(List.of(left, right), i -> combine(operator, at(left, i), at(right, i)));
  }

  private static double combine(char operator, double left, double right) {
    return switch (operator) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      case '/' -> left / right;
      default -> throw new IllegalArgumentException("a formula knows no operator " + operator);
    };
  }

  @Override
  public double[] call(Function function, List<double[]> arguments) {
    return each(
        arguments,
        i -> function.of(arguments.stream().mapToDouble(array -> at(array, i)).toArray()));
  }

  @Override
  public double[] norm(double[] operand) {
    double squares = 0;
    for (int i = 0; i < elements; i++) {
      squares += at(operand, i) * at(operand, i);
    }
    return new double[] {Math.sqrt(squares)};
  }

  private static double[] each(List<double[]> operands, IntToDoubleFunction value) {
    double[] result =
        new double[operands.stream().mapToInt(array -> array.length).max().orElse(1)];
    Arrays.setAll(result, value);
    return result;
  }

  private static double at(double[] array, int element) {
    return array[array.length == 1 ? 0 : element];
  }
}
