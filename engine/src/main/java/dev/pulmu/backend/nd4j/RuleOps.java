package dev.pulmu.backend.nd4j;

import dev.pulmu.formula.Formula;
import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Formula.Expression;
import dev.pulmu.formula.Formula.Expression.Binary;
import dev.pulmu.formula.Formula.Expression.Constant;
import dev.pulmu.formula.Formula.Expression.Function;
import dev.pulmu.formula.Formula.Expression.Name;
import dev.pulmu.formula.Formula.Expression.Negation;
import dev.pulmu.optimizer.ElementRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An element rule as ND4J operations: its device text, each operator one operation over all
 * parameters. Numbers are folded on the host in float, as a kernel would; arrays in between are
 * kept from step to step.
 */
final class RuleOps {
  private final Formula formula;
  private final List<String> perStep;
  private final Map<String, Value> values = new HashMap<>();
  private final Deque<INDArray> free = new ArrayDeque<>();
  private final Memory memory;
  private final long size;

  /**
   * A number, or an array that is either a variable of the formula or lent by {@link #free} for a
   * while.
   */
  private sealed interface Value {
    record Number(float value) implements Value {}

    record Array(INDArray array, boolean lent) implements Value {}
  }

  /**
   * @param weights all parameters, (P)
   * @param gradient their gradient, (P)
   * @param slots the rule's slots by name, (P) each
   */
  RuleOps(
      ElementRule rule,
      INDArray weights,
      INDArray gradient,
      Map<String, INDArray> slots,
      Memory memory) {
    this.formula = Formula.parse(rule.device());
    this.perStep = rule.perStep();
    this.memory = memory;
    this.size = weights.length();
    values.put("w", new Value.Array(weights, false));
    slots.forEach((name, slot) -> values.put(name, new Value.Array(slot, false)));
    final Set<String> assignable = Set.copyOf(values.keySet());
    values.put("g", new Value.Array(gradient, false));
    rule.constants().forEach((name, value) -> values.put(name, new Value.Number(value)));
    Set<String> readable = new HashSet<>(values.keySet());
    readable.addAll(perStep);
    formula.check(readable, assignable);
  }

  /**
   * Moves the weights by one step of these numbers, in the order of the rule's {@code perStep()}.
   */
  void step(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      values.put(perStep.get(i), new Value.Number(numbers[i]));
    }
    for (Assignment assignment : formula.assignments()) {
      assign(assignment);
    }
    for (Assignment assignment : formula.assignments()) {
      if (assignment.local()) {
        release(values.remove(assignment.target()));
      }
    }
  }

  private void assign(Assignment assignment) {
    char operator = assignment.operator();
    Value target = values.get(assignment.target());
    if (target instanceof Value.Array variable && !variable.lent()) {
      INDArray array = variable.array();
      Value value = evaluate(assignment.value(), operator == '=' ? array : null);
      if (operator != '=') {
        combine(operator, target, value, array);
      } else if (value instanceof Value.Number number) {
        array.assign(number.value());
      } else if (((Value.Array) value).array() != array) {
        array.assign(((Value.Array) value).array());
        release(value);
      }
    } else {
      Value value = evaluate(assignment.value(), null);
      Value local = operator == '=' ? value : combine(operator, target, value, null);
      values.put(assignment.target(), local instanceof Value.Array array ? lent(array) : local);
    }
  }

  /**
   * The value of an expression; where its last step is an operator, computed into the given array
   * if there is one.
   */
  private Value evaluate(Expression expression, INDArray into) {
    if (expression instanceof Constant constant) {
      return new Value.Number(constant.value());
    }
    if (expression instanceof Name name) {
      Value value = values.get(name.name());
      return value instanceof Value.Array array ? new Value.Array(array.array(), false) : value;
    }
    if (expression instanceof Negation negation) {
      return combine('*', evaluate(negation.operand(), null), new Value.Number(-1), null);
    }
    if (expression instanceof Binary binary) {
      Value left = evaluate(binary.left(), null);
      return combine(binary.operator(), left, evaluate(binary.right(), null), into);
    }
    return call((Function) expression);
  }

  /**
   * Computes {@code left operator right} into the given array, or into one of the operands if it is
   * lent.
   */
  private Value combine(char operator, Value left, Value right, INDArray into) {
    if (left instanceof Value.Number a && right instanceof Value.Number b) {
      return new Value.Number(
          switch (operator) {
            case '+' -> a.value() + b.value();
            case '-' -> a.value() - b.value();
            case '*' -> a.value() * b.value();
            default -> a.value() / b.value();
          });
    }
    INDArray result = into != null ? into : lentOf(left, right);
    if (left instanceof Value.Array a && right instanceof Value.Array b) {
      switch (operator) {
        case '+' -> a.array().addi(b.array(), result);
        case '-' -> a.array().subi(b.array(), result);
        case '*' -> a.array().muli(b.array(), result);
        default -> a.array().divi(b.array(), result);
      }
    } else if (left instanceof Value.Array a) {
      float b = ((Value.Number) right).value();
      switch (operator) {
        case '+' -> a.array().addi(b, result);
        case '-' -> a.array().subi(b, result);
        case '*' -> a.array().muli(b, result);
        default -> a.array().divi(b, result);
      }
    } else {
      float a = ((Value.Number) left).value();
      INDArray b = ((Value.Array) right).array();
      switch (operator) {
        case '+' -> b.addi(a, result);
        case '-' -> b.rsubi(a, result);
        case '*' -> b.muli(a, result);
        default -> b.rdivi(a, result);
      }
    }
    for (Value operand : List.of(left, right)) {
      if (operand instanceof Value.Array array && array.array() != result) {
        release(array);
      }
    }
    return new Value.Array(result, into == null);
  }

  private Value call(Function function) {
    Value first = evaluate(function.arguments().get(0), null);
    Value second =
        function.arguments().size() == 1 ? null : evaluate(function.arguments().get(1), null);
    if (first instanceof Value.Number a && !(second instanceof Value.Array)) {
      float b = second == null ? 0 : ((Value.Number) second).value();
      return new Value.Number(
          switch (function.name()) {
            case "sqrtf" -> (float) Math.sqrt(a.value());
            case "fabsf" -> Math.abs(a.value());
            case "fmaxf" -> Math.max(a.value(), b);
            default -> Math.min(a.value(), b);
          });
    }
    Value.Array x = lent(first instanceof Value.Array array ? array : (Value.Array) second);
    Value y = first instanceof Value.Array ? second : first;
    switch (function.name()) {
      case "sqrtf" -> Transforms.sqrt(x.array(), false);
      case "fabsf" -> Transforms.abs(x.array(), false);
      case "fmaxf" -> extreme(x, y, true);
      default -> extreme(x, y, false);
    }
    return x;
  }

  private void extreme(Value.Array x, Value y, boolean largest) {
    if (y instanceof Value.Array other) {
      INDArray result = largest
          ? Transforms.max(x.array(), other.array(), false)
          : Transforms.min(x.array(), other.array(), false);
      if (result != x.array()) {
        x.array().assign(result);
      }
      release(other);
    } else if (largest) {
      Transforms.max(x.array(), ((Value.Number) y).value(), false);
    } else {
      Transforms.min(x.array(), ((Value.Number) y).value(), false);
    }
  }

  /** The same values in an array that may be overwritten. */
  private Value.Array lent(Value.Array array) {
    if (array.lent()) {
      return array;
    }
    INDArray copy = lentOf();
    copy.assign(array.array());
    return new Value.Array(copy, true);
  }

  private INDArray lentOf(Value... operands) {
    for (Value operand : operands) {
      if (operand instanceof Value.Array array && array.lent()) {
        return array.array();
      }
    }
    return free.isEmpty() ? memory.floats(size) : free.pop();
  }

  private void release(Value value) {
    if (value instanceof Value.Array array && array.lent()) {
      free.push(array.array());
    }
  }
}
