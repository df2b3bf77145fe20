package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Totals;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.json.Json;
import dev.pulmu.report.RunReport;
import dev.pulmu.schedule.Schedule.Edit;
import dev.pulmu.schedule.Schedule.Span;
import dev.pulmu.steering.Ending;
import dev.pulmu.steering.Epoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStateTest {
  private static final RunConfig CONFIG = RunConfig.DEFAULT
      .with(Settings.SEED, Long.MIN_VALUE)
      .with("optimizer", "adam(rate=0.002, beta2=0.99)")
      .with("hidden", "30,20");

  @Test
  void everythingComesBackExactly() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      RunState state = state(random, i % 2 == 0);
      RunState read = throughBytes(state);
      assertThat(read).usingRecursiveComparison().ignoringFields("config").isEqualTo(state);
      assertThat(read.config()).isEqualTo(CONFIG);
      assertThat(read.json()).isEqualTo(state.json());
      assertThat(read.history()).isEqualTo(state.history());
    }
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    RunState state = state(new Random(1), true);
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with(state, new Totals(value, 1, 2, -1)).json())
          .withMessage("the state of a run wants finite numbers, came " + value + " as lossSum");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(state, new Totals(1, 1, 2, 6)))
        .withMessage("a run wants finite numbers to go on, those of step 7 are not");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      format | 3 | the state of the run has format 3, this version of Pulmu knows 1 and 2
      format | null | the state of the run wants a whole number as 'format', came null
      step | 1.5 | the state of the run wants a whole number as 'step', came 1.5
      step | 99999999999999999999 | the state of the run wants a whole number as 'step', came 99999999999999999999
      patience | 3000000000 | the state of the run wants a whole number as 'patience', came 3000000000
      backend | 7 | the state of the run wants a text as 'backend', came 7
      epochs | {} | the state of the run wants a list as 'epochs', came {}
      epochs | [{}] | the state of the run has no 'epoch'
      dataset | {"name":"tiny"} | the state of the run has no 'sha256'
      epochInWork | {"lossSum":"1"} | the state of the run wants a number as 'lossSum', came "1"
      config | {"seed":7} | the state of the run wants a text as 'seed', came 7
      """)
  void whatMakesNoSenseIsRefused(String key, String value, String message) throws IOException {
    ObjectNode json = oldJson(state(new Random(1), true));
    json.set(key, Json.read(value.getBytes(StandardCharsets.UTF_8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunState.parse(json, List.of()))
        .withMessage(message);
  }

  @Test
  void whatWasWrittenBeforeRowsWereStratifiedGoesOnWithItsOwnRows() {
    ObjectNode json = state(new Random(1), true).json();
    assertThat(RunState.parse(json, List.of()).config().get(Settings.VALIDATION_ROWS))
        .isEqualTo(ValidationRows.STRATIFIED);
    json.withObject("config").remove("validation-rows");

    assertThat(RunState.parse(json, List.of()).config().get(Settings.VALIDATION_ROWS))
        .isEqualTo(ValidationRows.RANDOM);
  }

  @Test
  void nothingMayBeMissingButTheBest() {
    ObjectNode whole = oldJson(state(new Random(1), true));
    whole.fieldNames().forEachRemaining(key -> {
      ObjectNode json = whole.deepCopy();
      json.remove(key);
      if (key.equals("fromWeightsSha256")) {
        assertThat(RunState.parse(json, List.of()).from()).isEmpty();
      } else if (key.equals("best")) {
        assertThat(RunState.parse(json, List.of()).best()).isEmpty();
      } else if (key.equals("scheduleSpans")) {
        assertThat(RunState.parse(json, List.of()).spans()).isEmpty();
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> RunState.parse(json, List.of()))
            .withMessage("the state of the run has no '" + key + "'");
      }
    });
  }

  /** As earlier versions wrote it, with the history in it. */
  @Test
  void aStateThatHasItsHistoryInItselfIsRead() {
    RunState state = state(new Random(1), true);
    assertThat(RunState.parse(oldJson(state), List.of()))
        .usingRecursiveComparison()
        .ignoringFields("config.chosen") // all of what is written was chosen
        .isEqualTo(state);
  }

  private static ObjectNode oldJson(RunState state) {
    ObjectNode json = state.json().put("format", 1);
    List<ObjectNode> history = state.history();
    json.putArray("epochs").add(history.get(0)).add(history.get(2));
    json.putArray("edits").add(history.get(1));
    return json;
  }

  /** As earlier versions wrote it, for which a schedule ran over the epochs that were asked for. */
  @Test
  void aStateWithoutSpansIsOfAScheduleOverAllItsEpochs() {
    ObjectNode json = state(new Random(1), true).json();
    json.remove("scheduleSpans");
    json.withObject("config").put("optimizer", "sgd(rate=warmup(2epochs) then cosine(0.1))");
    json.withObject("config").put("epochs", "7");
    assertThat(RunState.parse(json, List.of()).spans()).containsExactly(new Span(0, 7));
  }

  @Test
  void aScheduleThatIsStretchedTwiceAtOneStepHasTheLastLength() {
    RunState state = state(new Random(1), true).stretched(20).stretched(30);
    assertThat(state.spans())
        .containsExactly(new Span(0, 8), new Span(1L << 40, 16), new Span(state.step(), 30));
  }

  private static RunState state(Random random, boolean all) {
    Evaluation validation = new Evaluation(
        number(random), 5, random.nextLong(), all ? new long[][] {{1, 2}, {3, 4}} : new long[0][]);
    return new RunState(
        CONFIG,
        new RunReport.Source("tiny", "ab12"),
        "nd4j",
        all ? Optional.of("fedc") : Optional.empty(),
        random.nextLong(),
        new Totals(number(random), random.nextLong(), random.nextLong(), -1),
        number(random),
        List.of(
            new Epoch(
                1,
                number(random),
                all ? OptionalDouble.empty() : OptionalDouble.of(number(random)),
                all ? OptionalDouble.of(number(random)) : OptionalDouble.empty(),
                all ? Optional.of(validation) : Optional.empty(),
                all ? Optional.empty() : Optional.of(validation),
                number(random),
                number(random),
                OptionalDouble.of(number(random))),
            new Epoch(
                2,
                -0.0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(validation),
                Optional.empty(),
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                OptionalDouble.empty())),
        all
            ? Optional.of(new RunState.Best("validationLoss", number(random), 1, 1L << 40))
            : Optional.empty(),
        3,
        new RunReport.Seconds(number(random), number(random), number(random), number(random)),
        all ? Optional.empty() : Optional.of(Ending.EARLY_STOPPING),
        List.of(new Edit(2, number(random), "rate.txt says \"so\" — 풀무")),
        all ? List.of(new Span(0, 8), new Span(1L << 40, 16)) : List.of());
  }

  private static RunState with(RunState state, Totals totals) {
    return new RunState(
        state.config(),
        state.dataset(),
        state.backend(),
        state.from(),
        state.step(),
        totals,
        state.seconds(),
        state.epochs(),
        state.best(),
        state.patience(),
        state.spent(),
        state.ended(),
        state.edits(),
        state.spans());
  }

  private static double number(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 0.1;
  }

  private static RunState throughBytes(RunState state) throws IOException {
    List<ObjectNode> history = new ArrayList<>();
    for (ObjectNode line : state.history()) {
      history.add((ObjectNode) Json.read(line.toString().getBytes(StandardCharsets.UTF_8)));
    }
    String progress = state.json().toPrettyString();
    return RunState.parse(
        (ObjectNode) Json.read(progress.getBytes(StandardCharsets.UTF_8)), history);
  }
}
