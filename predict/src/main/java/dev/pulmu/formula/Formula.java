package dev.pulmu.formula;

import dev.pulmu.formula.Formula.Expression.Norm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A parsed formula of something that goes element by element, such as an activation or an
 * optimizer's rule: assignments of expressions to names.
 *
 * <p>The text is a sequence of assignments in the common part of C and mathematics: {@code name =
 * expression;}, {@code +=}, {@code -=}, {@code *=}, {@code /=}, new names by {@code float name =
 * expression;}; expressions of {@code + - * /}, parentheses, numbers such as {@code 1.f}, and
 * {@link Function}s. So it is also text for a kernel in C, as it stands.
 *
 * <p>The formula of an optimizer may also take the Euclidean norm of something over all elements of
 * its tensor, as the whole value of a new name: {@code float length = norm(w);}. What it takes the
 * norm of cannot hang on another norm: all are known after one pass over the elements.
 *
 * @param assignments in the order of the text
 */
public record Formula(List<Assignment> assignments) {
  public Formula {
    assignments = List.copyOf(assignments);
  }

  /**
   * @param local whether the text introduces the name here
   * @param operator {@code '='}, or the operator that joins the name's old value and the expression
   */
  public record Assignment(String target, boolean local, char operator, Expression value) {
    private boolean isNorm() {
      return value instanceof Norm;
    }
  }

  /** A tree whose leaves are numbers and names. */
  public sealed interface Expression {
    /**
     * Calls the reader's methods for the parts of the expression and then for the whole, from left
     * to right, and returns the reader's value of the whole.
     */
    <V> V read(Reader<V> reader);

    record Constant(float value) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        return reader.number(value);
      }
    }

    record Name(String name) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        return reader.name(name);
      }
    }

    record Negation(Expression operand) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        return reader.negate(operand.read(reader));
      }
    }

    record Binary(char operator, Expression left, Expression right) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        V first = left.read(reader);
        return reader.combine(operator, first, right.read(reader));
      }
    }

    record Call(Function function, List<Expression> arguments) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        List<V> values = new ArrayList<>();
        arguments.forEach(argument -> values.add(argument.read(reader)));
        return reader.call(function, values);
      }
    }

    /** √Σ x² over the elements of a tensor; only as the whole value of an assignment. */
    record Norm(Expression of) implements Expression {
      @Override
      public <V> V read(Reader<V> reader) {
        return reader.norm(of.read(reader));
      }
    }
  }

  /**
   * Turns an expression into something else, such as a number or a text: one method for each kind
   * of part.
   */
  public interface Reader<V> {
    V number(float value);

    V name(String name);

    V negate(V operand);

    /** @param operator one of {@code + - * /} */
    V combine(char operator, V left, V right);

    V call(Function function, List<V> arguments);

    V norm(V operand);
  }

  /**
   * Parses a text.
   *
   * @throws IllegalArgumentException naming the text and the place where it stops making sense
   */
  public static Formula parse(String text) {
    Formula formula = new FormulaParser(text).formula();
    formula.checkNorms();
    return formula;
  }

  /**
   * Parses a text that has no tensor to take a norm over.
   *
   * @param whose it is, for the message: {@code activation 'relu'}
   * @throws IllegalArgumentException if it makes no sense or takes a norm
   */
  public static Formula parseWithoutNorms(String whose, String text) {
    Formula formula = parse(text);
    if (formula.norms() > 0) {
      throw new IllegalArgumentException(
          whose + " takes a norm(x) in its formula, which only an optimizer may; say it without");
    }
    return formula;
  }

  private void checkNorms() {
    Set<String> hang = new HashSet<>();
    for (Assignment assignment : assignments) {
      boolean hangs = names(assignment.value()).stream().anyMatch(hang::contains);
      if (assignment.isNorm() && hangs) {
        throw new IllegalArgumentException("a formula takes no norm of what hangs on a norm, as '"
            + assignment.target() + "' would");
      }
      if (assignment.isNorm() || hangs) {
        hang.add(assignment.target());
      } else if (assignment.operator() == '=') {
        hang.remove(assignment.target());
      }
    }
  }

  /** How many norms it takes. */
  public int norms() {
    return (int) assignments.stream().filter(Assignment::isNorm).count();
  }

  /** A number as text: {@code 1.5f}. */
  public static String number(float value) {
    return value + "f";
  }

  /**
   * Checks that the formula reads only known names and assigns only assignable ones.
   *
   * @throws IllegalArgumentException naming what is not known, and what is
   */
  public void check(Set<String> readable, Set<String> assignable) {
    Set<String> known = new HashSet<>(readable);
    Set<String> targets = new HashSet<>(assignable);
    for (Assignment assignment : assignments) {
      for (String name : names(assignment.value())) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "a formula knows no '" + name + "'; it knows " + sorted(known));
        }
      }
      if (assignment.local()) {
        known.add(assignment.target());
        targets.add(assignment.target());
      } else if (!targets.contains(assignment.target())) {
        throw new IllegalArgumentException("a formula cannot assign '" + assignment.target()
            + "'; it can assign " + sorted(targets));
      }
    }
  }

  /**
   * The assignments on which the last value of a name depends.
   *
   * @throws IllegalArgumentException if it does not assign the name
   */
  public Formula only(String target) {
    Deque<Assignment> part = new ArrayDeque<>();
    Set<String> needed = new HashSet<>(Set.of(target));
    for (int i = assignments.size() - 1; i >= 0; i--) {
      Assignment assignment = assignments.get(i);
      if (needed.contains(assignment.target())) {
        part.addFirst(assignment);
        if (assignment.operator() == '=') {
          needed.remove(assignment.target());
        }
        needed.addAll(names(assignment.value()));
      }
    }
    if (part.isEmpty()) {
      throw new IllegalArgumentException("the formula assigns no '" + target + "'");
    }
    return new Formula(List.copyOf(part));
  }

  /**
   * Runs the formula over one element, with every operation in double.
   *
   * @param values of the names that it reads
   * @return the values of these names and of those that it assigned, afterwards
   */
  public Map<String, Double> inDouble(Map<String, Double> values) {
    Map<String, double[]> arrays = new HashMap<>();
    values.forEach((name, value) -> arrays.put(name, new double[] {value}));
    Map<String, Double> results = new HashMap<>();
    overTensor(arrays).forEach((name, array) -> results.put(name, array[0]));
    return results;
  }

  /**
   * Runs the formula over the elements of a tensor, with every operation in double.
   *
   * @param values of the names that it reads: as many as there are elements, or one for all
   * @return the values of these names and of those that it assigned, afterwards
   */
  public Map<String, double[]> overTensor(Map<String, double[]> values) {
    return new InDouble(values).run(assignments);
  }

  private static Set<String> names(Expression expression) {
    return expression.read(new NamesOf());
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
