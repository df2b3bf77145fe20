package dev.pulmu.contract;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.contract.reference.ReferenceStep;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.plan.Plan;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Session#train}. */
interface TrainingPart extends Part {
  /** First, second and last step of the first epoch, first and last of the second. */
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void eachStepIsThatOfTheReference(Row row) {
    Trial trial = new Trial(row);
    long epoch = trial.feed.stepsPerEpoch();
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      LongStream.of(0, 1, epoch - 1, epoch, 2 * epoch - 1)
          .distinct()
          .forEach(step -> Checks.oneStep(trial, session, step));
    }
  }

  /** Rows that come twice in a batch, and an epoch that ends before its rows do. */
  @ParameterizedTest
  @EnumSource(Sampling.class)
  default void stepsTakeTheRowsOfTheirFeed(Sampling sampling) {
    for (boolean dropLast : new boolean[] {false, true}) {
      Trial trial = new Trial(Row.named("short last batch"), sampling, dropLast);
      try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
        for (long step = 0; step < 2L * trial.feed.stepsPerEpoch(); step++) {
          Checks.oneStep(trial, session, step);
        }
      }
    }
  }

  /** The rule's formula for arrays and its formula for loops, on the backend's own gradient. */
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#ofOneBatchAStep")
  default void bothTwinsOfTheRuleMoveTheWeightsAlike(Row row) {
    Trial trial = new Trial(row);
    Plan plan = trial.plan;
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      float[] gradient = session.gradient(trial.rows(0), 0).gradient();
      session.train(0, 1);
      float[] came = session.state().values();
      ElementRule rule = row.update().rule();
      int parameters = plan.parameters();
      clip(gradient, row.update().clip());
      float[] w = Arrays.copyOf(state.values(), parameters);
      float kept = (float) (1 - trial.feed.rate(0) * rule.decoupledDecay());
      for (Range range : plan.movedAndDecayed()) {
        for (int i = range.from(); i < range.to(); i++) {
          w[i] *= kept;
        }
      }
      float[][] slots = new float[rule.slots().size()][];
      for (int s = 0; s < slots.length; s++) {
        slots[s] = Arrays.copyOfRange(state.values(), (s + 1) * parameters, (s + 2) * parameters);
      }
      float[] numbers = trial.feed.numbers(0).rule();
      for (Range range : plan.movedTensorByTensor()) {
        boolean decays = range.from() < plan.decayedParameters();
        HostTwin.move(rule, w, gradient, slots, numbers, range.from(), range.to(), decays);
      }
      // About ten operations on the way, each rounded to 2^-24 of what it gives
      near(trial.at(0) + ", twins, weights", w, Arrays.copyOf(came, parameters));
      for (int s = 0; s < slots.length; s++) {
        float[] slot = Arrays.copyOfRange(came, (s + 1) * parameters, (s + 2) * parameters);
        near(trial.at(0) + ", twins, slot " + rule.slots().get(s), slots[s], slot);
      }
    }
  }

  private static void clip(float[] gradient, double largest) {
    double squares = 0;
    for (float slope : gradient) {
      squares += (double) slope * slope;
    }
    for (int i = 0; i < gradient.length && largest > 0; i++) {
      gradient[i] *= (float) Math.min(1, largest / Math.sqrt(squares));
    }
  }

  private static void near(String what, float[] wanted, float[] came) {
    double[] values = new double[wanted.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = wanted[i];
    }
    Near.check(what, values, came, 16 * 0x1p-24 * Near.largest(values));
  }

  /**
   * Adam's first step from empty slots is the rate times the sign of the slope. Only where the
   * slope is well above rounding: elsewhere its sign is noise, and both signs are right.
   */
  @ParameterizedTest
  @ValueSource(strings = {"wide input", "mnist"})
  default void firstStepOfAdamIsTheRateAgainstTheSlope(String name) {
    Trial trial = new Trial(Row.named(name));
    State state = State.initial(trial.plan, 3);
    try (Session session = trial.open(backend(), state)) {
      session.train(0, 1);
      float[] came = session.state().values();
      Map<String, double[]> gradient = trial.training(state, 0).slopes();
      for (Tensor tensor : trial.plan.tensors(Role.WEIGHT)) {
        double[] g = gradient.get(tensor.name());
        double noise = 1e-3 * Near.largest(g);
        float[] w = Trial.part(came, tensor);
        double[] wanted = new double[w.length];
        for (int i = 0; i < w.length; i++) {
          double before = state.values()[tensor.offset() + i];
          boolean clear = Math.abs(g[i]) > noise;
          wanted[i] = clear ? before - trial.feed.rate(0) * Math.signum(g[i]) : w[i];
        }
        // |g| / (|g| + 1e-8) for slopes above 1e-5 or so, and the rounding of w
        Near.check(trial.at(0) + ", " + tensor.name(), wanted, w, trial.feed.rate(0) * 2e-3);
      }
    }
  }

  /** A whole run drifts from the reference by rounding; its losses stay together. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "short last batch",
        "large batch",
        "a rule of the user's own",
        "all accumulated and half frozen"
      })
  default void lossesOfAWholeRunFollowTheReference(String name) {
    Trial trial = new Trial(Row.named(name));
    State start = State.initial(trial.plan, 2);
    State reference = start;
    try (Session session = trial.open(backend(), start)) {
      for (long step = 0; step < trial.feed.steps(); step++) {
        Totals came = session.train(step, step + 1);
        ReferenceStep pass = trial.training(reference, step);
        double loss = pass.lossSum();
        Near.check(trial.at(step) + ", loss sum", loss, came.lossSum(), 1e-3 * loss);
        float[] next = new float[trial.plan.size()];
        Map<String, double[]> wanted = trial.updated(reference, pass, step, tensor -> 0);
        for (Tensor tensor : trial.plan.tensors()) {
          double[] values = wanted.get(tensor.name());
          for (int i = 0; i < values.length; i++) {
            next[tensor.offset() + i] = (float) values[i];
          }
        }
        reference = new State(trial.plan, next);
      }
    }
  }

  @Test
  default void trainingMakesTheLossSmaller() {
    Trial trial = new Trial(Row.named("mnist"));
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      double first = session.train(0, trial.feed.stepsPerEpoch()).loss();
      double last = session
          .train(2L * trial.feed.stepsPerEpoch(), 3L * trial.feed.stepsPerEpoch())
          .loss();
      if (!(last < 0.75 * first)) {
        throw new AssertionError(
            "wanted the loss of epoch 3 well below " + first + ", came " + last);
      }
    }
  }

  @Test
  default void noStepsChangeNothing() {
    Trial trial = new Trial(Row.named("everything"));
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      Totals totals = session.train(2, 2);
      if (!totals.equals(Totals.NONE)) {
        throw new AssertionError("wanted " + Totals.NONE + " of no steps, came " + totals);
      }
      Near.same("state after no steps", state.values(), session.state().values());
    }
  }
}
