package dev.pulmu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step is made of: batches that it accumulates, and blocks that it leaves as they are. */
interface StepPart extends Part {
  /** Without batch norm; masks, weight of the short batch and the one penalty included. */
  @Test
  default void accumulatedBatchesAreOneLargeBatch() {
    Row few = Row.named("accumulated with dropout");
    Row one = new Row(
        few.name(),
        few.network(),
        few.update(),
        few.accumulate() * few.batch(),
        few.trainRows(),
        few.bytes(),
        few.tolerance(),
        few.reason());
    Trial small = new Trial(few);
    Trial large = new Trial(one);
    assertThat(small.feed.stepsPerEpoch()).isEqualTo(large.feed.stepsPerEpoch());
    for (long step = 0; step < small.feed.stepsPerEpoch(); step++) {
      State state = small.clearState(step);
      try (Session batches = small.open(backend(), state);
          Session batch = large.open(backend(), new State(large.plan, state.values()))) {
        Totals came = batches.train(step, step + 1);
        Totals wanted = batch.train(step, step + 1);
        assertThat(came.samples()).isEqualTo(wanted.samples());
        Near.check(
            small.at(step) + ", loss sum",
            wanted.lossSum(),
            came.lossSum(),
            few.tolerance() * wanted.lossSum());
        for (Tensor tensor : small.plan.tensors()) {
          float[] values = Trial.part(batch.state().values(), tensor);
          double[] all = new double[values.length];
          Arrays.setAll(all, i -> values[i]);
          Near.check(
              small.at(step) + ", " + tensor.name(),
              all,
              Trial.part(batches.state().values(), tensor),
              few.tolerance() * Near.largest(all));
        }
      }
    }
  }

  /** The bad row is in this batch of step 1; statistics of the batches before it must not stick. */
  @ParameterizedTest
  @CsvSource({
    "accumulated lone row of the step before, 0",
    "accumulated lone row of the step before, 1",
    "accumulated lone row of the step before, 2",
    "all accumulated and half frozen, 1",
    "accumulated with dropout, 1",
    "norms accumulated and clipped, 1",
  })
  default void oneBadBatchUndoesItsWholeStep(String name, int badBatch) {
    Trial trial = new Trial(Row.named(name));
    Features.Floats features = (Features.Floats) trial.data.features();
    int at = trial.batches(1).get(badBatch)[2] * features.columns() + 3;
    final float kept = features.values()[at];
    State start = trial.state(1);
    try (Session session = trial.open(backend(), start)) {
      session.train(0, 1);
      float[] wanted = session.state().values();
      features.values()[at] = Float.NaN; // before the second session opens
      try (Session hurt = trial.open(backend(), start)) {
        Totals totals = hurt.train(0, trial.feed.steps());
        Near.check("non-finite step", 1, totals.nonFiniteStep(), 0);
        Near.check("samples before it", trial.rows(0).length, totals.samples(), 0);
        Near.same(
            trial.at(1) + ", state before the bad step", wanted, hurt.state().values());
        Near.check("step after it", 1, hurt.train(2, 3).nonFiniteStep(), 0);
        Near.same(
            trial.at(2) + ", state of a run that stopped", wanted, hurt.state().values());
      }
    } finally {
      features.values()[at] = kept;
    }
  }

  /** Over a whole run, and from values that no arithmetic gives back. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "first blocks frozen",
        "last block frozen",
        "middle block frozen and clipped",
        "all accumulated and half frozen",
        "norms beside a frozen block"
      })
  default void frozenBlocksKeepTheirBits(String name) {
    Trial trial = new Trial(Row.named(name));
    State start = trial.state(1);
    for (Tensor tensor : trial.plan.tensors()) {
      if (trial.isFrozen(tensor)) {
        start.values()[tensor.offset()] = -0f;
        start.values()[tensor.end() - 1] = Float.MIN_VALUE;
      }
    }
    try (Session session = trial.open(backend(), start)) {
      Totals totals = session.train(0, trial.feed.steps());
      Near.check("non-finite step", -1, totals.nonFiniteStep(), 0);
      float[] came = session.state().values();
      for (Tensor tensor : trial.plan.tensors()) {
        float[] before = Trial.part(start.values(), tensor);
        float[] after = Trial.part(came, tensor);
        if (trial.isFrozen(tensor)) {
          Near.same(trial.row + ", frozen " + tensor.name(), before, after);
        } else {
          assertThat(after).as(trial.row + ", " + tensor.name()).isNotEqualTo(before);
        }
      }
    }
  }

  /**
   * x = 1e20, w₁ = 1e-20, w₂ = ±1e20: the slope of w₁ would be 1e40, but it is frozen; that of w₂
   * is ±1.
   */
  @Test
  default void infiniteSlopeOfAFrozenWeightStopsNothing() {
    Network network = Network.input(1).dense(1).dense(1).dense(2).loss(new SoftmaxCrossEntropy());
    Plan plan = Planner.plan(network, new Update(Sgd.DEFAULT), 1, 1, List.of("dense2"));
    Dataset data = new Dataset(
        "steep",
        new Features.Floats(new float[] {1}, 1, 1, 0),
        new Targets.Labels(new int[] {1}, 2),
        List.of("a", "b"),
        0);
    // dense1.w, dense2.w, dense3.w, dense1.b, dense2.b, dense3.b
    State state = new State(plan, new float[] {1e20f, 1e-20f, 1e20f, -1e20f, 0, 0, 0, 0});
    try (Session session = backend().open(plan, data, new Feed(plan, data, 2, 1), state)) {
      Totals totals = session.train(0, 1);
      Near.check("non-finite step", -1, totals.nonFiniteStep(), 0);
      float[] came = session.state().values();
      Near.same("dense2", new float[] {1e-20f, 0}, new float[] {came[1], came[5]});
      assertThat(came[6]).as("dense3.b moved").isLessThan(0);
      assertThat(plan.tensors(Role.WEIGHT)).hasSize(6);
    }
  }
}
