package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.bench.process.ProcessException;
import dev.pulmu.bench.process.Question;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are scripts of a line or two. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for POSIX shells")
class QuestionTest {
  @TempDir
  private Path folder;

  @Test
  void theAnswerIsTheLastLineThatBeginsWithABrace() {
    JsonNode answer = ask("echo '{\"a\": 1}'; echo noise; echo '{\"a\": 2}'; echo; echo more");

    assertThat(answer.get("a").asInt()).isEqualTo(2);
  }

  @Test
  void librariesHearHowManyThreadsTheyMayUse() {
    JsonNode answer =
        ask("printf '{\"env\": \"%s %s %s\"}' $OMP_NUM_THREADS $MKL_NUM_THREADS $OMP_WAIT_POLICY");

    assertThat(answer.get("env").asText()).isEqualTo("3 3 PASSIVE");
  }

  @Test
  void aFailureIsToldByItsStatusAndLastLine() {
    assertFails(
        "echo a >&2; echo 'ImportError: b' >&2; echo >&2; exit 4", "status 4: ImportError: b");
    assertFails("exit 5", "status 5");
    assertFails("echo hello", "it ended without an answer");
    assertFails("echo '{\"a\": 1}'; echo '{oops'", "its answer is no JSON: {oops");
    assertFails(
        "echo 'Exception in thread \"main\" java.lang.Error: x' >&2; echo ' at y' >&2; exit 1",
        "status 1: Exception in thread \"main\" java.lang.Error: x");
  }

  @Test
  void whatCannotBeStartedIsMissing() {
    Question question = new Question(List.of("/no/such/program"), 1);

    assertThatExceptionOfType(ProcessException.class)
        .isThrownBy(() -> question.ask(folder))
        .matches(ProcessException::isMissing)
        .withMessageStartingWith("cannot start /no/such/program");
  }

  @Test
  void aMeasurementNeedsItsNumbers() {
    Measurement measurement = Measurement.of(ask("""
        echo '{"name":"x","version":"2.1","firstStepSeconds":0.5,"losses":[2,1.5],\
        "microsPerStep":[10,12.5],"note":"eager"}'
        """), 3);
    assertThat(measurement)
        .isEqualTo(new Measurement("2.1", 0.5, List.of(2.0, 1.5), List.of(10.0, 12.5), "eager", 3));

    for (String times : List.of("[]", "[0]", "[1,\"x\"]", "null")) {
      String script = "echo '{\"losses\":[1],\"microsPerStep\":" + times + "}'";
      assertThatExceptionOfType(ProcessException.class)
          .isThrownBy(() -> Measurement.of(ask(script), 0))
          .withMessageStartingWith(
              "its answer wants losses, and microsPerStep above 0; it has [1]");
    }
    assertThatExceptionOfType(ProcessException.class)
        .isThrownBy(() -> Measurement.of(ask("echo '{\"missing\":\"no module torch\"}'"), 0))
        .withMessage("no module torch")
        .matches(ProcessException::isMissing);
  }

  private void assertFails(String script, String message) {
    assertThatExceptionOfType(ProcessException.class)
        .isThrownBy(() -> ask(script))
        .withMessage(message)
        .matches(failure -> !failure.isMissing());
  }

  private JsonNode ask(String script) {
    return new Question(List.of("/bin/sh", "-c", script), 3).ask(folder);
  }
}
