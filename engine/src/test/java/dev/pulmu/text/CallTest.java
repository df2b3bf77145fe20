package dev.pulmu.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
  @Test
  void bareNameHasOnlyDefaults() {
    Call call = Call.parse(" adam ");
    assertThat(call.name()).isEqualTo("adam");
    assertThat(call.text("rate", "0.1")).isEqualTo("0.1");
    assertThat(call.number("beta1", 0.9f)).isEqualTo(0.9f);
    call.end();
  }

  @Test
  void emptyParenthesesAreABareName() {
    Call call = Call.parse("adam( )");
    assertThat(call.name()).isEqualTo("adam");
    call.end();
  }

  @Test
  void argumentsTakeThePlaceOfDefaults() {
    Call call = Call.parse("adam( rate = 1e-3 ,beta2=0.99)");
    assertThat(call.text("rate", "1")).isEqualTo("1e-3");
    assertThat(call.number("beta2", 0.999f)).isEqualTo(0.99f);
    assertThat(call.number("beta1", 0.9f)).isEqualTo(0.9f);
    call.end();
  }

  @Test
  void commasInsideParenthesesDoNotSplit() {
    Call call = Call.parse("adam(rate=warm(steps=(1,2), to=cosine(from=1,end=0)), beta1=0.5)");
    assertThat(call.text("rate", "")).isEqualTo("warm(steps=(1,2), to=cosine(from=1,end=0))");
    assertThat(call.number("beta1", 0)).isEqualTo(0.5f);
  }

  @Test
  void unknownKeyIsRefusedWithTheKnownOnes() {
    Call call = Call.parse("adam(rat=1)");
    call.text("rate", "1");
    call.number("beta1", 0);
    assertThatIllegalArgumentException()
        .isThrownBy(call::end)
        .withMessage("adam has no key 'rat'; known: rate, beta1");
  }

  @Test
  void keyOfANameWithoutKeysIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("he(gain=2)").end())
        .withMessage("he has no key 'gain'; it has none");
  }

  @Test
  void numberThatIsNoneNamesItsKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("adam(beta1=big)").number("beta1", 0))
        .withMessage("adam: beta1 wants a number, came 'big'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "adam(rate=1 | 'adam(rate=1' wants a ')' at its end",
        "adam(1)     | 'adam(1)': '1' wants the form key=value",
        "adam(a=1,)  | ok",
        "adam(a=1,a=2) | 'adam(a=1,a=2)' gives 'a' twice",
        "adam(a=(1)  | 'adam(a=(1)': its parentheses do not match",
        "adam(a=1))  | 'adam(a=1))': its parentheses do not match",
        "adam(a=)b=() | 'adam(a=)b=()': its parentheses do not match",
        "(a=1)       | '(a=1)' wants the form name or name(key=value, …)",
        "2adam       | '2adam' wants the form name or name(key=value, …)",
        "adam(2a=1)  | 'adam(2a=1)' wants the form name or name(key=value, …)",
        "ad am       | 'ad am' wants the form name or name(key=value, …)",
      })
  void malformedTextIsRefused(String text, String message) {
    if (message.equals("ok")) {
      assertThat(Call.parse(text).text("a", "")).isEqualTo("1");
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> Call.parse(text)).withMessage(message);
    }
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    assertThat(Call.unknown("loss", "mse", List.of("a", "b")))
        .hasMessage("no loss 'mse'; known: a, b");
  }
}
