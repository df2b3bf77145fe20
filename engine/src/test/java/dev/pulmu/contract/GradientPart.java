package dev.pulmu.contract;

import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Session#gradient}. */
interface GradientPart extends Part {
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void lossAndGradientAreThoseOfTheReference(Row row) {
    Trial trial = new Trial(row);
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      Checks.lossAndGradient(trial, session, trial.batches(0).get(0), 0);
      Checks.lossAndGradient(trial, session, trial.otherRows(), 5);
      Checks.lossAndGradient(trial, session, trial.batches(0).get(0), (1L << 33) + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void askingChangesNothing(Row row) {
    Trial trial = new Trial(row);
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      int[] rows = trial.batches(1).get(0);
      float[] before = state.values().clone();
      LossAndGradient first = session.gradient(rows, 1);
      session.gradient(trial.otherRows(), 2);
      session.forward(trial.otherRows(), List.of("logits"));
      session.evaluate(Split.TRAIN, Weights.LIVE);
      if (row.update().ema() > 0) {
        session.evaluate(Split.TEST, Weights.EMA);
      }
      LossAndGradient second = session.gradient(rows, 1);
      Near.same(trial.at(1) + ", state", before, session.state().values());
      Near.same(trial.at(1) + ", gradient asked again", first.gradient(), second.gradient());
      Near.check(trial.at(1) + ", loss asked again", first.loss(), second.loss(), 0);
      Near.check(trial.at(1) + ", penalty asked again", first.penalty(), second.penalty(), 0);
    }
  }

  /**
   * The backend's own loss, a little up and down the gradient: for a move of length h along it the
   * value changes by h |gradient|. Independent of the reference.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "logits only",
        "no activation",
        "wide layer",
        "everything",
        "weighted questions",
        "mnist",
        "all accumulated and half frozen"
      })
  default void gradientIsTheSlopeOfTheBackendsOwnLoss(String name) {
    Trial trial = new Trial(Row.named(name));
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      int[] rows = trial.batches(0).get(0);
      float[] gradient = session.gradient(rows, 0).gradient();
      double length = 0;
      for (float slope : gradient) {
        length += (double) slope * slope;
      }
      length = Math.sqrt(length);
      double h = 0.01 / Math.max(1, length);
      double slope = (moved(session, trial, state, gradient, h / length)
              - moved(session, trial, state, gradient, -h / length))
          / (2 * h);
      // h² of curvature, 2^-23 of the loss over h, and the kinks that the move steps over
      Near.check(trial.at(0) + ", slope along the gradient", length, slope, 0.02 * length);
    }
  }

  private static double moved(
      Session session, Trial trial, State state, float[] gradient, double share) {
    float[] values = state.values().clone();
    for (int i = 0; i < gradient.length; i++) {
      values[i] += (float) (share * gradient[i]);
    }
    session.restore(new State(trial.plan, values));
    LossAndGradient there = session.gradient(trial.batches(0).get(0), 0);
    return there.loss() + there.penalty();
  }

  /**
   * Logits (0, ln 3) answer yes with (1/2, 3/4) to questions that weigh 3 and 1/2; x = (1, 2), t =
   * ((1, 0), (1, 1)).
   */
  @Test
  default void weightsOfQuestionsByHand() {
    Network network = Network.input(1).dense(2).loss(new SigmoidCrossEntropy(List.of(3f, 0.5f)));
    Plan plan = Planner.plan(network, Sgd.DEFAULT, 2);
    Dataset data = new Dataset(
        "questions",
        new Features.Floats(new float[] {1, 2}, 1, 1, 0),
        new Targets.Values(new float[] {1, 0, 1, 1}, 2),
        List.of(),
        0);
    // dense1.w, dense1.b
    State state = new State(plan, new float[] {0, 0, 0, (float) Math.log(3)});
    double[] slopes = {
      3 * (-0.5 * 1 - 0.5 * 2) / 4, // divided by 2 rows and 2 questions
      0.5 * (0.75 * 1 - 0.25 * 2) / 4,
      3 * (-0.5 - 0.5) / 4,
      0.5 * (0.75 - 0.25) / 4
    };
    double loss = (3 * 2 * Math.log(2) + 0.5 * (Math.log(4) + Math.log(4 / 3.0))) / 4;
    double rounding = 16 * 0x1p-23; // a logit, its sigmoid, four products and sums
    try (Session session = backend().open(plan, data, new Feed(plan, data, 1, 1), state)) {
      LossAndGradient came = session.gradient(new int[] {0, 1}, 0);
      Near.check("loss of weighted questions", loss, came.loss(), rounding);
      Near.check("slopes of weighted questions", slopes, came.gradient(), rounding);
    }
  }

  @Test
  default void slopeOfReluAtZeroIsZero() {
    Trial trial = new Trial(Row.named("lone row without batch norm"));
    State state = trial.state(1);
    for (String name : List.of("dense1.w", "dense1.b")) {
      Tensor tensor = trial.plan.tensor(name);
      java.util.Arrays.fill(state.values(), tensor.offset(), tensor.end(), 0);
    }
    try (Session session = trial.open(backend(), state)) {
      float[] gradient = session.gradient(trial.rows(0), 0).gradient();
      for (Tensor tensor : trial.plan.tensors(Role.WEIGHT)) {
        if (!tensor.name().equals("dense2.b")) {
          Near.check(
              "every ReLU at its kink: gradient of " + tensor.name(),
              new double[tensor.size()],
              Trial.part(gradient, tensor),
              0);
        }
      }
    }
  }
}
