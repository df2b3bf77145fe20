package dev.pulmu.contract;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step whose loss or gradient is not finite: named, without effect, and the end until restore.
 */
interface NonFinitePart extends Part {
  @ParameterizedTest
  @ValueSource(strings = {"short last batch", "everything", "a rule of the user's own", "mnist"})
  default void overflowingWeightsStopTheRun(String name) {
    Trial trial = new Trial(Row.named(name));
    State state = trial.state(1);
    for (int i = 0; i < trial.plan.decayedParameters(); i++) {
      state.values()[i] *= 1e38f;
    }
    State good = trial.state(2);
    try (Session session = trial.open(backend(), state)) {
      stopped(session, state, session.train(1, 3), 1);
      stopped(session, state, session.train(3, 4), 1);
      session.restore(good);
      Totals again = session.train(1, 2);
      Near.check("non-finite step after restore", -1, again.nonFiniteStep(), 0);
      try (Session fresh = trial.open(backend(), good)) {
        fresh.train(1, 2);
        Near.same(
            trial.at(1) + ", state after the repair",
            fresh.state().values(),
            session.state().values());
      }
    }
  }

  private static void stopped(Session session, State state, Totals totals, long step) {
    Near.check("non-finite step", step, totals.nonFiniteStep(), 0);
    Near.check("samples of a run that stopped", 0, totals.samples(), 0);
    Near.check("right answers of a run that stopped", 0, totals.correct(), 0);
    Near.check("loss sum of a run that stopped", 0, totals.lossSum(), 0);
    Near.same("state after step " + step, state.values(), session.state().values());
  }

  /** One bad row: the steps before its own count, its own and those after do not. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  default void badFeatureStopsTheRunAtItsStep(float bad) {
    Trial trial = new Trial(Row.named("lone row without batch norm"));
    int badStep = 2;
    int row = trial.rows(badStep)[3];
    Features.Floats features = (Features.Floats) trial.data.features();
    float[] values = features.values();
    int at = row * features.columns() + 4;
    final float kept = values[at];
    State start = trial.state(1);
    try (Session session = trial.open(backend(), start)) {
      session.train(0, badStep);
      float[] wanted = session.state().values();
      values[at] = bad; // before the second session opens; the first is done with it
      try (Session hurt = trial.open(backend(), start)) {
        Totals totals = hurt.train(0, trial.feed.steps());
        Near.check("non-finite step", badStep, totals.nonFiniteStep(), 0);
        Near.check("samples before it", badStep * 7, totals.samples(), 0);
        if (!Double.isFinite(totals.lossSum())) {
          throw new AssertionError("wanted a finite loss sum, came " + totals.lossSum());
        }
        Near.same("state before the bad step", wanted, hurt.state().values());
      }
    } finally {
      values[at] = kept;
    }
  }

  /** x = 1e20, w₁ = 1e-20, w₂ = ±1e20: the loss is 2e20, the slope of w₁ would be 1e40. */
  @Test
  default void finiteLossWithAnInfiniteGradientStopsTheRun() {
    Network network = Network.input(1).dense(1).dense(2).loss(new SoftmaxCrossEntropy());
    Plan plan = Planner.plan(network, new Update(Sgd.DEFAULT), 1);
    Dataset data = new Dataset(
        "steep",
        new Features.Floats(new float[] {1e20f}, 1, 1, 0),
        new Targets.Labels(new int[] {1}, 2),
        List.of("a", "b"),
        0);
    // dense1.w, dense2.w, dense1.b, dense2.b
    State state = new State(plan, new float[] {1e-20f, 1e20f, -1e20f, 0, 0, 0});
    try (Session session = backend().open(plan, data, new Feed(plan, data, 2, 1), state)) {
      stopped(session, state, session.train(0, 2), 0);
    }
  }
}
