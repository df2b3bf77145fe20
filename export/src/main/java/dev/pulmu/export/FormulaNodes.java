package dev.pulmu.export;

import dev.pulmu.formula.Formula;
import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a formula as nodes of a graph, one for each operation of its text. */
final class FormulaNodes implements Formula.Reader<String> {
  private final OnnxGraph graph;

  /** What the names of new values begin with. */
  private final String prefix;

  private final Map<String, String> values = new HashMap<>();

  private FormulaNodes(OnnxGraph graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix + ".";
  }

  /**
   * Adds a formula's {@code y} of {@code x}.
   *
   * @param x the name of a value in the graph
   * @return the name of y
   */
  static String add(OnnxGraph graph, String prefix, Formula formula, String x) {
    FormulaNodes nodes = new FormulaNodes(graph, prefix);
    nodes.values.put("x", x);
    for (Assignment assignment : formula.only("y").assignments()) {
      String value = assignment.value().read(nodes);
      char operator = assignment.operator();
      String target = assignment.target();
      nodes.values.put(
          target,
          operator == '=' ? value : nodes.combine(operator, nodes.values.get(target), value));
    }
    return nodes.values.get("y");
  }

  @Override
  public String number(float value) {
    return graph.scalar(value);
  }

  @Override
  public String name(String name) {
    return values.get(name);
  }

  @Override
  public String negate(String operand) {
    return node("Neg", operand);
  }

  @Override
  public String combine(char operator, String left, String right) {
    return switch (operator) {
      case '+' -> node("Add", left, right);
      case '-' -> node("Sub", left, right);
      case '*' -> node("Mul", left, right);
      case '/' -> node("Div", left, right);
      default -> throw new IllegalArgumentException("a formula knows no operator " + operator);
    };
  }

  @Override
  public String call(Function function, List<String> arguments) {
    String x = arguments.get(0);
    return switch (function) {
      case SQRTF -> node("Sqrt", x);
      case FABSF -> node("Abs", x);
      case FMAXF -> node("Max", x, arguments.get(1));
      case FMINF -> node("Min", x, arguments.get(1));
      case EXPF -> node("Exp", x);
      case EXPM1F -> node("Sub", node("Exp", x), number(1));
      case LOGF -> node("Log", x);
      case LOG1PF -> node("Log", node("Add", x, number(1)));
      case TANHF -> node("Tanh", x);
      case ERFF -> node("Erf", x);
      case SELECT ->
        node("Where", node("LessOrEqual", x, number(0)), arguments.get(2), arguments.get(1));
    };
  }

  @Override
  public String norm(String operand) {
    throw new IllegalStateException("networks take no norms in formulas");
  }

  private String node(String operator, String... inputs) {
    return graph.node(prefix + operator.toLowerCase(Locale.ROOT), operator, List.of(inputs));
  }
}
