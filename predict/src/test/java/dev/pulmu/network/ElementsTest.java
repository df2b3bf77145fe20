package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.formula.Formula;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Formulas of activations and losses, and their twins, against PyTorch's values and slopes. */
class ElementsTest {
  /** Half a unit in the last place of a float of about 1, a few times over. */
  private static final double ROUNDING = 4 * 0x1p-23;

  @Test
  void everyActivationAndLossHasTwelvePointsOrMore() {
    List<GoldenElements.Function> activations = GoldenElements.activations().toList();
    List<GoldenElements.Terms> losses = GoldenElements.losses().toList();
    assertThat(activations)
        .extracting(GoldenElements.Function::name)
        .containsExactlyElementsOf(Activation.names());
    assertThat(losses)
        .extracting(loss -> Call.nameOf(loss.text()))
        .containsAll(ElementLosses.names());
    assertThat(activations).allMatch(each -> each.x().length >= 12);
    assertThat(losses).allMatch(each -> each.x().length >= 12);
    assertThat(GoldenElements.rows()).isNotEmpty().allMatch(each -> each.x().length >= 12);
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.network.GoldenElements#activations")
  void anActivationIsThatOfPyTorch(GoldenElements.Function golden) {
    Activation activation = Activation.parse(golden.name());
    Formula formula = Formula.parse(activation.device());
    for (int i = 0; i < golden.x().length; i++) {
      double x = golden.x()[i];
      double y = golden.y()[i];
      double slope = golden.slopes()[i];
      Map<String, Double> came = formula.inDouble(Map.of("x", x));
      String at = golden.name() + " of " + x;
      double near = ROUNDING * Math.max(1, Math.abs(y));
      assertThat(came.get("y")).as(at).isEqualTo(y, within(near));
      assertThat(came.get("slope")).as(at).isEqualTo(slope, within(ROUNDING));
      assertThat((double) activation.value((float) x)).as(at).isEqualTo(y, within(near));
      assertThat((double) activation.slope((float) x)).as(at).isEqualTo(slope, within(ROUNDING));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.network.GoldenElements#losses")
  void aLossIsThatOfPyTorch(GoldenElements.Terms golden) {
    ElementLoss loss = (ElementLoss) Loss.parse(golden.text());
    Formula formula = Formula.parse(loss.device());
    for (int i = 0; i < golden.x().length; i++) {
      double x = golden.x()[i];
      double t = golden.t()[i];
      double term = golden.terms()[i];
      double slope = golden.slopes()[i];
      Map<String, Double> came = formula.inDouble(Map.of("x", x, "t", t));
      String at = golden.text() + " of " + x + " for " + t;
      double near = ROUNDING * Math.max(1, term);
      assertThat(came.get("term")).as(at).isEqualTo(term, within(near));
      assertThat(came.get("slope")).as(at).isEqualTo(slope, within(near));
      assertThat(loss.term((float) x, (float) t)).as(at).isEqualTo(term, within(near));
      double twin = loss.slope((float) x, (float) t);
      assertThat(twin).as(at).isEqualTo(slope, within(near));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFormulaReadsItsArgumentAndKeepsNaN(Activation activation) {
    Formula formula = Formula.parse(activation.device());
    formula.check(Set.of("x", "y"), Set.of("y", "slope"));
    assertThat(formula.inDouble(Map.of("x", Double.NaN)).get("y")).isNaN();
    assertThat(activation.value(Float.NaN)).isNaN();
  }

  @Test
  void weightsOfTermsAreOneWhereNobodySaysOtherwise() {
    ElementLoss plain = (ElementLoss) Loss.parse("sigmoid-cross-entropy");
    ElementLoss weighted = (ElementLoss) Loss.parse("sigmoid-cross-entropy(weights=2:0.5)");
    assertThat(plain.termWeights(3)).containsExactly(1, 1, 1);
    assertThat(weighted.termWeights(2)).containsExactly(2, 0.5f);
  }
}
