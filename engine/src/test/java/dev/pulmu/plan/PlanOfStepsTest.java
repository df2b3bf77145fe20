package dev.pulmu.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.layout.Range;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accumulated batches and frozen blocks in a plan. */
class PlanOfStepsTest {
  // dense1.w 0..12, dense2.w 12..20, dense3.w 20..24, then dense1.gamma 24..28, dense1.beta 28..32,
  // dense2.b 32..34, dense3.b 34..36
  private static final Network NETWORK = Network.input(3)
      .dense(4)
      .batchNorm(BatchNorm.DEFAULT)
      .activation(Activation.RELU)
      .dense(2)
      .dense(2)
      .loss(new SoftmaxCrossEntropy());

  private static final Update UPDATE = new Update(Adam.DEFAULT).withWeightDecay(0.1f);

  private static Plan plan(String... frozen) {
    return Planner.plan(NETWORK, UPDATE, 8, 4, List.of(frozen));
  }

  @Test
  void describesAccumulationAndFrozenBlocks() throws IOException {
    String golden = PlannerTest.golden("accumulated-frozen.txt");
    assertThat(plan("dense2", "dense1").describe()).isEqualTo(golden);
  }

  @Test
  void movedRangesLeaveTheFrozenBlocksOut() {
    assertThat(plan().moved()).containsExactly(new Range(0, 36));
    assertThat(plan().movedAndDecayed()).containsExactly(new Range(0, 24));
    assertThat(plan("dense1").moved()).containsExactly(new Range(12, 24), new Range(32, 36));
    assertThat(plan("dense1").movedAndDecayed()).containsExactly(new Range(12, 24));
    assertThat(plan("dense3").moved()).containsExactly(new Range(0, 20), new Range(24, 34));
    assertThat(plan("dense2").moved())
        .containsExactly(new Range(0, 12), new Range(20, 32), new Range(34, 36));
    assertThat(plan("dense2").movedAndDecayed())
        .containsExactly(new Range(0, 12), new Range(20, 24));
    assertThat(new Range(20, 32).size()).isEqualTo(12);
  }

  @Test
  void frozenBlocksStandInForwardOrderOnce() {
    Plan plan = plan("dense3", "dense1", "dense3");
    assertThat(plan.frozen()).containsExactly("dense1", "dense3");
    assertThat(plan.blocks()).filteredOn(plan::isFrozen).hasSize(2);
    assertThat(plan).isEqualTo(plan("dense1", "dense3")).isNotEqualTo(plan("dense1"));
    assertThat(plan.tensors()).isEqualTo(plan().tensors());
  }

  @Test
  void aPlanOfEveryBatchAStepIsThePlainOne() {
    Plan plan = Planner.plan(NETWORK, UPDATE, 8);
    assertThat(plan).isEqualTo(Planner.plan(NETWORK, UPDATE, 8, 1, List.of()));
    assertThat(plan).isNotEqualTo(Planner.plan(NETWORK, UPDATE, 8, 2, List.of()));
    assertThat(plan.accumulate()).isEqualTo(1);
    assertThat(plan.frozen()).isEmpty();
  }

  @Test
  void stepsOfNoBatchesOrTooManyRowsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(NETWORK, UPDATE, 8, 0, List.of()))
        .withMessage("a step wants at least 1 batch, came 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(NETWORK, UPDATE, 1 << 16, 1 << 15, List.of()))
        .withMessage("a step of 32768 batches of 65536 rows is too large: it has 2147483648 rows,"
            + " 2147483647 at most fit");
    assertThat(Planner.plan(NETWORK, UPDATE, Integer.MAX_VALUE, 1, List.of()).batch())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void unknownBlocksAndAllBlocksAreNotFrozen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan("dense1", "dense4"))
        .withMessage("no block to freeze 'dense4'; known: dense1, dense2, dense3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan("loss"))
        .withMessage("no block to freeze 'loss'; known: dense1, dense2, dense3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan("dense3", "dense2", "dense1"))
        .withMessage("all blocks are frozen: dense1, dense2, dense3; leave one to train");
    Network one = Network.input(2).dense(2).loss(new SoftmaxCrossEntropy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(one, new Update(Sgd.DEFAULT), 1, 1, List.of("dense1")))
        .withMessage("all blocks are frozen: dense1; leave one to train");
  }

  @Test
  void describesPrecisionWhereItIsNotTheUsualOne() {
    Plan plan = Planner.plan(NETWORK, UPDATE, 8);
    assertThat(plan.precision()).isEqualTo(Precision.FP32);
    assertThat(plan.describe()).doesNotContain("products in");
    assertThat(plan.with(Precision.TF32).describe()).contains("0.1, products in tf32\n");
    assertThat(plan.with(Precision.TF32)).isNotEqualTo(plan);
    assertThat(plan.with(Precision.TF32).with(Precision.FP32)).isEqualTo(plan);
  }

  @Test
  void describesWithoutAWordOfThemWhereThereAreNone() {
    assertThat(Planner.plan(NETWORK, UPDATE, 8).describe())
        .startsWith("3: dense(4, init=he) batch-norm(")
        .contains(" relu, dense(2, init=xavier), dense(2, init=xavier)\nbatch 8, adam(")
        .contains("36 parameters, 24 of them under weight decay; ")
        .doesNotContain("frozen");
  }
}
