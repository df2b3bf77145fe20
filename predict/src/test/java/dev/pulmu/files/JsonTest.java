package dev.pulmu.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final Fields FIELDS = Fields.read(
      "the box",
      "{\"text\":\"a\\u00e9\",\"real\":0.1,\"whole\":-9223372036854775808,\"long\":9223372036854775808,"
          + "\"point\":1.0,\"none\":null,\"yes\":true,\"texts\":[\"a\",\"\"],\"mixed\":[\"a\",1],"
          + "\"in\":{\"key\":2},\"list\":[{\"n\":1},{\"n\":2}]}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "[1 2]",
        "{\"a\":1,\"a\":1}",
        "[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]",
        "{} x",
        "{}{}",
        "1 2",
        "{a:1}",
        "{'a':1}",
        "{\"a\"=1}",
        "{\"a\":1;\"b\":2}",
        "[NaN]",
        "[Infinity]",
        "[01]",
        "[+1]",
        "[1.]",
        "[TRUE]",
        "[true] // why",
        "/* why */ 1",
        "# why\n1",
        "\"a\tb\"",
        "\"a\\'b\"",
        ")]}'\n{}"
      })
  void whatIsNotOneValueIsRefused(String text) {
    assertThatIOException().isThrownBy(() -> read(text));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThatExceptionOfType(CharacterCodingException.class)
        .isThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xe9, '"'}));
  }

  @Test
  void whatIsDeeperThan255IsRefusedBeforeTheStackIsFull() throws IOException {
    assertThat(read("[".repeat(255) + "]".repeat(255)).isJsonArray()).isTrue();
    assertThatIOException().isThrownBy(() -> read("[".repeat(256) + "]".repeat(256)));
    assertThatIOException().isThrownBy(() -> read("[".repeat(1_000_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[-0,0.10,1e3,1E+400,123456789012345678901234567890,1.0]",
        "{\"b\":[true,false,null],\"a\":{\"\":\"\"}}",
        "\"猫 😀 \\\" \\\\ \\n\""
      })
  void aValueIsPrintedAsItWasWritten(String text) throws IOException {
    assertThat(read(text)).hasToString(text);
  }

  @Test
  void fieldsHaveTheirValues() {
    assertThat(FIELDS.text("text")).isEqualTo("aé");
    assertThat(FIELDS.real("real")).isEqualTo(0.1);
    assertThat(FIELDS.optionalReal("real")).hasValue(0.1);
    assertThat(FIELDS.optionalReal("missing")).isEmpty();
    assertThat(FIELDS.whole("whole")).isEqualTo(Long.MIN_VALUE);
    assertThat(FIELDS.truth("yes")).isTrue();
    assertThat(FIELDS.texts("texts")).containsExactly("a", "");
    assertThat(FIELDS.in("in").whole("key")).isEqualTo(2);
    assertThat(FIELDS.list("list", item -> item.whole("n"))).containsExactly(1L, 2L);
    assertThat(FIELDS.has("none")).isTrue();
    assertThat(FIELDS.has("missing")).isFalse();
  }

  @Test
  void aFieldOfAnotherKindIsRefusedByItsKey() {
    assertRefused(() -> Fields.read("the box", "{"), "the box is not JSON");
    assertRefused(() -> FIELDS.text("missing"), "the box has no 'missing'");
    assertRefused(() -> Fields.read("the box", "3").text("a"), "the box has no 'a'");
    assertRefused(() -> FIELDS.text("real"), "the box wants a text as 'real', came 0.1");
    assertRefused(() -> FIELDS.real("text"), "the box wants a number as 'text', came \"aé\"");
    assertRefused(() -> FIELDS.real("none"), "the box wants a number as 'none', came null");
    assertRefused(() -> FIELDS.truth("text"), "the box wants true or false as 'text', came \"aé\"");
    assertRefused(() -> FIELDS.whole("yes"), "the box wants a whole number as 'yes', came true");
    assertRefused(() -> FIELDS.whole("point"), "the box wants a whole number as 'point', came 1.0");
    assertRefused(
        () -> FIELDS.whole("long"),
        "the box wants a whole number as 'long', came 9223372036854775808");
    assertRefused(
        () -> FIELDS.texts("mixed"), "the box wants a list of texts as 'mixed', came [\"a\",1]");
    assertRefused(() -> FIELDS.texts("yes"), "the box wants a list of texts as 'yes', came true");
    assertRefused(
        () -> FIELDS.list("in", item -> item), "the box wants a list as 'in', came {\"key\":2}");
  }

  private static JsonElement read(String text) throws IOException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
