package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.schedule.Schedule.Constant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  @Test
  void bareNamesHaveTheDefaultsOfTheirPapers() {
    assertThat(Optimizer.parse("sgd")).isEqualTo(new Sgd(new Constant(0.01)));
    assertThat(Optimizer.parse("adam"))
        .isEqualTo(new Adam(new Constant(0.001), 0.9, 0.999, 1e-8, EpsilonPlacement.OUTSIDE, true));
  }

  @Test
  void givenKeysTakeThePlaceOfDefaults() {
    assertThat(Optimizer.parse("sgd(rate=0.5)")).isEqualTo(new Sgd(new Constant(0.5)));
    assertThat(Optimizer.parse("adam(epsilon=1e-7, beta2=0.99, beta1=0, rate=0.3)"))
        .isEqualTo(new Adam(new Constant(0.3), 0, 0.99, 1e-7));
    assertThat(Optimizer.parse("adam(placement=hat, correction=false)"))
        .isEqualTo(new Adam(new Constant(0.001), 0.9, 0.999, 1e-8, EpsilonPlacement.HAT, false));
  }

  /** One line for each rule in its default, which is chapter 6's table. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd(rate=0.01)",
        "momentum(rate=0.01, form=heavy, momentum=0.9)",
        "nesterov(rate=0.01, momentum=0.9)",
        "adagrad(rate=0.01, epsilon=1e-7, placement=outside, start=0)",
        "rmsprop(rate=0.001, rho=0.99, momentum=0, epsilon=1e-8, placement=outside, start=0)",
        "adam(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, placement=outside,"
            + " correction=true)",
        "adamw(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, placement=outside,"
            + " correction=true, decay=0.01)",
        "lamb(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-6, decay=0.01)",
        "lbfgs(history=10, tolerance=1e-5)",
        "newton-cg(products=20, forcing=0.5, tolerance=1e-5)",
      })
  void bareNamePrintsEveryKey(String text) {
    String name = text.substring(0, text.indexOf('('));
    assertThat(Optimizer.parse(name).text()).isEqualTo(text);
    assertThat(Optimizer.parse(text)).isEqualTo(Optimizer.parse(name));
    assertThat(Optimizer.names()).contains(name);
  }

  @Test
  void averagedMomentumHasABetaOfTheSameDefault() {
    assertThat(Optimizer.parse("momentum(form=ewma)").text())
        .isEqualTo("momentum(rate=0.01, form=ewma, beta=0.9, correction=false)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "book    | adam    | 0.001 | 1e-7  | hat",
        "book    | adagrad | 0.01  | 1e-7  | outside",
        "book    | rmsprop | 0.01  | 1e-7  | outside",
        "pytorch | adam    | 0.001 | 1e-8  | outside",
        "pytorch | adagrad | 0.01  | 1e-10 | outside",
        "pytorch | rmsprop | 0.01  | 1e-8  | outside",
        "keras   | adam    | 0.001 | 1e-7  | hat",
        "keras   | adagrad | 0.001 | 1e-7  | inside",
        "keras   | rmsprop | 0.001 | 1e-7  | inside",
        "dl4j    | adam    | 0.001 | 1e-8  | hat",
        "dl4j    | adagrad | 0.1   | 1e-6  | outside",
        "dl4j    | rmsprop | 0.1   | 1e-8  | outside",
      })
  void dialectsPickRateEpsilonAndPlacement(
      String dialect, String name, String rate, String epsilon, String placement) {
    assertThat(Optimizer.parse(name, Dialect.parse(dialect)).text())
        .contains("rate=" + rate + ",")
        .contains("epsilon=" + epsilon + ",")
        .contains("placement=" + placement);
  }

  @Test
  void dialectsDifferInTheRest() {
    assertThat(Optimizer.parse("adamw", Dialect.KERAS).text()).contains("decay=0.004");
    assertThat(Optimizer.parse("rmsprop", Dialect.KERAS).text()).contains("rho=0.9,");
    assertThat(Optimizer.parse("rmsprop", Dialect.DL4J).text())
        .contains("rho=0.95,")
        .contains("start=1e-8");
    assertThat(Optimizer.parse("adagrad", Dialect.DL4J).text()).contains("start=1e-6");
    assertThat(Optimizer.parse("adagrad", Dialect.KERAS).text()).contains("start=0.1");
    assertThat(Optimizer.parse("nesterov", Dialect.DL4J).text()).contains("rate=0.1,");
    assertThat(Optimizer.parse("sgd", Dialect.PYTORCH).text()).contains("rate=0.001");
    assertThat(Optimizer.parse("adam")).isEqualTo(Optimizer.parse("adam", Dialect.PAPER));
  }

  @Test
  void keysGivenInADialectAreKept() {
    assertThat(Optimizer.parse("adam(epsilon=0.5, placement=inside)", Dialect.KERAS))
        .isEqualTo(new Adam(new Constant(0.001), 0.9, 0.999, 0.5, EpsilonPlacement.INSIDE, true));
  }

  @Test
  void unknownOptimizerNamesTheKnown() {
    assertThat(Optimizer.names())
        .containsExactly(
            "sgd",
            "momentum",
            "nesterov",
            "adagrad",
            "rmsprop",
            "adam",
            "adamw",
            "lamb",
            "lbfgs",
            "newton-cg");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.parse("adamm"))
        .withMessage("no optimizer 'adamm'; did you mean 'adam'? Known: "
            + String.join(", ", Optimizer.names()));
  }

  @Test
  void unknownDialectNamesTheKnown() {
    assertThat(Dialect.parse(" keras ")).isEqualTo(Dialect.KERAS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialect.parse("jax"))
        .withMessage("no dialect 'jax'; known: paper, book, pytorch, keras, dl4j");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sgd(beta1=1)      | sgd has no key 'beta1'; known: rate",
        "adam(beta3=1)     | adam has no key 'beta3'; known: rate, beta1, beta2, epsilon,"
            + " placement, correction",
        "adamw(lambda=1)   | adamw has no key 'lambda'; known: rate, beta1, beta2, epsilon,"
            + " placement, correction, decay",
        "momentum(beta=1)  | momentum has no key 'beta'; known: rate, form, momentum",
        "momentum(form=ewma, momentum=1) | momentum has no key 'momentum'; known: rate, form,"
            + " beta, correction",
        "nesterov(x=1)     | nesterov has no key 'x'; known: rate, momentum",
        "adagrad(x=1)      | adagrad has no key 'x'; known: rate, epsilon, placement, start",
        "rmsprop(x=1)      | rmsprop has no key 'x'; known: rate, rho, momentum, epsilon,"
            + " placement, start",
        "sgd(rate=0)       | a learning rate is a number above 0, came 0",
        "adam(rate=nan)    | a learning rate is a number above 0, came NaN",
        "adam(rate=-1)     | a learning rate is a number above 0, came -1",
        "adam(rate=inf)    | a learning rate is a number above 0, came Infinity",
        "adam(beta1=1)     | adam wants beta1 in [0, 1), came 1",
        "adam(beta1=-0.1)  | adam wants beta1 in [0, 1), came -0.1",
        "adam(beta1=nan)   | adam wants beta1 in [0, 1), came NaN",
        "adam(beta2=1)     | adam wants beta2 in [0, 1), came 1",
        "adam(beta2=-0.1)  | adam wants beta2 in [0, 1), came -0.1",
        "adam(beta2=1.5)   | adam wants beta2 in [0, 1), came 1.5",
        "adam(epsilon=0)   | adam wants epsilon above 0, came 0",
        "adam(epsilon=-1)  | adam wants epsilon above 0, came -1",
        "adam(epsilon=1e-50) | adam wants epsilon above 0, came 1e-50",
        "adam(epsilon=1e50) | adam wants epsilon above 0, came 1e50",
        "adam(beta2=0.99999999) | adam wants beta2 in [0, 1), came 0.99999999",
        "adam(epsilon=nan) | adam wants epsilon above 0, came NaN",
        "adam(epsilon=inf) | adam wants epsilon above 0, came Infinity",
        "adam(beta1=x)     | adam: beta1 wants a number, came 'x'",
        "adam(placement=top) | adam: placement wants one of outside, inside, hat, came 'top'",
        "adam(correction=1)  | adam: correction wants one of true, false, came '1'",
        "adamw(decay=-0.1) | adamw wants decay of at least 0, came -0.1",
        "adamw(decay=nan)  | adamw wants decay of at least 0, came NaN",
        "adamw(decay=inf)  | adamw wants decay of at least 0, came Infinity",
        "adamw(beta1=2)    | adam wants beta1 in [0, 1), came 2",
        "lamb(placement=hat) | lamb has no key 'placement'; known: rate, beta1, beta2, epsilon,"
            + " decay",
        "lamb(beta1=1)      | lamb wants beta1 in [0, 1), came 1",
        "lamb(beta2=1)      | lamb wants beta2 in [0, 1), came 1",
        "lamb(epsilon=0)    | lamb wants epsilon above 0, came 0",
        "lamb(decay=-1)     | lamb wants decay of at least 0, came -1",
        "momentum(momentum=1) | momentum wants momentum in [0, 1), came 1",
        "momentum(form=ewma, beta=1.5) | momentum wants beta in [0, 1), came 1.5",
        "momentum(form=big) | momentum: form wants one of heavy, ewma, came 'big'",
        "momentum(correction=true) | momentum has no key 'correction'; known: rate, form, momentum",
        "nesterov(momentum=-0.5) | nesterov wants momentum in [0, 1), came -0.5",
        "adagrad(epsilon=0)  | adagrad wants epsilon above 0, came 0",
        "adagrad(start=-1)   | adagrad wants start of at least 0, came -1",
        "rmsprop(rho=1)      | rmsprop wants rho in [0, 1), came 1",
        "rmsprop(momentum=1) | rmsprop wants momentum in [0, 1), came 1",
        "rmsprop(epsilon=0)  | rmsprop wants epsilon above 0, came 0",
        "rmsprop(start=-0.1) | rmsprop wants start of at least 0, came -0.1",
        "adam(1)             | 'adam(1)': '1' wants the form key=value",
      })
  void nonsenseIsRefusedWithTheValue(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.parse(text))
        .withMessage(message);
  }

  @Test
  void heavyBallHasNoBiasToCorrect() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Momentum(new Constant(0.1), 0.9, Momentum.Form.HEAVY, true))
        .withMessage(
            "momentum wants correction=false with form=heavy, which has no bias; came true");
  }
}
