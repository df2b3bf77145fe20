package dev.pulmu.formula;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The device text of an element rule, parsed: assignments of expressions to names.
 *
 * @param assignments in the order of the text
 */
public record Formula(List<Assignment> assignments) {
  /** The functions of the language, with the number of their arguments. */
  private static final Map<String, Integer> FUNCTIONS =
      Map.of("sqrtf", 1, "fabsf", 1, "fmaxf", 2, "fminf", 2);

  /**
   * @param local whether the text introduces the name here
   * @param operator {@code '='}, or the operator that joins the name's old value and the expression
   */
  public record Assignment(String target, boolean local, char operator, Expression value) {}

  public sealed interface Expression {
    record Constant(float value) implements Expression {}

    record Name(String name) implements Expression {}

    record Negation(Expression operand) implements Expression {}

    record Binary(char operator, Expression left, Expression right) implements Expression {}

    record Function(String name, List<Expression> arguments) implements Expression {}
  }

  /**
   * Parses a device text.
   *
   * @throws IllegalArgumentException naming the text and the place where it stops making sense
   */
  public static Formula parse(String text) {
    return new FormulaParser(text).formula();
  }

  /**
   * Checks that the formula reads only known names, assigns only assignable ones and calls only
   * known functions.
   *
   * @throws IllegalArgumentException naming what is not known, and what is
   */
  public void check(Set<String> readable, Set<String> assignable) {
    Set<String> known = new HashSet<>(readable);
    Set<String> targets = new HashSet<>(assignable);
    for (Assignment assignment : assignments) {
      check(assignment.value(), known);
      if (assignment.local()) {
        known.add(assignment.target());
        targets.add(assignment.target());
      } else if (!targets.contains(assignment.target())) {
        throw new IllegalArgumentException("a formula cannot assign '" + assignment.target()
            + "'; it can assign " + sorted(targets));
      }
    }
  }

  private static void check(Expression expression, Set<String> known) {
    if (expression instanceof Expression.Name name && !known.contains(name.name())) {
      throw new IllegalArgumentException(
          "a formula knows no '" + name.name() + "'; it knows " + sorted(known));
    } else if (expression instanceof Expression.Negation negation) {
      check(negation.operand(), known);
    } else if (expression instanceof Expression.Binary binary) {
      check(binary.left(), known);
      check(binary.right(), known);
    } else if (expression instanceof Expression.Function function) {
      if (!Integer.valueOf(function.arguments().size()).equals(FUNCTIONS.get(function.name()))) {
        throw new IllegalArgumentException("a formula knows no function '" + function.name()
            + "' of " + function.arguments().size()
            + " arguments; it knows fabsf(x), fmaxf(x, y), fminf(x, y), sqrtf(x)");
      }
      function.arguments().forEach(argument -> check(argument, known));
    }
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
