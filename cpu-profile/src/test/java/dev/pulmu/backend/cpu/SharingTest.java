package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.kernels.Places;
import dev.pulmu.layout.Range;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who does what of a block, and what for that has to go from one worker to another. */
class SharingTest {
  private static Sharing of(Network network, int block, int workers) {
    Plan plan = Planner.plan(network, Adam.DEFAULT, 100);
    return Sharing.of(plan, workers).get(block);
  }

  private static Network network(int inputs, int hidden, boolean norm) {
    Network.Builder dense = Network.input(inputs).dense(hidden);
    return (norm ? dense.batchNorm(BatchNorm.DEFAULT) : dense)
        .activation(Activation.RELU)
        .dense(10)
        .loss(new SoftmaxCrossEntropy());
  }

  @Test
  void twoWorkersOfASmallNetworkNeedNobodysInputsAndShareGradientsOnly() {
    Sharing hidden = of(network(784, 100, true), 0, 2);
    assertThat(hidden.wantsAllInputs()).isFalse();
    assertThat(hidden.outputs()).isEqualTo(Replicated.Kind.PARTS);
    assertThat(hidden.gradients()).isEqualTo(Replicated.Kind.POSTED);
    assertThat(Places.parts(hidden.block()))
        .containsExactly(new Range(0, 24 * 16), new Range(24 * 16, 784));

    Sharing last = of(network(784, 100, true), 1, 2);
    assertThat(last.wantsAllInputs()).isFalse();
    assertThat(last.cut().whole()).as("rows, for the loss").isFalse();
    assertThat(Places.parts(last.block())) // three panels, and three with one of four columns
        .containsExactly(new Range(0, 48), new Range(48, 100));
  }

  @Test
  void threeWorkersNeedInputsOfOthers() {
    assertThat(of(network(784, 128, true), 0, 3).wantsAllInputs()).isTrue();
    assertThat(of(network(784, 128, true), 0, 3).outputs()).isEqualTo(Replicated.Kind.POSTED);
    assertThat(of(network(784, 100, true), 0, 1).wantsAllInputs()).isFalse();
  }

  @Test
  void aLayerWithFewInputsIsCutByItsOutputs() {
    Sharing wide = of(network(31, 128, true), 0, 2);
    assertThat(wide.split()).isFalse();
    assertThat(wide.ownOutputs()).isTrue();
    assertThat(wide.wantsAllInputs()).isTrue();
    assertThat(wide.wantsAllGradients()).isFalse();
    assertThat(Places.parts(wide.block())).isEqualTo(List.of(new Range(0, 31)));
    assertThat(of(network(32, 128, true), 0, 2).split()).isTrue();
  }

  @Test
  void aBatchNormOfFewPanelsIsSummedOverRowsOfOthers() {
    Sharing narrow = of(network(784, 33, true), 0, 2); // three panels for two workers
    assertThat(narrow.sumsOverOthers()).isTrue();
    assertThat(narrow.outputs()).isEqualTo(Replicated.Kind.SHARED);
    assertThat(of(network(784, 33, true), 1, 2).wantsAllInputs()).isTrue();
    assertThat(of(network(784, 33, false), 0, 2).sumsOverOthers()).isFalse();
  }

  @Test
  void panelsAreSharedUnlessAWorkerWaitsForMoreThanASixthOfTheTime() {
    assertThat(Cut.of(7, 2).whole()).isTrue();
    assertThat(Cut.of(5, 2).whole()).isTrue(); // 3 and 2: one sixth
    assertThat(Cut.of(3, 2).whole()).isFalse();
    assertThat(Cut.of(64, 5).whole()).isTrue();
    Cut seven = Cut.of(7, 2);
    assertThat(List.of(seven.panel(0), seven.panelEnd(0), seven.panel(1), seven.panelEnd(1)))
        .containsExactly(0, 3, 3, 7);
    Cut rows = Cut.byRows(1, 3);
    assertThat(List.of(rows.rowEnd(0, 100), rows.rowEnd(1, 100), rows.rowEnd(2, 100)))
        .containsExactly(32, 64, 100);
  }
}
