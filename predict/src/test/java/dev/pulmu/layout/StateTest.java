package dev.pulmu.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTest {
  private static final TrainedLayout PLAN = TrainedLayout.of(
      Network.input(784)
          .dense(3)
          .batchNorm(BatchNorm.DEFAULT)
          .activation(Activation.RELU)
          .dense(2)
          .loss(new SoftmaxCrossEntropy()),
      true,
      "m",
      "v");

  private static final Network SMALL = Network.input(2)
      .dense(3)
      .batchNorm(BatchNorm.DEFAULT)
      .dense(2)
      .loss(new SoftmaxCrossEntropy());

  @Test
  void initialWeightsAreDrawnAndEverythingElseIsAtItsStart() {
    State state = State.initial(PLAN, 1);
    // The golden values of initial-weights.py: He, 784 inputs, seed 1, tensor 0
    assertThat(state.tensor("dense1.w").values())
        .startsWith(-0.0911438763f, -0.0544649959f, -0.0745300278f, 0.0115197953f)
        .hasSize(784 * 3)
        .doesNotContain(0);
    for (Tensor tensor : PLAN.tensors()) {
      if (tensor.name().endsWith(".gamma")) {
        assertThat(state.tensor(tensor.name()).values()).containsOnly(1);
      } else if (tensor.role() != Role.WEIGHT || !tensor.name().endsWith(".w")) {
        assertThat(state.tensor(tensor.name()).values()).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"CORRECTED, 0, 0", "BOOK, 0, 1", "PYTORCH, 1, 1"})
  void runningStatisticsBeginAsTheirConventionSays(
      BatchNorm.Statistics statistics, float variance, float weight) {
    Network network = Network.input(4)
        .dense(3)
        .batchNorm(new BatchNorm(1e-5f, 0.9f, statistics))
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    State state = State.initial(TrainedLayout.of(network, false, "m", "v"), 7);
    assertThat(state.tensor("dense1.runningMean").values()).containsExactly(0, 0, 0);
    assertThat(state.tensor("dense1.runningVariance").values())
        .containsExactly(variance, variance, variance);
    assertThat(state.tensor("dense1.runningWeight").values()).containsExactly(weight);
  }

  @Test
  void initialisationsOfZeroLeaveZeroAndSlotsBeginWhereTheirRuleSays() {
    Network network =
        Network.input(4).dense(3, new Initialization.Zeros()).loss(new SoftmaxCrossEntropy());
    TensorTable table = new TensorTable(network);
    table.addParameters();
    table.addSlot("h", 0.25f);
    State state = State.initial(new TrainedLayout(network, table.blocks(), table.tensors()), 7);
    assertThat(state.tensor("dense1.w").values()).hasSize(12).containsOnly(0);
    assertThat(state.tensor("dense1.w.h").values()).hasSize(12).containsOnly(0.25f);
    assertThat(state.tensor("dense1.b.h").values()).containsOnly(0.25f);
  }

  /** By hand: two steps at β = 1/2 have seen 3/4, so that averages are 4/3 of what is kept. */
  @Test
  void averagedWeightsTakeThePlaceOfTheLiveOnesAndNothingElseChanges() {
    State state = State.initial(PLAN, 1);
    for (Tensor tensor : PLAN.tensors()) {
      for (int i = tensor.offset(); i < tensor.end(); i++) {
        state.values()[i] = tensor.role() == Role.EMA ? 3 * (i - tensor.offset() + 1) : -i;
      }
    }
    state.values()[PLAN.tensor("ema.weight").offset()] = 0.75f;
    float[] before = state.values().clone();
    State averaged = state.averaged();
    assertThat(state.values()).isEqualTo(before);
    assertThat(averaged.layout()).isEqualTo(PLAN);
    assertThat(averaged.tensor("dense1.w").values()).startsWith(4, 8, 12, 16).endsWith(4f * 2352);
    assertThat(averaged.tensor("dense1.gamma").values()).containsExactly(4, 8, 12);
    assertThat(averaged.tensor("dense1.beta").values()).containsExactly(4, 8, 12);
    assertThat(averaged.tensor("dense2.b").values()).containsExactly(4, 8);
    for (Tensor tensor : PLAN.tensors()) {
      if (tensor.role() != Role.WEIGHT) {
        assertThat(averaged.tensor(tensor.name()).values())
            .isEqualTo(state.tensor(tensor.name()).values());
      }
    }
  }

  @Test
  void whereNothingWasAveragedTheWeightsStay() {
    State fresh = State.initial(PLAN, 1);
    assertThat(fresh.averaged()).isSameAs(fresh);
    State plain = State.initial(TrainedLayout.of(PLAN.network(), false, "m", "v"), 1);
    assertThat(plain.averaged()).isSameAs(plain);
  }

  @Test
  void seedDecidesTheBitsAndBlocksDiffer() {
    assertThat(State.initial(PLAN, 5).values()).isEqualTo(State.initial(PLAN, 5).values());
    assertThat(State.initial(PLAN, 5).weightsSha256())
        .isEqualTo(State.initial(PLAN, 5).weightsSha256())
        .isNotEqualTo(State.initial(PLAN, 6).weightsSha256());
    Network twins = Network.input(4).dense(4).dense(4).loss(new SoftmaxCrossEntropy());
    State state = State.initial(TrainedLayout.of(twins, false, "m", "v"), 1);
    assertThat(state.tensor("dense1.w").values())
        .isNotEqualTo(state.tensor("dense2.w").values());
  }

  @Test
  void tensorIsACopyInItsShape() {
    State state = State.initial(PLAN, 1);
    Matrix gamma = state.tensor("dense1.gamma");
    assertThat(gamma.rows()).isEqualTo(1);
    assertThat(gamma.columns()).isEqualTo(3);
    gamma.values()[0] = 7;
    assertThat(state.tensor("dense1.gamma").values()).containsExactly(1, 1, 1);
    assertThat(state.tensor("dense1.w").rows()).isEqualTo(784);
    assertThat(state.tensor("dense1.w").columns()).isEqualTo(3);
    assertThat(state.tensor("dense1.w").at(1, 0)).isEqualTo(0.0115197953f);
  }

  @Test
  void unknownTensorNamesTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.initial(PLAN, 1).tensor("dense9.w"))
        .withMessageStartingWith("no tensor 'dense9.w' in this plan; it has dense1.w, dense2.w, ");
  }

  @Test
  void hashIsThatOfTheWeightsAlone() {
    TrainedLayout plan = TrainedLayout.of(
        Network.input(1).dense(2).loss(new SoftmaxCrossEntropy()), false, "m", "v");
    // python3: hashlib.sha256(struct.pack('<4f', 1, -2, 0.5, 0)).hexdigest()
    String wanted = "c16372899a2906d5f8ddcbd6371a6e2315909b9a7195368ed55793904e9b33d3";
    float[] values = new float[plan.size()];
    values[0] = 1;
    values[1] = -2;
    values[2] = 0.5f;
    assertThat(new State(plan, values).weightsSha256()).isEqualTo(wanted);
    values[4] = 9; // a slot
    assertThat(new State(plan, values).weightsSha256()).isEqualTo(wanted);
    values[3] = 1; // a bias
    assertThat(new State(plan, values).weightsSha256()).isNotEqualTo(wanted);
  }

  @Test
  void stateFitsPlansOfTheSameTensors() {
    State state = State.initial(PLAN, 1);
    Network network = PLAN.network();
    state.checkFits(TrainedLayout.of(network, true, "m", "v"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.checkFits(TrainedLayout.of(network, false, "m", "v")))
        .withMessage("the plan wants dense1.runningMean (1×3) as tensor 16,"
            + " the state has dense1.w.ema (784×3)");
    Network wider = Network.input(785).dense(2).loss(network.loss());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.checkFits(TrainedLayout.of(wider, false, "m", "v")))
        .withMessage("the plan wants dense1.w (785×2) as tensor 1, the state has dense1.w (784×3)");
    TrainedLayout longer = TrainedLayout.of(network, true, "m", "v");
    State shorter = State.initial(TrainedLayout.of(network, false, "m", "v"), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shorter.checkFits(longer))
        .withMessage("the plan wants dense1.w.ema (784×3) as tensor 16,"
            + " the state has dense1.runningMean (1×3)");
    TrainedLayout plain = TrainedLayout.of(Network.input(2).dense(2).loss(network.loss()), false);
    TrainedLayout averaged = TrainedLayout.of(plain.network(), true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.initial(plain, 1).checkFits(averaged))
        .withMessage("the plan wants dense1.w.ema (2×2) as tensor 3, the state has nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.initial(averaged, 1).checkFits(plain))
        .withMessage("the plan wants nothing as tensor 3, the state has dense1.w.ema (2×2)");
  }

  @Test
  void wrongNumberOfValuesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new State(PLAN, new float[3]))
        .withMessage("the plan's tensors have " + PLAN.size() + " numbers, came 3");
  }

  @Test
  void weightsAndStatisticsOfAnotherNetworkTakeTheirPlaces() {
    TrainedLayout mine = TrainedLayout.of(SMALL, false, "m", "v");
    TrainedLayout theirs = TrainedLayout.of(SMALL, false);
    State other = State.initial(theirs, 3);
    for (int i = 0; i < other.values().length; i++) {
      other.values()[i] = i + 1;
    }

    State changed = State.initial(mine, 1).withWeightsOf(other);

    for (Tensor tensor : mine.tensors()) {
      float[] values = changed.tensor(tensor.name()).values();
      if (tensor.role() == Role.SLOT) {
        assertThat(values).containsOnly(0);
      } else {
        assertThat(values).isEqualTo(other.tensor(tensor.name()).values());
      }
    }
    TrainedLayout wide =
        TrainedLayout.of(Network.input(2).dense(9).dense(2).loss(new SoftmaxCrossEntropy()), false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> State.initial(wide, 1).withWeightsOf(other))
        .withMessageStartingWith(
            "the model to begin with wants dense1.w (2×9), it has dense1.w (2×3)");
  }

  @Test
  void weightsOfANetworkInUseBeginARunThatKeepsAnAverage() {
    TrainedLayout averaging = TrainedLayout.of(SMALL, true, "m", "v");
    State model = State.initial(TrainedLayout.of(SMALL, false), 3).inUse();

    State begun = State.initial(averaging, 1).withWeightsOf(model);

    assertThat(begun.weightsSha256()).isEqualTo(model.weightsSha256());
    assertThat(begun.tensor("ema.weight").values()).containsExactly(0);
  }

  @Test
  void inUseIsWithoutWhatOnlyTrainingWants() {
    State trained = State.initial(PLAN, 1);
    State used = trained.inUse();
    assertThat(used.layout()).isEqualTo(NetworkPlan.of(PLAN.network()));
    for (Tensor tensor : used.layout().tensors()) {
      assertThat(used.tensor(tensor).values())
          .isEqualTo(trained.tensor(tensor.name()).values());
    }
    assertThat(used.inUse()).isSameAs(used);
  }
}
