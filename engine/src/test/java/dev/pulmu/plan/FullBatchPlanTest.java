package dev.pulmu.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.Role;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Lbfgs;
import dev.pulmu.optimizer.NewtonCg;
import dev.pulmu.optimizer.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan of a full-batch method has, and what it is not made with. */
class FullBatchPlanTest {
  private static final Network NETWORK = Network.input(2).dense(3).loss(new SoftmaxCrossEntropy());
  private static final Update LBFGS = new Update(new Lbfgs(4, 0));

  @Test
  void itsHistoryIsTwoTensorsBehindTheWeights() {
    Plan plan = Planner.plan(NETWORK, LBFGS, 9);
    assertThat(plan.tensors(Role.SLOT))
        .containsExactly(
            PlannerTest.tensor("past.points", Role.SLOT, 4, 9, 9, 0),
            PlannerTest.tensor("past.gradients", Role.SLOT, 4, 9, 45, 0));
    assertThat(plan.size()).isEqualTo(81);
    assertThat(plan.describe())
        .startsWith("2: dense(3, init=xavier)\nbatch 9, lbfgs(history=4, tolerance=0)\n");
    assertThat(Planner.plan(NETWORK, NewtonCg.DEFAULT, 9).size()).isEqualTo(9);
  }

  @Test
  void backendsAreAskedForPiecesWithItsPenaltyAndItsFrozenBlocks() {
    Network two =
        Network.input(2).dense(3).activation(Activation.TANH).dense(3).loss(NETWORK.loss());
    Plan plan = Planner.plan(two, LBFGS.withWeightDecay(0.5f), 9, 1, List.of("dense1"));
    Plan pieces = Planner.inPieces(plan, 4);
    assertThat(pieces.batch()).isEqualTo(4);
    assertThat(pieces.update().weightDecay()).isEqualTo(0.5f);
    assertThat(pieces.frozen()).containsExactly("dense1");
    assertThat(pieces.tensors()).isEqualTo(plan.tensors(Role.WEIGHT));
    assertThat(Planner.inPieces(plan, 100).batch()).isEqualTo(9);
  }

  @Test
  void whatMakesTheLossAnotherFunctionIsRefused() {
    Network.Builder open = Network.input(2).dense(3);
    Network dropout = open.activation(Activation.RELU).dropout(0.5f).dense(3).loss(NETWORK.loss());
    refused(
        () -> Planner.plan(dropout, LBFGS, 9), "lbfgs compares values of one function, dropout");
    Network norm =
        Network.input(2).dense(3).batchNorm(BatchNorm.DEFAULT).dense(3).loss(NETWORK.loss());
    refused(() -> Planner.plan(norm, LBFGS, 9), "lbfgs asks for losses and gradients alone");
    refused(
        () -> Planner.plan(NETWORK, LBFGS, 9, 2, List.of()),
        "lbfgs takes all rows in one step and cuts them into pieces by itself, came accumulate 2");
    refused(() -> Planner.plan(NETWORK, LBFGS.withClip(1), 9), "lbfgs finds the length of its");
    refused(() -> Planner.plan(NETWORK, LBFGS.withL1(1), 9), "lbfgs wants a smooth function");
    refused(() -> Planner.plan(NETWORK, LBFGS.withEma(0.5f), 9), "lbfgs takes few, long steps");
    Plan newton = Planner.plan(NETWORK, NewtonCg.DEFAULT, 9);
    refused(() -> newton.with(Precision.TF32), "newton-cg compares losses that differ in their");
  }

  @Test
  void itIsFedAllRowsAtEveryStep() {
    Feed feed = new Feed(plan(6), data(), 3, 1);
    assertThat(feed.stepsPerEpoch()).isEqualTo(1);
    assertThat(feed.steps()).isEqualTo(3);
    assertThat(feed.rateIfAny(0)).isEmpty();
    assertThat(feed.edits()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> feed.rate(0));
    assertThat(new Feed(plan(100), data(), 1, 1).largestBatch()).isEqualTo(6);
    refused(
        () -> new Feed(plan(5), data(), 3, 1),
        "lbfgs wants all 6 training rows in its batch, came 5; say --batch all, or take an"
            + " optimizer for mini-batches");
    refused(
        () -> new Feed(plan(6), data(), 3, 1, Sampling.WITH_REPLACEMENT, false),
        "lbfgs wants the same rows at every step, came sampling with-replacement");
  }

  private static Plan plan(int batch) {
    return Planner.plan(NETWORK, LBFGS, batch);
  }

  private static Dataset data() {
    return new Dataset(
        "tiny",
        new Features.Bytes(new byte[12], 2, 1, 0),
        new Targets.Labels(new int[6], 3),
        List.of("a", "b", "c"),
        0);
  }

  private static void refused(Runnable wish, String message) {
    assertThatIllegalArgumentException().isThrownBy(wish::run).withMessageStartingWith(message);
  }
}
