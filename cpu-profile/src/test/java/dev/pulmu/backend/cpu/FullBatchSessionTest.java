package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.optimizer.Lbfgs;
import dev.pulmu.optimizer.NewtonCg;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Full-batch methods that train networks, on the backends that can run here. */
class FullBatchSessionTest {
  private static final int INPUTS = 5;
  private static final Network NETWORK = Network.input(INPUTS)
      .dense(6)
      .activation(Activation.TANH)
      .dense(3)
      .loss(new SoftmaxCrossEntropy());

  record Case(String backend, FullBatch method) {
    Session open(Plan plan, Dataset data, State state) {
      return Backend.named(backend).open(plan, data, new Feed(plan, data, 100, 3), state);
    }
  }

  static Stream<Case> cases() {
    return Stream.of("cpu", "nd4j")
        .flatMap(backend -> Stream.of(new Lbfgs(3, 1e-5), NewtonCg.DEFAULT)
            .map(method -> new Case(backend, method)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepLowersTheLossAndLeavesFrozenBlocksAlone(Case on) {
    Dataset data = data(24);
    Update update = new Update(on.method).withWeightDecay(0.01f);
    Plan plan = Planner.plan(NETWORK, update, 24, 1, List.of("dense1"));
    State start = State.initial(plan, 7);
    try (Session session = on.open(plan, data, start)) {
      double before = Double.POSITIVE_INFINITY;
      int step = 0;
      while (step < 8 && !session.isAtEnd()) {
        double penalty = plan.penalty(session.state().values());
        Totals totals = session.train(step, ++step);
        assertThat(totals.samples()).isEqualTo(24);
        assertThat(totals.correct()).isBetween(1L, 24L);
        assertThat(totals.loss() + penalty).isLessThan(before);
        before = totals.loss() + penalty;
      }
      assertThat(step).isGreaterThan(2);
      State end = session.state();
      for (String tensor : List.of("dense1.w", "dense1.b")) {
        assertThat(end.tensor(tensor).values()).isEqualTo(start.tensor(tensor).values());
      }
      assertThat(end.tensor("dense2.w").values())
          .isNotEqualTo(start.tensor("dense2.w").values());
    }
  }

  /** A convex loss has one minimum, where the gradient is 0. */
  @ParameterizedTest
  @MethodSource("cases")
  void theMinimumOfAConvexLossIsTheEnd(Case on) {
    Dataset data = data(24);
    Network linear = Network.input(INPUTS).dense(3).loss(new SoftmaxCrossEntropy());
    Plan plan = Planner.plan(linear, new Update(on.method).withWeightDecay(0.01f), 24);
    try (Session session = on.open(plan, data, State.initial(plan, 7))) {
      int step = 0;
      while (!session.isAtEnd() && step < 100) {
        session.train(step, ++step);
      }
      assertThat(step).isLessThan(60);
      LossAndGradient end = session.gradient(data.rows(Split.TRAIN), 0);
      for (float slope : end.gradient()) {
        assertThat(slope).isCloseTo(0, within(1e-4f));
      }
      float[] weights = session.state().values();
      session.train(step, step + 1);
      assertThat(session.state().values()).isEqualTo(weights);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSessionGoesOnFromAStateToTheSameBits(Case on) {
    Dataset data = data(24);
    Plan plan = Planner.plan(NETWORK, on.method, 24);
    State start = State.initial(plan, 7);
    try (Session whole = on.open(plan, data, start);
        Session half = on.open(plan, data, start)) {
      Totals all = whole.train(0, 3).plus(whole.train(3, 7));
      Totals first = half.train(0, 3);
      try (Session rest = on.open(plan, data, half.state())) {
        Totals both = first.plus(rest.train(3, 7));
        assertThat(rest.state().values()).isEqualTo(whole.state().values());
        assertThat(both).isEqualTo(all);
      }
      half.train(3, 5);
      half.restore(start);
      assertThat(half.train(0, 7)).isEqualTo(all);
      assertThat(half.state().values()).isEqualTo(whole.state().values());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aLossThatIsNotFiniteChangesNothing(Case on) {
    Dataset data = data(24);
    Plan plan = Planner.plan(NETWORK, on.method, 24);
    State bad = State.initial(plan, 7);
    bad.values()[plan.tensor("dense2.b").offset()] = Float.NaN;
    try (Session session = on.open(plan, data, bad)) {
      assertThat(session.train(4, 6).nonFiniteStep()).isEqualTo(4);
      assertThat(session.train(6, 7).nonFiniteStep()).isEqualTo(4);
      assertThat(session.isAtEnd()).isFalse();
      assertThat(session.state().values()).isEqualTo(bad.values());
      session.restore(State.initial(plan, 7));
      assertThat(session.train(0, 2).nonFiniteStep()).isEqualTo(-1);
    }
  }

  /** 5,000 rows are asked for in two pieces. */
  @Test
  void piecesHaveTheLossAndGradientOfTheWhole() {
    Dataset data = data(5000);
    int[] rows = data.rows(Split.TRAIN);
    LossAndGradient whole = gradient(Sgd.DEFAULT, data, rows);
    LossAndGradient pieces = gradient(Lbfgs.DEFAULT, data, rows);
    assertThat(pieces.loss()).isCloseTo(whole.loss(), within(1e-6));
    assertThat(pieces.penalty()).isEqualTo(whole.penalty());
    assertThat(pieces.gradient()).containsExactly(whole.gradient(), within(1e-6f));
  }

  private static LossAndGradient gradient(Optimizer optimizer, Dataset data, int[] rows) {
    Plan plan = Planner.plan(NETWORK, new Update(optimizer).withWeightDecay(0.1f), rows.length);
    Feed feed = new Feed(plan, data, 1, 3);
    try (Session session = Backend.named("cpu").open(plan, data, feed, State.initial(plan, 7))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.gradient(new int[0], 0))
          .withMessage("a gradient is of 1..5000 rows, the feed's largest batch, came 0");
      return session.gradient(rows, 0);
    }
  }

  /** Rows of noise, each with the class of its largest of the first three numbers. */
  private static Dataset data(int samples) {
    float[] values = new float[samples * INPUTS];
    double[] uniforms = new double[values.length];
    new Draws(5, Use.INITIAL_WEIGHTS, 0, 0).uniforms(uniforms);
    int[] labels = new int[samples];
    for (int row = 0; row < samples; row++) {
      for (int i = 0; i < INPUTS; i++) {
        values[row * INPUTS + i] = (float) (2 * uniforms[row * INPUTS + i] - 1);
        int best = row * INPUTS + labels[row];
        if (i < 3 && values[row * INPUTS + i] > values[best]) {
          labels[row] = i;
        }
      }
    }
    return new Dataset(
        "noise",
        new Features.Floats(values, INPUTS, 1, 0),
        new Targets.Labels(labels, 3),
        List.of("a", "b", "c"),
        0);
  }
}
