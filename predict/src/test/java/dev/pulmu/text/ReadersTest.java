package dev.pulmu.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersTest {
  private final Readers<Float> readers = new Readers<>("activation", () -> List.of("relu"));

  @Test
  void aNameIsReadByItsReaderAndTheLastOneCounts() {
    readers.register("step", call -> call.number("width", 1));
    readers.register("bump", call -> 0f);
    readers.register("bump", call -> 3f);

    assertThat(readers.find(Call.parse("step(width=0.5)"))).contains(0.5f);
    assertThat(readers.find(Call.parse("Bump"))).contains(3f);
    assertThat(readers.find(Call.parse("tanh"))).isEmpty();
    assertThat(readers.names()).containsExactly("relu", "bump", "step");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          relu | activation 'relu' comes with Pulmu; take another name for yours
          Step | the name of your activation wants small letters, digits and dashes, came 'Step'
          a b | the name of your activation wants small letters, digits and dashes, came 'a b'
          """)
  void aNameThatWouldNotBeReadIsRefused(String name, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> readers.register(name, call -> 0f))
        .withMessage(message);
  }
}
