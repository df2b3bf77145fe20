package dev.pulmu.formula;

import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Formula.Expression;
import dev.pulmu.formula.Formula.Expression.Binary;
import dev.pulmu.formula.Formula.Expression.Call;
import dev.pulmu.formula.Formula.Expression.Constant;
import dev.pulmu.formula.Formula.Expression.Name;
import dev.pulmu.formula.Formula.Expression.Negation;
import dev.pulmu.formula.Formula.Expression.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the texts of {@link Formula} by recursive descent. */
final class FormulaParser {
  private static final Pattern TOKEN = Pattern.compile(
      "\\s*(?:(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)[fF]?|(?<name>[A-Za-z_]\\w*)|(?<sign>[-+*/]=|[-+*/=();,]))");

  private static final String NORM = "norm";

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  FormulaParser(String text) {
    this.text = text;
    String rest = text.stripTrailing();
    Matcher matcher = TOKEN.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!matcher.region(at, rest.length()).lookingAt()) {
        throw new IllegalArgumentException("cannot read '" + rest.substring(at).strip()
            + "' in the formula '" + text.strip() + "'");
      }
      tokens.add(
          matcher.group("number") != null
              ? matcher.group("number")
              : matcher.group().strip());
      at = matcher.end();
    }
  }

  Formula formula() {
    List<Assignment> assignments = new ArrayList<>();
    while (next < tokens.size()) {
      assignments.add(assignment());
    }
    return new Formula(List.copyOf(assignments));
  }

  private Assignment assignment() {
    boolean local = accept("float");
    String target = name();
    String operator = take();
    if (!List.of("=", "+=", "-=", "*=", "/=").contains(operator)
        || local && operator.length() > 1) {
      throw unexpected(operator, local ? "'='" : "an assignment");
    }
    Expression value = local && accept(NORM) ? norm() : sum();
    expect(";");
    return new Assignment(target, local, operator.charAt(0), value);
  }

  private Norm norm() {
    expect("(");
    Expression of = sum();
    expect(")");
    return new Norm(of);
  }

  private Expression sum() {
    Expression left = product();
    while (next < tokens.size() && (peek("+") || peek("-"))) {
      left = new Binary(take().charAt(0), left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = factor();
    while (next < tokens.size() && (peek("*") || peek("/"))) {
      left = new Binary(take().charAt(0), left, factor());
    }
    return left;
  }

  private Expression factor() {
    if (accept("-")) {
      return new Negation(factor());
    }
    if (accept("(")) {
      Expression inner = sum();
      expect(")");
      return inner;
    }
    if (next < tokens.size() && isName(tokens.get(next))) {
      String name = name();
      return accept("(") ? call(name, arguments()) : new Name(name);
    }
    String token = take();
    if (!token.matches("[\\d.].*")) {
      throw unexpected(token, "a number, a name or '('");
    }
    return new Constant(Float.parseFloat(token));
  }

  private static Call call(String name, List<Expression> arguments) {
    if (name.equals(NORM)) {
      throw new IllegalArgumentException(
          "a formula takes a norm as the whole value of a new name: float n = norm(x);");
    }
    return new Call(
        Function.named(name, arguments.size())
            .orElseThrow(() -> new IllegalArgumentException("a formula knows no function '" + name
                + "' of " + arguments.size() + " arguments; it knows " + Function.known())),
        arguments);
  }

  private List<Expression> arguments() {
    List<Expression> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (accept(","));
    expect(")");
    return List.copyOf(arguments);
  }

  private String name() {
    String token = take();
    if (!isName(token)) {
      throw unexpected(token, "a name");
    }
    return token;
  }

  private static boolean isName(String token) {
    return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
  }

  private boolean peek(String token) {
    return next < tokens.size() && tokens.get(next).equals(token);
  }

  private boolean accept(String token) {
    boolean found = peek(token);
    next += found ? 1 : 0;
    return found;
  }

  private void expect(String token) {
    if (!accept(token)) {
      String came = next < tokens.size() ? tokens.get(next) : "the end";
      throw unexpected(came, "'" + token + "'");
    }
  }

  private String take() {
    if (next == tokens.size()) {
      throw unexpected("the end", "more");
    }
    return tokens.get(next++);
  }

  private IllegalArgumentException unexpected(String came, String wanted) {
    return new IllegalArgumentException(
        "the formula '" + text.strip() + "' wants " + wanted + ", came " + came);
  }
}
