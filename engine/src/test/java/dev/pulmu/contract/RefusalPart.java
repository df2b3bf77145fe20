package dev.pulmu.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.State;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a backend refuses, and what its message must name. */
interface RefusalPart extends Part {
  private static Trial trial() {
    return new Trial(Row.named("lone row without batch norm")); // 7 inputs, 3 classes, no EMA
  }

  private static Dataset data(int samples, int columns, Targets targets) {
    int classes = targets instanceof Targets.Labels ? targets.outputs() : 0;
    return new Dataset(
        "strange",
        new Features.Floats(new float[samples * columns], columns, 1, 0),
        targets,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        0);
  }

  private void refusesData(Dataset data, String... parts) {
    Trial trial = trial();
    State state = State.initial(trial.plan, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backend().open(trial.plan, data, trial.feed, state).close())
        .withMessageContainingAll(parts);
  }

  @Test
  default void dataOfOtherColumnsIsRefused() {
    refusesData(data(50, 8, new Targets.Labels(new int[50], 3)), "7", "8");
  }

  @Test
  default void dataOfOtherClassesIsRefused() {
    refusesData(data(50, 7, new Targets.Labels(new int[50], 4)), "3", "4", "classes");
  }

  @Test
  default void targetsOfTheWrongKindAreRefused() {
    refusesData(data(50, 7, new Targets.Values(new float[150], 3)), "class labels");
  }

  @Test
  default void feedOfRowsThatTheDataLacksIsRefused() {
    refusesData(data(5, 7, new Targets.Labels(new int[5], 3)), "0..4", "rows");
  }

  @Test
  default void feedOfAnotherRuleIsRefused() {
    Trial adam = trial();
    Trial softSign = new Trial(Row.named("a rule of the user's own"));
    State state = State.initial(adam.plan, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> backend().open(adam.plan, adam.data, softSign.feed, state).close())
        .withMessageContaining("feed");
  }

  @Test
  default void stateOfAnotherPlanIsRefused() {
    Trial trial = trial();
    Trial other = new Trial(Row.named("mnist"));
    State state = State.initial(trial.plan, 1);
    State strange = State.initial(other.plan, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.open(backend(), strange).close())
        .withMessageContaining("dense1.w (784×100)");
    try (Session session = trial.open(backend(), state)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.restore(strange))
          .withMessageContaining("dense1.w (784×100)");
      Near.same("state after a refused restore", state.values(), session.state().values());
    }
  }

  @Test
  default void unknownTapNamesTheKnown() {
    Trial trial = trial();
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.forward(new int[] {0}, List.of("logits", "dense9")))
          .withMessageContainingAll("dense9", "dense1", "dense2", "logits");
    }
  }

  @Test
  default void rowsBeyondTheTableAreRefused() {
    Trial trial = trial();
    int samples = trial.data.samples();
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      for (int row : new int[] {samples, -1}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> session.forward(new int[] {0, row}, List.of("logits")))
            .withMessageContaining(String.valueOf(row));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> session.gradient(new int[] {0, row}, 0))
            .withMessageContaining(String.valueOf(row));
      }
    }
  }

  @Test
  default void averageThatThePlanDoesNotKeepIsRefused() {
    Trial trial = trial();
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.evaluate(Split.TEST, Weights.EMA))
          .withMessageContaining("average");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.forward(new int[] {0}, List.of("logits"), Weights.EMA))
          .withMessageContaining("average");
    }
  }

  @Test
  default void emptySplitIsRefused() {
    Trial trial = trial();
    Dataset whole = data(22, 7, new Targets.Labels(new int[22], 3)); // no test, no validation rows
    try (Session session = backend()
        .open(
            trial.plan,
            whole,
            new dev.pulmu.feed.Feed(trial.plan, whole, 1, 1),
            State.initial(trial.plan, 1))) {
      for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> session.evaluate(split, Weights.LIVE))
            .withMessageContaining(split.toString());
      }
    }
  }

  @Test
  default void closedSessionSaysSo() {
    Trial trial = trial();
    Session session = trial.open(backend(), State.initial(trial.plan, 1));
    session.train(0, 1);
    session.close();
    assertThatCode(session::close).as("closing twice").doesNotThrowAnyException();
    List<Runnable> uses = List.of(
        () -> session.train(1, 2),
        () -> session.forward(new int[] {0}, List.of("logits")),
        () -> session.evaluate(Split.TRAIN, Weights.LIVE),
        () -> session.gradient(new int[] {0}, 0),
        session::state,
        () -> session.restore(State.initial(trial.plan, 1)));
    for (Runnable use : uses) {
      assertThatIllegalStateException().isThrownBy(use::run).withMessageContaining("closed");
    }
  }
}
