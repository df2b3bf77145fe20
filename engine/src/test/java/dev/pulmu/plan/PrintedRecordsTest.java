package dev.pulmu.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Executor;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.descent.Iterate;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records with arrays say what is in these, and not where they are. */
class PrintedRecordsTest {
  private static final float[] TEN = {0.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9};

  @Test
  void ofTheirNumbersTheFirstOnesArePrinted() {
    Network network = Network.input(1).dense(5).loss(new SoftmaxCrossEntropy());

    assertThat(new Matrix(1, 2, new float[] {0.5f, -1})).hasToString("1×2 [0.5, -1]");
    assertThat(new Matrix(2, 5, TEN)).hasToString("2×5 [0.5, 1, 2, 3, 4, 5, 6, 7, … of 10]");
    assertThat(new LossAndGradient(0.25, 0, new float[] {2}))
        .hasToString("loss 0.25, penalty 0, gradient [2]");
    assertThat(new StepNumbers(0.75f, new float[] {0.5f})).hasToString("kept 0.75, rule [0.5]");
    assertThat(new Executor.Judgement(1.5, 2, new int[3])).hasToString("loss sum 1.5, 2 right");
    assertThat(new Iterate.Past(new double[3], new double[3]))
        .hasToString("a point of 3 numbers that was left");
    assertThat(new Safetensors.Entry("b", List.of(2), new float[] {1, 2}))
        .hasToString("b [2] [1, 2]");
    assertThat(new State(NetworkPlan.of(network), TEN))
        .hasToString("state of 2 tensors [0.5, 1, 2, 3, 4, 5, 6, 7, … of 10]");
  }

  @Test
  void anEvaluationPrintsWhatItKnows() {
    assertThat(new Evaluation(4, 3, 8, new long[][] {{2, 1}, {4, 1}}))
        .hasToString("loss 0.5, 3 right of 8, confusion [[2, 1], [4, 1]]");
    assertThat(new Evaluation(4, -1, 8, new long[0][])).hasToString("loss 0.5 of 8");
  }

  @Test
  void aTablePrintsItsSizes() {
    assertThat(new Features.Bytes(new byte[6], 3, 0.5f, 0)).hasToString("2×3 bytes * 0.5 + 0.0");
    assertThat(new Features.Floats(new float[6], 2, 1, 0)).hasToString("3×2 floats * 1.0 + 0.0");
    assertThat(new Targets.Labels(new int[4], 3)).hasToString("4 labels of 3 classes");
    assertThat(new Targets.Values(new float[4], 2)).hasToString("2×2 numbers");
  }
}
