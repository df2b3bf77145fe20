package dev.pulmu.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Formula.Expression.Binary;
import dev.pulmu.formula.Formula.Expression.Call;
import dev.pulmu.formula.Formula.Expression.Constant;
import dev.pulmu.formula.Formula.Expression.Name;
import dev.pulmu.formula.Formula.Expression.Negation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
  @Test
  void productsBindTighterThanSumsAndBothGroupFromTheLeft() {
    Formula formula = Formula.parse("w = a - b * 2.5f - c;");

    assertThat(formula.assignments())
        .containsExactly(new Assignment(
            "w",
            false,
            '=',
            new Binary(
                '-',
                new Binary('-', new Name("a"), new Binary('*', new Name("b"), new Constant(2.5f))),
                new Name("c"))));
  }

  @Test
  void parenthesesSignsAndFunctionsNest() {
    Formula formula = Formula.parse("w -= -(a + 1e-3f) / fmaxf(b, .5f);");

    assertThat(formula.assignments())
        .containsExactly(new Assignment(
            "w",
            false,
            '-',
            new Binary(
                '/',
                new Negation(new Binary('+', new Name("a"), new Constant(1e-3f))),
                new Call(Function.FMAXF, List.of(new Name("b"), new Constant(.5f))))));
  }

  @Test
  void aNameIsLocalWhereTheTextSaysFloat() {
    assertThat(Formula.parse("float t = g;\n w *= t;").assignments())
        .extracting(Assignment::target, Assignment::local, Assignment::operator)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("t", true, '='),
            org.assertj.core.groups.Tuple.tuple("w", false, '*'));
  }

  @Test
  void aNameMayBeginWithAnUnderscore() {
    Formula formula = Formula.parse("float _t = g; w -= _t * sqrtf(_t);");

    assertThat(formula.assignments().get(1).value())
        .isEqualTo(
            new Binary('*', new Name("_t"), new Call(Function.SQRTF, List.of(new Name("_t")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w = g       | wants ';', came the end",
        "w = ;       | wants a number, a name or '(', came ;",
        "w g;        | wants an assignment, came g",
        "float w += g; | wants '=', came +=",
        "w = (g;     | wants ')', came ;",
        "3 = g;      | wants a name, came 3",
        "w = g ? 1;  | cannot read '? 1;' in the formula 'w = g ? 1;'",
        "w =         | the formula 'w =' wants more, came the end",
        "float w     | the formula 'float w' wants more, came the end",
        "w = 1.5.2;  | the formula 'w = 1.5.2;' wants ';', came .2",
        "w = fmaxf(g, ); | wants a number, a name or '(', came )",
        "w = fmaxf(g; | wants ')', came ;",
        "w = sinf(g);     | a formula knows no function 'sinf' of 1 arguments; it knows sqrtf(x), fabsf(x), fmaxf(x, y), fminf(x, y), expf(x), expm1f(x), logf(x), log1pf(x), tanhf(x), erff(x), select(c, a, b)",
        "w = sqrtf(g, w); | no function 'sqrtf' of 2 arguments",
      })
  void aTextThatMakesNoSenseIsRefusedWithThePlace(String text, String message) {
    assertThatThrownBy(() -> Formula.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w = h;            | a formula knows no 'h'; it knows g, w",
        "g = w;            | a formula cannot assign 'g'; it can assign w",
        "w = t; float t = g; | a formula knows no 't'; it knows g, w",
        "h = g;            | a formula cannot assign 'h'; it can assign w",
        "float t = g; t = w; h = t; | a formula cannot assign 'h'; it can assign t, w",
        "w = g * -h;       | a formula knows no 'h'; it knows g, w",
        "w = sqrtf(h);     | a formula knows no 'h'; it knows g, w",
        "w = select(g, w, h); | a formula knows no 'h'; it knows g, w",
      })
  void aFormulaThatReadsOrMovesWhatItDoesNotHaveIsRefused(String text, String message) {
    Formula formula = Formula.parse(text);

    assertThatThrownBy(() -> formula.check(Set.of("w", "g"), Set.of("w")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r = a + b * c / 2.f - 1.f           |  7",
        "r = a; r *= b; r -= c; r /= -a      | -1",
        "float t = a * a; t += 5.f; r = sqrtf(t) | 3",
        "r = fabsf(b - c) + fmaxf(a, b) * fminf(a, b) | 7",
        "r = select(a, b, c)                 |  3",
        "r = select(a - 2.f, b, c)           |  4",
        "r = select(a - 3.f, b, c)           |  4",
        "r = select(c, a, 1.f / 0.f)         |  2",
      })
  void aFormulaRunsInDouble(String text, double result) {
    Formula formula = Formula.parse(text + ";");
    assertThat(formula.inDouble(Map.of("a", 2.0, "b", 3.0, "c", 4.0)).get("r")).isEqualTo(result);
  }

  /** By SciPy 1.10: numpy.exp, expm1, log, log1p, tanh and scipy.special.erf. */
  @ParameterizedTest
  @CsvSource({
    "expf,   1.5,  4.4816890703380645",
    "expm1f, 1e-3, 0.0010005001667083417",
    "logf,   3,    1.0986122886681098",
    "log1pf, 1e-3, 0.0009995003330835331",
    "tanhf,  0.25, 0.24491866240370913",
    "erff,   0.25, 0.2763263901682369",
  })
  void aFunctionIsThatOfC(String name, double x, double wanted) {
    Formula formula = Formula.parse("r = " + name + "(x);");
    assertThat(formula.inDouble(Map.of("x", x)).get("r")).isEqualTo(wanted, within(1e-15));
  }

  @Test
  void selectKeepsNaN() {
    Map<String, Double> of = Map.of("x", Double.NaN);
    assertThat(Formula.parse("r = select(x, x, 0.f);").inDouble(of).get("r")).isNaN();
    assertThat(Formula.parse("r = select(x, 1.f, 0.f);").inDouble(of).get("r")).isEqualTo(1);
  }

  @Test
  void aPartOfAFormulaHasWhatANameHangsOnAndNoMore() {
    Formula formula = Formula.parse("""
        float t = x * x;
        float u = t + 1.f;
        y = u;
        y *= x;
        slope = 3.f * t + 1.f;
        u = 0.f;
        """);
    assertThat(formula.only("y")).isEqualTo(Formula.parse("""
        float t = x * x;
        float u = t + 1.f;
        y = u;
        y *= x;
        """));
    assertThat(formula.only("slope"))
        .isEqualTo(Formula.parse("float t = x * x; slope = 3.f * t + 1.f;"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> formula.only("z"))
        .withMessage("the formula assigns no 'z'");
  }

  @Test
  void aNormIsOverAllElementsOfATensor() {
    Formula formula = Formula.parse("float n = norm(w - g); float m = norm(c); w -= n; r = m * m;");
    assertThat(formula.norms()).isEqualTo(2);
    Map<String, double[]> came = formula.overTensor(
        Map.of("w", new double[] {4, 6}, "g", new double[] {1, 2}, "c", new double[] {1.5}));
    assertThat(came.get("w")).containsExactly(-1, 1); // √(3² + 4²) = 5
    assertThat(came.get("r")[0]).isEqualTo(2 * 1.5 * 1.5, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w = norm(g);           | takes a norm as the whole value of a new name: float n = norm(x);",
        "float n = 2.f * norm(g); | takes a norm as the whole value of a new name",
        "float n = norm(g, w);  | wants ')', came ,",
        "float n = norm(g); float t = n * w; float m = norm(t); | no norm of what hangs on a norm, as 'm' would",
        "float n = norm(g); w -= n; float m = norm(w); | no norm of what hangs on a norm, as 'm' would",
      })
  void aNormInAPlaceThatHasNoneIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Formula.parse(text))
        .withMessageContaining(message);
  }

  @Test
  void aNormMayBeTakenOfWhatNoLongerHangsOnOne() {
    String text = "float n = norm(g); float t = n; t = g; float m = norm(t); w -= m;";
    assertThat(Formula.parse(text).norms()).isEqualTo(2);
  }

  @Test
  void whatHasNoTensorTakesNoNorm() {
    assertThat(Formula.parseWithoutNorms("activation 'square'", "y = x * x;"))
        .isEqualTo(Formula.parse("y = x * x;"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Formula.parseWithoutNorms(
            "activation 'unit'", "float n = norm(x); y = x / n; slope = 1.f / n;"))
        .withMessage(
            "activation 'unit' takes a norm(x) in its formula, which only an optimizer may;"
                + " say it without");
  }

  @Test
  void aNumberIsReadBackFromItsText() {
    for (float number : new float[] {1, 0.1f, 1e10f, 1e-30f, Float.MIN_VALUE}) {
      Formula formula = Formula.parse("r = " + Formula.number(number) + ";");
      assertThat(formula.inDouble(Map.of()).get("r")).isEqualTo(number);
    }
  }
}
