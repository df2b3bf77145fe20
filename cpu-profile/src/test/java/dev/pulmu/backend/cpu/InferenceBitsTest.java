package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Session;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Provenance;
import dev.pulmu.predict.Inference;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model in use answers as a session on this backend, of every network of the contract. */
class InferenceBitsTest {
  private static final int STEPS = 3;

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.ContractCase#all")
  void aModelInUseHasTheBitsOfAnEvaluation(ContractCase one) {
    int[] rows = one.data().rows(Split.TEST);
    CpuBackend backend = new CpuBackend(new VectorKernels(), 2);
    State initial = State.initial(one.plan(), 1);
    try (Session session = backend.open(one.plan(), one.data(), one.feed(), initial)) {
      session.train(0, Math.min(STEPS, one.feed().steps()));
      Provenance nowhere = new Provenance("", "", "", "", 0, "", OptionalDouble.empty());
      Inference inference = Inference.of(Model.of(session.state(), one.data(), nowhere));
      Map<String, Matrix> wanted = session.forward(rows, inference.taps());
      Features features = one.data().features().rows(rows);
      wanted.forEach(
          (tap, matrix) -> assertThat(forward(inference, features, tap).values())
              .as(tap)
              .isEqualTo(matrix.values()));
      if (one.data().targets() instanceof Labels labels) {
        Evaluation evaluation = session.evaluate(Split.TEST, Session.Weights.LIVE);
        Matrix logits = forward(inference, features, Inference.LOGITS);
        long right = 0;
        for (int i = 0; i < rows.length; i++) {
          right += logits.largest(i) == labels.values()[rows[i]] ? 1 : 0;
        }
        assertThat(right).isEqualTo(evaluation.correct());
      }
    }
  }

  private static Matrix forward(Inference inference, Features features, String tap) {
    return features.match(
        bytes -> inference.forward(bytes.values(), tap),
        floats -> inference.forward(floats.values(), tap));
  }
}
