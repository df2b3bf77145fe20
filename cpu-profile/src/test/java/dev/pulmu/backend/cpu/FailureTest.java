package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulmu.backend.Session;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Update;
import dev.pulmu.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule of the user's own that fails. */
class FailureTest {
  /** Plain descent that fails at a step, counted from 1, in arrays' pieces behind a place. */
  private record Failing(Schedule rate, long step, int place, String device)
      implements ElementRule {
    @Override
    public String text() {
      return "failing";
    }

    @Override
    public Failing withRate(Schedule rate) {
      return new Failing(rate, step, place, device);
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public Map<String, Float> constants() {
      return Map.of();
    }

    @Override
    public List<String> perStep() {
      return List.of("rate", "t");
    }

    @Override
    public float[] perStep(double rate, long t) {
      return new float[] {(float) rate, t};
    }

    @Override
    public void host(float[] w, float[] g, float[][] slots, float[] k, int from, int to) {
      if (k[1] == step && from >= place) {
        throw new IllegalStateException("the rule fails at step " + step);
      }
      for (int i = from; i < to; i++) {
        w[i] -= k[0] * g[i];
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "5, 0", "5, 1500", "9, 3000"})
  void whatARuleThrowsIsThrownAndTheSessionGoesOnFromAnotherState(long step, int place) {
    ElementRule rule = new Failing(new Schedule.Constant(0.1), step, place, "w -= rate * g;");
    ContractCase one = training(rule);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
      for (int workers : new int[] {1, 2, 3}) {
        State start = State.initial(one.plan(), 1);
        float[] left;
        float[] wanted;
        try (Session session = open(one, workers, start)) {
          assertThatIllegalStateException()
              .isThrownBy(() -> session.train(0, 9))
              .withMessage("the rule fails at step %d", step);
          left = session.state().values();
          session.restore(start);
          session.train(0, step - 1);
          wanted = session.state().values();
        }
        try (Session fresh = open(one, workers, start)) {
          long epochs = (step - 1) / 3 * 3; // steps of the epochs before, which went well
          fresh.train(0, epochs);
          assertThat(left).isEqualTo(fresh.state().values()); // nothing is half done
          fresh.train(epochs, step - 1);
          assertThat(fresh.state().values()).isEqualTo(wanted);
        }
      }
    });
  }

  @Test
  void aRuleWithNormsThatDoesNotMeasureThemIsRefusedBeforeTheFirstStep() {
    ContractCase one = training(
        new Failing(new Schedule.Constant(0.1), 0, 0, "float n = norm(g); w -= rate * g / n;"));

    assertThatIllegalStateException()
        .isThrownBy(() -> open(one, 2, State.initial(one.plan(), 1)))
        .withMessageStartingWith("failing takes norms in its formula and has no measure(…)");
  }

  private static ContractCase training(ElementRule rule) {
    return ContractCase.of(new Row(
        "failing rule",
        Network.input(33)
            .dense(100)
            .activation(Activation.RELU)
            .dense(7)
            .loss(new SoftmaxCrossEntropy()),
        new Update(rule),
        7,
        21,
        false,
        0x1p-18,
        "33 products"));
  }

  private static Session open(ContractCase one, int workers, State start) {
    return new CpuBackend(new VectorKernels(), workers)
        .open(one.plan(), one.data(), one.feed(), start);
  }
}
