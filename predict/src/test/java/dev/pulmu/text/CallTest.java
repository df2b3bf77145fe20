package dev.pulmu.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.RoundingMode;
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
  void theNameIsSaidWithoutTheArguments() {
    assertThat(Call.nameOf("Adam(rate=0.1)")).isEqualTo("adam");
    assertThat(Call.nameOf("sgd")).isEqualTo("sgd");
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
        .withMessage("adam has no key 'rat'; did you mean 'rate'? Known: rate, beta1");
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
        "adam(a=1,2) | 'adam(a=1,2)': '2' wants the form key=value",
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
  void firstArgumentMayStandWithoutItsKey() {
    for (String text : List.of("cosine(0.1, end=1)", "cosine(rate=0.1, end=1)")) {
      Call call = Call.parse(text);
      assertThat(call.first("rate", "7")).isEqualTo("0.1");
      assertThat(call.number("end", 0)).isEqualTo(1);
      call.end();
    }
    assertThat(Call.parse("cosine(end=1)").first("rate", "7")).isEqualTo("7");
    assertThat(Call.parse("f( g(a=1) )").first("x", "7")).isEqualTo("g(a=1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("cosine(0.1, rate=1)").first("rate", "7"))
        .withMessage("'cosine(0.1, rate=1)' gives 'rate' twice");
  }

  @Test
  void argumentWithoutKeyThatNobodyTakesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.parse("adam(1)").end())
        .withMessage("'adam(1)': '1' wants the form key=value");
    Call call = Call.parse("cosine(1, 2)");
    call.first("rate", "7");
    assertThatIllegalArgumentException()
        .isThrownBy(call::end)
        .withMessage("'cosine(1, 2)': '2' wants the form key=value");
  }

  @Test
  void listTakesAllArgumentsWithoutKeys() {
    Call call = Call.parse("piecewise(0.1, 10:0.01,20:0.001, x=1)");
    assertThat(call.list()).containsExactly("0.1", "10:0.01", "20:0.001");
    assertThat(call.number("x", 0)).isEqualTo(1);
    call.end();
  }

  @Test
  void chainSplitsAtThenOutsideParentheses() {
    assertThat(Call.chain("cosine")).containsExactly("cosine");
    assertThat(Call.chain(" a(x=b then c)  then\tthenlike(1) then d "))
        .containsExactly("a(x=b then c)", "thenlike(1)", "d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.chain("a( then b"))
        .withMessage("'a( then b': its parentheses do not match");
  }

  @Test
  void flagIsTrueOrFalse() {
    Call call = Call.parse("adam(a=true, b=false, c=yes)");
    assertThat(call.flag("a", false)).isTrue();
    assertThat(call.flag("b", true)).isFalse();
    assertThat(call.flag("d", true)).isTrue();
    assertThat(call.flag("e", false)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call.flag("c", false))
        .withMessage("adam: c wants one of true, false, came 'yes'");
  }

  @Test
  void choiceIsAConstantWrittenSmall() {
    Call call = Call.parse("f(a=unnecessary, b=HALF_UP, c=half-up, e=Half-Up)");
    assertThat(call.choice("a", RoundingMode.UP)).isEqualTo(RoundingMode.UNNECESSARY);
    assertThat(call.choice("c", RoundingMode.UP)).isEqualTo(RoundingMode.HALF_UP);
    assertThat(call.choice("e", RoundingMode.UP)).isEqualTo(RoundingMode.HALF_UP);
    assertThat(call.choice("d", RoundingMode.UP)).isEqualTo(RoundingMode.UP);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call.choice("b", RoundingMode.UP))
        .withMessageStartingWith("f: b wants one of up, down, ");
  }

  @Test
  void numbersComeInDoubleAndWholeToo() {
    Call call = Call.parse("f(a=0.1, b=3)");
    assertThat(call.real("a", 7)).isEqualTo(0.1);
    assertThat(call.real("x", 7)).isEqualTo(7);
    assertThat(call.whole("b", 9, 2)).isEqualTo(3);
    assertThat(call.whole("x", 9, 2)).isEqualTo(9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call.whole("b", 9, 4))
        .withMessage("f: b wants a whole number of at least 4, came 3");
  }

  @Test
  void anArgumentCanBeExchangedInTheText() {
    Call call = Call.parse("step(0.1, 3:0.01, every=10)");
    assertThat(call.keys()).containsExactly("every");
    assertThat(call.withFirst("0.5")).isEqualTo("step(0.5, 3:0.01, every=10)");
    assertThat(call.with("every", "7")).isEqualTo("step(0.1, 3:0.01, every=7)");
    assertThat(call.with("factor", "2")).isEqualTo("step(0.1, 3:0.01, every=10, factor=2)");
  }
}
