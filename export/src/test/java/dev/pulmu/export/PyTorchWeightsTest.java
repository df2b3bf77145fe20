package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.model.format.Safetensors.Entry;
import dev.pulmu.network.Network;
import dev.pulmu.predict.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PyTorchWeightsTest {
  private static final Network SMALL = Network.parse("3: dense(2) relu, dense(1)", Models.SQUARED);

  private static final List<Entry> TENSORS = List.of(
      new Entry("dense1.weight", List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
      new Entry("dense1.bias", List.of(2), new float[] {7, 8}),
      new Entry("dense2.weight", List.of(1, 2), new float[] {9, 10}),
      new Entry("dense2.bias", List.of(1), new float[] {11}));

  @Test
  void aWeightIsOutputsByInputs() {
    State state = read(TENSORS, SMALL, Map.of());

    assertThat(state.tensor("dense1.w"))
        .usingRecursiveComparison()
        .isEqualTo(new Matrix(3, 2, new float[] {1, 4, 2, 5, 3, 6}));
    assertThat(state.tensor("dense1.b").values()).containsExactly(7, 8);
    assertThat(state.tensor("dense2.w").values()).containsExactly(9, 10);
    assertThat(state.tensor("dense2.b").values()).containsExactly(11);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Model model = Models.of(
        "7: dense(9) batch-norm(statistics=corrected) gelu, dense(5) batch-norm, dense(3)",
        Models.SOFTMAX);
    Safetensors written = PyTorchWeights.of(model);
    State state = PyTorchWeights.read(written, model.network(), Map.of());
    Model again = new Model(state, model.classNames(), new Normalisation(1, 0), model.provenance());

    assertThat(written.tensors())
        .extracting(entry -> entry.name() + entry.shape())
        .containsExactly(
            "dense1.weight[9, 7]",
            "norm1.weight[9]",
            "norm1.bias[9]",
            "norm1.running_mean[9]",
            "norm1.running_var[9]",
            "dense2.weight[5, 9]",
            "norm2.weight[5]",
            "norm2.bias[5]",
            "norm2.running_mean[5]",
            "norm2.running_var[5]",
            "dense3.weight[3, 5]",
            "dense3.bias[3]");
    assertThat(written.metadata()).containsKeys("network", "classNames", "provenance");
    assertThat(state.weightsSha256()).isEqualTo(model.state().weightsSha256());
    float[] rows = Models.rows(50, 7).values();
    assertThat(Inference.of(again).predict(rows).values())
        .isEqualTo(Inference.of(model).predict(rows).values());
  }

  /** PyTorch's layers have one unless told otherwise; ours have none there. */
  @Test
  void aBiasBeforeABatchNormMovesItsMean() {
    Network network = Network.parse("1: dense(1) batch-norm, dense(1)", Models.SQUARED);
    State state = read(
        List.of(
            new Entry("dense1.weight", List.of(1, 1), new float[] {2}),
            new Entry("dense1.bias", List.of(1), new float[] {5}),
            new Entry("norm1.weight", List.of(1), new float[] {3}),
            new Entry("norm1.bias", List.of(1), new float[] {4}),
            new Entry("norm1.running_mean", List.of(1), new float[] {0.5f}),
            new Entry("norm1.running_var", List.of(1), new float[] {4}),
            new Entry("dense2.weight", List.of(1, 1), new float[] {1}),
            new Entry("dense2.bias", List.of(1), new float[] {0})),
        network,
        Map.of());
    Model model = new Model(
        state,
        List.of(),
        new Normalisation(1, 0),
        Models.of("1: dense(1)", Models.SQUARED).provenance());

    double expected = (2 * 10 + 5 - 0.5) / Math.sqrt(4 + 1e-5) * 3 + 4;
    assertThat((double) Inference.of(model).predict(new float[] {10}).at(0, 0))
        .isCloseTo(expected, within(1e-5));
  }

  @Test
  void modulesWithOtherNamesAreRenamed() {
    List<Entry> tensors = new ArrayList<>();
    for (Entry entry : TENSORS) {
      String name = entry.name().replace("dense1", "net.0").replace("dense2", "net.2");
      tensors.add(new Entry(name, entry.shape(), entry.values()));
    }

    assertThat(
            read(tensors, SMALL, Map.of("net.0", "dense1", "net.2", "dense2")).values())
        .isEqualTo(read(TENSORS, SMALL, Map.of()).values());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(tensors, SMALL, Map.of("net.0", "dense1", "net.2", "dense1")))
        .withMessage("two tensors have the name 'dense1.weight' once 'net.2.weight' is renamed;"
            + " give each module a name of its own");
  }

  @Test
  void allThatDoesNotMatchIsListed() {
    List<Entry> tensors = List.of(
        new Entry("dense1.weight", List.of(3, 2), new float[6]),
        new Entry("dense1.bias", List.of(2), new float[2]),
        new Entry("fc.weight", List.of(1, 2), new float[2]),
        new Entry("dense2.bias", List.of(2), new float[2]));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(tensors, SMALL, Map.of()))
        .withMessage("the weights do not fit the network; missing: dense2.weight [1, 2]; not in the"
            + " network: fc.weight [1, 2]; of another shape: dense1.weight [3, 2] where [2, 3] is"
            + " wanted (a weight is outputs × inputs), dense2.bias [2] where [1] is wanted; where"
            + " only names differ, rename modules: fc1=dense1");
  }

  private static State read(List<Entry> tensors, Network network, Map<String, String> renamed) {
    return PyTorchWeights.read(new Safetensors(Map.of(), tensors), network, renamed);
  }
}
