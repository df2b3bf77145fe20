package dev.pulmu.contract;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must come again bit by bit: runs, states, and runs that were stopped and resumed. */
interface SameBitsPart extends Part {
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void stateComesBackAsItWasGiven(Row row) {
    Trial trial = new Trial(row);
    State state = trial.state(4);
    state.values()[0] = -0f;
    state.values()[trial.plan.size() - 1] = Float.MIN_VALUE; // subnormal
    State kept = new State(trial.plan, state.values().clone());
    try (Session session = trial.open(backend(), state)) {
      Arrays.fill(state.values(), 9); // open has copied
      Near.same(row + ", state after open", kept.values(), session.state().values());
      Arrays.fill(session.state().values(), 9); // state is a copy
      Near.same(row + ", state asked again", kept.values(), session.state().values());
      State other = trial.state(5);
      final float[] wanted = other.values().clone();
      session.restore(other);
      Arrays.fill(other.values(), 9); // restore has copied
      Near.same(row + ", state after restore", wanted, session.state().values());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void sameRunGivesTheSameBits(Row row) {
    Trial trial = new Trial(row);
    long steps = trial.feed.steps();
    State start = State.initial(trial.plan, 1);
    try (Session first = trial.open(backend(), start);
        Session second = trial.open(backend(), start)) {
      // In turns, so that sessions which share anything are found out
      Totals firstTotals = Totals.NONE;
      Totals secondTotals = Totals.NONE;
      for (long step = 0; step < steps; step++) {
        firstTotals = firstTotals.plus(first.train(step, step + 1));
        secondTotals = secondTotals.plus(second.train(step, step + 1));
      }
      Near.same(row + ", second run", first.state().values(), second.state().values());
      same(row + ", totals of the second run", firstTotals, secondTotals);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void stepsInPartsAreTheStepsAtOnce(Row row) {
    Trial trial = new Trial(row);
    long steps = trial.feed.steps();
    long middle = steps / 2;
    State start = State.initial(trial.plan, 1);
    try (Session whole = trial.open(backend(), start);
        Session parts = trial.open(backend(), start)) {
      Totals wanted = whole.train(0, steps);
      Totals came = parts.train(0, middle);
      parts.evaluate(dev.pulmu.datasets.Split.TEST, Session.Weights.LIVE);
      came = came.plus(parts.train(middle, steps));
      Near.same(row + ", in parts", whole.state().values(), parts.state().values());
      same(row + ", totals in parts", wanted, came);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void resumedRunIsTheRunThatNeverStopped(Row row) {
    Trial trial = new Trial(row);
    long steps = trial.feed.steps();
    long middle = Math.max(1, trial.feed.stepsPerEpoch() / 2 + trial.feed.stepsPerEpoch());
    try (Session whole = trial.open(backend(), State.initial(trial.plan, 1))) {
      whole.train(0, middle);
      State saved = whole.state();
      final Totals wanted = whole.train(middle, steps);
      float[] end = whole.state().values();
      try (Session fresh = trial.open(backend(), saved)) {
        same(row + ", totals after resuming", wanted, fresh.train(middle, steps));
        Near.same(row + ", resumed at " + middle, end, fresh.state().values());
      }
      whole.restore(saved);
      whole.train(middle, steps);
      Near.same(row + ", gone back to " + middle, end, whole.state().values());
    }
  }

  /** Sums of doubles in another order: the last bits of the loss may differ, counts may not. */
  private static void same(String what, Totals wanted, Totals came) {
    Near.check(what + ", loss sum", wanted.lossSum(), came.lossSum(), 1e-12 * wanted.lossSum());
    Near.check(what + ", right answers", wanted.correct(), came.correct(), 0);
    Near.check(what + ", samples", wanted.samples(), came.samples(), 0);
    Near.check(what + ", non-finite step", wanted.nonFiniteStep(), came.nonFiniteStep(), 0);
  }

  @Test
  default void rowIsAnsweredAlikeWhereverItStands() {
    Trial trial = new Trial(Row.named("mnist"));
    try (Session session = trial.open(backend(), trial.state(1))) {
      int[] rows = trial.otherRows();
      Matrix all = session.forward(rows, List.of("logits")).get("logits");
      Matrix some = session
          .forward(new int[] {rows[5], rows[0], rows[5]}, List.of("logits"))
          .get("logits");
      int[] places = {5, 0, 5};
      for (int i = 0; i < places.length; i++) {
        double[] wanted = new double[10];
        float[] came = new float[10];
        for (int c = 0; c < 10; c++) {
          wanted[c] = all.at(places[i], c);
          came[c] = some.at(i, c);
        }
        // Not bits: a product of 3 rows may be summed in another order than one of 128
        double allowed = trial.row.tolerance() * Near.largest(wanted);
        Near.check("logits of row " + rows[places[i]], wanted, came, allowed);
      }
    }
  }
}
