package dev.pulmu.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The functions that formulas can call. They have the names and the meaning of C's, except for
 * {@link #SELECT}, which C lacks. Of NaN and a number, {@code fmaxf} and {@code fminf} give one or
 * the other: machines differ, and no formula may depend on it.
 */
public enum Function {
  SQRTF("x", x -> Math.sqrt(x[0])),
  FABSF("x", x -> Math.abs(x[0])),
  FMAXF("x, y", x -> Math.max(x[0], x[1])),
  FMINF("x, y", x -> Math.min(x[0], x[1])),
  EXPF("x", x -> StrictMath.exp(x[0])),
  EXPM1F("x", x -> StrictMath.expm1(x[0])),
  LOGF("x", x -> StrictMath.log(x[0])),
  LOG1PF("x", x -> StrictMath.log1p(x[0])),
  TANHF("x", x -> StrictMath.tanh(x[0])),
  /** 2/√π ∫₀ˣ exp(−t²) dt. */
  ERFF("x", x -> ErrorFunction.of(x[0])),
  /**
   * {@code select(c, a, b)} is b where c ≤ 0, and otherwise a: also where c is NaN. It is a choice,
   * not a weighted sum: the value that is not chosen may be infinite or NaN.
   */
  SELECT("c, a, b", x -> x[0] <= 0 ? x[2] : x[1]);

  private final List<String> arguments;
  private final ToDoubleFunction<double[]> value;

  Function(String arguments, ToDoubleFunction<double[]> value) {
    this.arguments = List.of(arguments.split(", "));
    this.value = value;
  }

  /** Its value in double. */
  public double of(double... x) {
    return value.applyAsDouble(x);
  }

  /** How many arguments it takes. */
  public int arity() {
    return arguments.size();
  }

  /** Its name in texts: {@code sqrtf}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Function> named(String name, int arity) {
    return Arrays.stream(values())
        .filter(function -> function.text().equals(name) && function.arity() == arity)
        .findFirst();
  }

  /** All of them, for messages. */
  static String known() {
    return Arrays.stream(values())
        .map(function -> function.text() + "(" + String.join(", ", function.arguments) + ")")
        .collect(Collectors.joining(", "));
  }
}
