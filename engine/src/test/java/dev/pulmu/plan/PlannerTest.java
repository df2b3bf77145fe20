package dev.pulmu.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.Start;
import dev.pulmu.layout.Tensor;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Dialect;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
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
  void batchNormWantsBatchesOfMoreThanOneRow() {
    Network network = Network.input(2)
        .dense(3)
        .batchNorm(BatchNorm.DEFAULT)
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(network, Sgd.DEFAULT, 1))
        .withMessage(
            "batch norm wants batches of at least 2 rows, came 1: one row has no variance");
  }

  @Test
  void describesItself() throws IOException {
    Plan plan = Planner.plan(MNIST, new Update(Adam.DEFAULT).withWeightDecay(1e-4f), 128);
    assertThat(plan.describe()).isEqualTo(golden("mnist-adam.txt"));
  }

  @Test
  void describesAPlainNetworkAndAnAverage() throws IOException {
    Network network = Network.input(2).dense(3).dense(2).loss(LOSS);
    Plan plan = Planner.plan(network, new Update(Sgd.DEFAULT).withEma(0.99f), 7);
    assertThat(plan.describe()).isEqualTo(golden("plain-sgd.txt"));
  }

  @Test
  void describesEveryPieceThatThereIs() throws IOException {
    Network network = Network.input(4)
        .dense(3, new Initialization.Normal(0.5f))
        .batchNorm(new BatchNorm(1e-5f, 0.9f, BatchNorm.Statistics.PYTORCH))
        .activation(Activation.GELU_TANH)
        .dropout(new Dropout(0.25f, Dropout.Style.BOOK))
        .dense(2)
        .loss(new SoftmaxCrossEntropy(0.1f, List.of(1f, 2f)));
    ElementRule rule = (ElementRule) Optimizer.parse("adagrad", Dialect.KERAS);
    Plan plan = Planner.plan(network, new Update(rule, 1e-4f, 1e-5f, 5, 0.99f), 16);
    assertThat(plan.describe()).isEqualTo(golden("everything.txt"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          sgd | 0 | 0 | 0 of them under weight decay
          sgd | 0.5 | 0 | 6 of them under weight decay
          sgd | 0 | 0.5 | 6 of them under weight decay
          adamw | 0 | 0 | 6 of them under weight decay
          adamw(decay=0) | 0 | 0 | 0 of them under weight decay
          """)
  void penaltiesAndDecoupledDecayAreForTheWeightsOfDenseLayers(
      String rule, float weightDecay, float l1, String says) {
    Network network = Network.input(2).dense(3).loss(new MeanSquaredError());
    Update update = new Update((ElementRule) Optimizer.parse(rule), weightDecay, l1, 0, 0);
    assertThat(Planner.plan(network, update, 1).describe())
        .contains("mean-squared-error, gradient")
        .contains("9 parameters, " + says);
  }

  @ParameterizedTest
  @CsvSource({"CORRECTED, 0, 0", "BOOK, 0, 1", "PYTORCH, 1, 1"})
  void runningStatisticsBeginAsTheirConventionSays(
      BatchNorm.Statistics statistics, float variance, float weight) {
    Network network = Network.input(2)
        .dense(3)
        .batchNorm(new BatchNorm(1e-5f, 0.9f, statistics))
        .activation(Activation.TANH)
        .dense(2)
        .loss(LOSS);
    assertThat(Planner.plan(network, Sgd.DEFAULT, 2).tensors(Role.STATISTIC))
        .containsExactly(
            tensor("dense1.runningMean", Role.STATISTIC, 1, 3, 20, 0),
            tensor("dense1.runningVariance", Role.STATISTIC, 1, 3, 23, variance),
            tensor("dense1.runningWeight", Role.STATISTIC, 1, 1, 26, weight));
  }

  @Test
  void slotsBeginWhereTheRuleSays() {
    Network network = Network.input(1).dense(1).loss(new SigmoidCrossEntropy());
    ElementRule rule = (ElementRule) Optimizer.parse("rmsprop(momentum=0.5, start=0.25)");
    assertThat(Planner.plan(network, rule, 1).tensors(Role.SLOT))
        .containsExactly(
            tensor("dense1.w.s", Role.SLOT, 1, 1, 2, 0.25f),
            tensor("dense1.b.s", Role.SLOT, 1, 1, 3, 0.25f),
            tensor("dense1.w.v", Role.SLOT, 1, 1, 4, 0),
            tensor("dense1.b.v", Role.SLOT, 1, 1, 5, 0));
  }

  @Test
  void rangesOfTheTableAreThoseOfTheOrderWrittenByHand() {
    Network network =
        Network.input(3).dense(4).batchNorm(BatchNorm.DEFAULT).dense(2).loss(LOSS);
    Plan plan = Planner.plan(network, new Update(Adam.DEFAULT).withEma(0.9f), 8);
    // 30 parameters, m and v, the average; then mean, variance and weight of batch norm
    assertThat(plan.range(Role.WEIGHT)).isEqualTo(new Range(0, 30));
    assertThat(plan.slot(0)).isEqualTo(new Range(30, 60));
    assertThat(plan.slot(1)).isEqualTo(new Range(60, 90));
    assertThat(plan.range(Role.EMA)).isEqualTo(new Range(90, 120));
    assertThat(plan.runningStatistics()).isEqualTo(new Range(120, 129));
    assertThat(plan.averageWeight()).contains(plan.tensor("ema.weight"));
    Plan plain = Planner.plan(network, Sgd.DEFAULT, 8);
    assertThat(plain.range(Role.EMA)).isEqualTo(new Range(30, 30));
    assertThat(plain.runningStatistics()).isEqualTo(new Range(30, 39));
    assertThat(plain.averageWeight()).isEmpty();
  }

  @Test
  void aNetworkInUseHasNothingThatOnlyTrainingWants() {
    Network network =
        Network.input(3).dense(4).batchNorm(BatchNorm.DEFAULT).dense(2).loss(LOSS);
    NetworkPlan plan = NetworkPlan.of(network);
    assertThat(plan.network()).isEqualTo(network);
    assertThat(plan.tensors())
        .isEqualTo(Planner.plan(network, Sgd.DEFAULT, 8).tensors())
        .hasSize(8);
    assertThat(plan.size()).isEqualTo(39);
    assertThat(plan.blocks()).isEqualTo(Planner.plan(network, Sgd.DEFAULT, 8).blocks());
  }

  @Test
  void canonicalOrderIsTheOneWrittenByHand() {
    Network network = Network.input(3)
        .dense(4)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.RELU)
        .dense(2)
        .loss(LOSS);
    Plan plan =
        Planner.plan(network, new Update(Adam.DEFAULT).withWeightDecay(0.1f).withEma(0.9f), 8);
    assertThat(plan.tensors())
        .containsExactly(
            weight("dense1.w", 3, 4, 0, 0),
            weight("dense2.w", 4, 2, 12, 1),
            tensor("dense1.gamma", Role.WEIGHT, 1, 4, 20, 1),
            tensor("dense1.beta", Role.WEIGHT, 1, 4, 24, 0),
            tensor("dense2.b", Role.WEIGHT, 1, 2, 28, 0),
            tensor("dense1.w.m", Role.SLOT, 3, 4, 30, 0),
            tensor("dense2.w.m", Role.SLOT, 4, 2, 42, 0),
            tensor("dense1.gamma.m", Role.SLOT, 1, 4, 50, 0),
            tensor("dense1.beta.m", Role.SLOT, 1, 4, 54, 0),
            tensor("dense2.b.m", Role.SLOT, 1, 2, 58, 0),
            tensor("dense1.w.v", Role.SLOT, 3, 4, 60, 0),
            tensor("dense2.w.v", Role.SLOT, 4, 2, 72, 0),
            tensor("dense1.gamma.v", Role.SLOT, 1, 4, 80, 0),
            tensor("dense1.beta.v", Role.SLOT, 1, 4, 84, 0),
            tensor("dense2.b.v", Role.SLOT, 1, 2, 88, 0),
            tensor("dense1.w.ema", Role.EMA, 3, 4, 90, 0),
            tensor("dense2.w.ema", Role.EMA, 4, 2, 102, 0),
            tensor("dense1.gamma.ema", Role.EMA, 1, 4, 110, 0),
            tensor("dense1.beta.ema", Role.EMA, 1, 4, 114, 0),
            tensor("dense2.b.ema", Role.EMA, 1, 2, 118, 0),
            tensor("dense1.runningMean", Role.STATISTIC, 1, 4, 120, 0),
            tensor("dense1.runningVariance", Role.STATISTIC, 1, 4, 124, 0),
            tensor("dense1.runningWeight", Role.STATISTIC, 1, 1, 128, 0),
            tensor("ema.weight", Role.STATISTIC, 1, 1, 129, 0));
    assertThat(plan.size()).isEqualTo(130);
    assertThat(plan.parameters()).isEqualTo(30);
    assertThat(plan.decayedParameters()).isEqualTo(20);
    assertThat(plan.tensors(Role.STATISTIC))
        .extracting(Tensor::name)
        .containsExactly(
            "dense1.runningMean", "dense1.runningVariance", "dense1.runningWeight", "ema.weight");
    assertThat(plan.tensor("dense1.gamma.v").offset()).isEqualTo(80);
  }

  @Test
  void ruleWithoutPenaltyIsThePlainUpdate() {
    Plan plan = Planner.plan(MNIST, Sgd.DEFAULT, 128);
    assertThat(plan.update()).isEqualTo(new Update(Sgd.DEFAULT));
    assertThat(plan.network()).isEqualTo(MNIST);
    assertThat(plan.batch()).isEqualTo(128);
    assertThat(plan).isEqualTo(Planner.plan(MNIST, new Update(Sgd.DEFAULT), 128));
  }

  @Test
  void penaltiesAreOfTheWeightsOfDenseLayersAlone() {
    Network network = Network.input(2).dense(1).loss(new MeanSquaredError());
    Update update = new Update(Sgd.DEFAULT).withWeightDecay(0.5f).withL1(0.25f);
    Plan plan = Planner.plan(network, update, 1);

    // Weights 3 and -4, bias 100: 0.5 * 0.5 * 25 + 0.25 * 7
    assertThat(plan.penalty(new float[] {3, -4, 100})).isEqualTo(8);
  }

  @Test
  void batchBelowOneIsRefused() {
    Network plain = Network.input(2).dense(2).loss(LOSS);
    assertThat(Planner.plan(plain, Sgd.DEFAULT, 1).batch()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(MNIST, Sgd.DEFAULT, 0))
        .withMessage("a batch wants at least 1 row, came 0");
  }

  @Test
  void networkBeyondTheLargestArrayIsRefused() {
    Network fits = Network.input(Integer.MAX_VALUE - 1).dense(1).loss(LOSS);
    assertThat(Planner.plan(fits, Sgd.DEFAULT, 1).size()).isEqualTo(Integer.MAX_VALUE);
    Network large = Network.input(1 << 16).dense(1 << 15).loss(LOSS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(large, Sgd.DEFAULT, 1))
        .withMessage("the network is too large: with 'dense1.w' its tensors have 2147483648"
            + " elements, 2147483647 at most fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Planner.plan(fits, Adam.DEFAULT, 1))
        .withMessage("the network is too large: with 'dense1.w.m' its tensors have 4294967293"
            + " elements, 2147483647 at most fit");
  }

  private static List<DenseBlock> dense(Plan plan) {
    return plan.blocks().stream().<DenseBlock>map(b -> b.accept(block -> block)).toList();
  }

  /** The weights of a dense layer: of the first, before a ReLU, He's, of others Xavier's. */
  private static Tensor weight(String name, int inputs, int outputs, int offset, int index) {
    Initialization initialization =
        index == 0 ? new Initialization.He() : new Initialization.Xavier();
    Start drawn = new Start.Drawn(initialization, inputs, outputs, index);
    return new Tensor(name, Role.WEIGHT, List.of(inputs, outputs), offset, drawn, true);
  }

  static Tensor tensor(String name, Role role, int rows, int columns, int offset, float start) {
    Start constant = new Start.Constant(start);
    return new Tensor(name, role, List.of(rows, columns), offset, constant, false);
  }

  static String golden(String name) throws IOException {
    try (InputStream text = PlannerTest.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
