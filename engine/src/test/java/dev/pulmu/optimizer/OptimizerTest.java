package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.optimizer.Schedule.Constant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  @Test
  void bareNamesHaveTheDefaultsOfTheirPapers() {
    assertThat(Optimizer.parse("sgd")).isEqualTo(new Sgd(new Constant(0.01)));
    assertThat(Optimizer.parse("adam"))
        .isEqualTo(new Adam(new Constant(0.001), 0.9f, 0.999f, 1e-8f));
  }

  @Test
  void givenKeysTakeThePlaceOfDefaults() {
    assertThat(Optimizer.parse("sgd(rate=0.5)")).isEqualTo(new Sgd(new Constant(0.5)));
    assertThat(Optimizer.parse("adam(epsilon=1e-7, beta2=0.99, beta1=0, rate=0.3)"))
        .isEqualTo(new Adam(new Constant(0.3), 0, 0.99f, 1e-7f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sgd(rate=0.01)", "adam(rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8)"})
  void canonicalTextIsReadBack(String text) {
    assertThat(Optimizer.parse(text).text()).isEqualTo(text);
  }

  @Test
  void unknownOptimizerNamesTheKnown() {
    assertThat(Optimizer.names()).startsWith("sgd", "adam");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.parse("adamm"))
        .withMessage("no optimizer 'adamm'; known: " + String.join(", ", Optimizer.names()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sgd(beta1=1)      | sgd has no key 'beta1'; known: rate",
        "adam(beta3=1)     | adam has no key 'beta3'; known: rate, beta1, beta2, epsilon",
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
        "adam(epsilon=nan) | adam wants epsilon above 0, came NaN",
        "adam(epsilon=inf) | adam wants epsilon above 0, came Infinity",
        "adam(beta1=x)     | adam: beta1 wants a number, came 'x'",
      })
  void nonsenseIsRefusedWithTheValue(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.parse(text))
        .withMessage(message);
  }
}
