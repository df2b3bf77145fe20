package dev.pulmu.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.formula.Formula.Assignment;
import dev.pulmu.formula.Formula.Expression.Binary;
import dev.pulmu.formula.Formula.Expression.Constant;
import dev.pulmu.formula.Formula.Expression.Function;
import dev.pulmu.formula.Formula.Expression.Name;
import dev.pulmu.formula.Formula.Expression.Negation;
import java.util.List;
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
                new Function("fmaxf", List.of(new Name("b"), new Constant(.5f))))));
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
    Formula formula = Formula.parse("float _t = g; w -= _t * _f(_t);");

    assertThat(formula.assignments().get(1).value())
        .isEqualTo(new Binary('*', new Name("_t"), new Function("_f", List.of(new Name("_t")))));
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
        "w = sinf(g);      | a formula knows no function 'sinf' of 1 arguments; it knows fabsf(x), fmaxf(x, y), fminf(x, y), sqrtf(x)",
        "w = sqrtf(g, w);  | no function 'sqrtf' of 2 arguments",
      })
  void aFormulaThatReadsOrMovesWhatItDoesNotHaveIsRefused(String text, String message) {
    Formula formula = Formula.parse(text);

    assertThatThrownBy(() -> formula.check(Set.of("w", "g"), Set.of("w")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
