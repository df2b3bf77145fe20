package dev.pulmu.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Block.Norm;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();
  private static final Network MNIST = Network.input(784)
      .dense(100)
      .batchNorm(BatchNorm.DEFAULT)
      .activation(Activation.RELU)
      .dropout(0.2f)
      .dense(100)
      .batchNorm(BatchNorm.DEFAULT)
      .activation(Activation.RELU)
      .dropout(0.2f)
      .dense(10)
      .loss(LOSS);

  @Test
  void layersOfOneGroupBecomeOneBlock() {
    NetworkPlan plan = NetworkPlan.of(MNIST);
    List<DenseBlock> blocks = dense(plan);
    assertThat(plan.blocks()).extracting(Block::name).containsExactly("dense1", "dense2", "dense3");
    assertThat(plan.blocks()).extracting(Block::index).containsExactly(0, 1, 2);
    assertThat(plan.blocks()).extracting(Block::hasDropout).containsExactly(true, true, false);
    assertThat(plan.blocks()).extracting(Block::inputs).containsExactly(784, 100, 100);
    assertThat(plan.blocks()).extracting(Block::outputs).containsExactly(100, 100, 10);
    assertThat(blocks)
        .extracting(DenseBlock::activation)
        .containsExactly(Activation.RELU, Activation.RELU, Activation.IDENTITY);
    Optional<Dropout> dropout = Optional.of(new Dropout(0.2f));
    assertThat(blocks)
        .extracting(DenseBlock::dropout)
        .containsExactly(dropout, dropout, Optional.empty());
    assertThat(blocks)
        .extracting(block -> block.norm().map(Norm::batchNorm))
        .containsExactly(
            Optional.of(BatchNorm.DEFAULT), Optional.of(BatchNorm.DEFAULT), Optional.empty());
  }

  @Test
  void partsOfAGroupMayBeLeftOut() {
    BatchNorm batchNorm = new BatchNorm(1e-3f, 0.5f);
    Dropout dropout = new Dropout(0.5f);
    Network network = Network.input(5)
        .dense(4)
        .activation(Activation.RELU)
        .dense(3)
        .dropout(dropout)
        .dense(6)
        .batchNorm(batchNorm)
        .dense(2)
        .loss(LOSS);
    assertThat(dense(NetworkPlan.of(network)))
        .extracting(
            DenseBlock::activation, block -> block.norm().map(Norm::batchNorm), DenseBlock::dropout)
        .containsExactly(
            tuple(Activation.RELU, Optional.empty(), Optional.empty()),
            tuple(Activation.IDENTITY, Optional.empty(), Optional.of(dropout)),
            tuple(Activation.IDENTITY, Optional.of(batchNorm), Optional.empty()),
            tuple(Activation.IDENTITY, Optional.empty(), Optional.empty()));
  }

  @Test
  void blocksHoldTheirTensors() {
    Network network = Network.input(3)
        .dense(4)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.RELU)
        .dense(2)
        .loss(LOSS);
    NetworkPlan plan = NetworkPlan.of(network);
    assertThat(plan.blocks().get(0).tensors())
        .extracting(Tensor::name)
        .containsExactly(
            "dense1.w",
            "dense1.gamma",
            "dense1.beta",
            "dense1.runningMean",
            "dense1.runningVariance",
            "dense1.runningWeight");
    assertThat(plan.blocks().get(1).tensors())
        .extracting(Tensor::name)
        .containsExactly("dense2.w", "dense2.b");
    assertThat(plan.blocks())
        .allSatisfy(block -> assertThat(plan.tensors()).containsAll(block.tensors()));
    DenseBlock first = dense(plan).get(0);
    assertThat(first.norm().orElseThrow().gamma().name()).isEqualTo("dense1.gamma");
    assertThat(first.norm().orElseThrow().runningWeight().name()).isEqualTo("dense1.runningWeight");
    assertThat(first.bias()).isEmpty();
    assertThat(dense(plan).get(1).bias()).contains(plan.tensor("dense2.b"));
  }

  @Test
  void aNetworkAloneIsDescribedWithoutWhatTrainsIt() {
    Network network = Network.input(2)
        .dense(3)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.TANH)
        .dropout(0.5f)
        .dense(1)
        .loss(new SigmoidCrossEntropy());
    assertThat(NetworkPlan.of(network).describeNetwork().lines().map(line -> line.split(" {2,}")))
        .contains(
            new String[] {"block", "shape", "does"},
            new String[] {"dense2", "3→1", "matmul + bias"},
            new String[] {"loss", "1", "sigmoid-cross-entropy, gradient, right answers"},
            new String[] {"dense1.w", "weight", "2×3", "0"},
            new String[] {"dense1.gamma", "weight", "1×3", "9"},
            new String[] {"dense1.runningMean", "statistic", "1×3", "16"},
            new String[] {"16 parameters"})
        .anySatisfy(line -> {
          assertThat(line).startsWith("dense1", "2→3");
          assertThat(line[2])
              .startsWith("matmul + batch-norm(")
              .contains(") + tanh + dropout(")
              .doesNotContain("frozen");
        });
    StringBuilder frozen = new StringBuilder();
    LayoutText.append(frozen, NetworkPlan.of(network), List.of("dense2"));
    assertThat(frozen).contains("matmul + bias, frozen\n").containsOnlyOnce("frozen");
  }

  @Test
  void unknownTensorNamesTheKnown() {
    NetworkPlan plan = NetworkPlan.of(Network.input(2).dense(2).loss(LOSS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.tensor("dense3.w"))
        .withMessage("no tensor 'dense3.w' in this plan; it has dense1.w, dense1.b");
  }

  @Test
  void tensorKnowsItsSizeAndEnd() {
    Tensor tensor = new Tensor("x", Role.SLOT, List.of(3, 5), 7, new Start.Constant(0), false);
    assertThat(tensor.size()).isEqualTo(15);
    assertThat(tensor.end()).isEqualTo(22);
  }

  @Test
  void tensorsLieBehindEachOtherInTheOrderWrittenByHand() {
    Network network =
        Network.input(3).dense(4).batchNorm(BatchNorm.DEFAULT).dense(2).loss(LOSS);
    NetworkPlan plan = NetworkPlan.of(network);
    assertThat(plan.tensors())
        .extracting(Tensor::name, Tensor::shapeText, Tensor::offset, Tensor::decays)
        .containsExactly(
            tuple("dense1.w", "3×4", 0, true),
            tuple("dense2.w", "4×2", 12, true),
            tuple("dense1.gamma", "1×4", 20, false),
            tuple("dense1.beta", "1×4", 24, false),
            tuple("dense2.b", "1×2", 28, false),
            tuple("dense1.runningMean", "1×4", 30, false),
            tuple("dense1.runningVariance", "1×4", 34, false),
            tuple("dense1.runningWeight", "1×1", 38, false));
    assertThat(plan.size()).isEqualTo(39);
    assertThat(plan.parameters()).isEqualTo(30);
    assertThat(plan.decayedParameters()).isEqualTo(20);
    assertThat(plan.range(Role.SLOT)).isEqualTo(new Range(30, 30));
    assertThat(plan.runningStatistics()).isEqualTo(new Range(30, 39));
    assertThat(plan.averageWeight()).isEmpty();
    assertThat(plan.hasBatchNorm()).isTrue();
    assertThat(NetworkPlan.of(Network.input(2).dense(2).loss(LOSS)).hasBatchNorm())
        .isFalse();
  }

  @Test
  void whatTrainingAddsLiesBetweenParametersAndStatistics() {
    Network network =
        Network.input(3).dense(4).batchNorm(BatchNorm.DEFAULT).dense(2).loss(LOSS);
    TrainedLayout plan = TrainedLayout.of(network, true, "m", "v");
    assertThat(plan.range(Role.WEIGHT)).isEqualTo(new Range(0, 30));
    assertThat(plan.range(Role.SLOT)).isEqualTo(new Range(30, 90));
    assertThat(plan.range(Role.EMA)).isEqualTo(new Range(90, 120));
    assertThat(plan.runningStatistics()).isEqualTo(new Range(120, 129));
    assertThat(plan.averageWeight()).contains(plan.tensor("ema.weight"));
    assertThat(plan.tensor("dense1.gamma.v").offset()).isEqualTo(80);
    TensorTable past = new TensorTable(network);
    past.addParameters();
    past.addPast(0);
    assertThat(past.tensors()).hasSize(5);
    past.addPast(2);
    assertThat(past.tensors().subList(5, 7))
        .extracting(Tensor::name, Tensor::role, Tensor::shapeText, Tensor::offset)
        .containsExactly(
            tuple("past.points", Role.SLOT, "2×30", 30),
            tuple("past.gradients", Role.SLOT, "2×30", 90));
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    Network fits = Network.input(Integer.MAX_VALUE - 1).dense(1).loss(LOSS);
    assertThat(NetworkPlan.of(fits).size()).isEqualTo(Integer.MAX_VALUE);
    Network large = Network.input(1 << 16).dense(1 << 15).loss(LOSS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkPlan.of(large))
        .withMessage("the network is too large: with 'dense1.w' its tensors have 2147483648"
            + " elements, 2147483647 at most fit");
  }

  @Test
  void matricesAreReadByRowAndColumn() {
    Matrix matrix = new Matrix(2, 3, new float[] {1, 3, 3, 5, 4, -1});
    assertThat(matrix.at(1, 2)).isEqualTo(-1);
    assertThat(matrix.largest(0)).as("the first of two").isEqualTo(1);
    assertThat(matrix.largest(1)).isZero();
    assertThat(matrix.toString()).startsWith("2×3 ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Matrix(2, 2, new float[3]))
        .withMessage("a 2×2 matrix wants 4 values, came 3");
  }

  private static List<DenseBlock> dense(Layout plan) {
    return plan.blocks().stream().<DenseBlock>map(b -> b.accept(block -> block)).toList();
  }
}
