package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DecoupledDecayTest {
  /** Both see the same gradient, so they differ by η λ w of the weights that they began with. */
  @Test
  void oneStepOfAdamWIsOneOfAdamLessRateTimesDecayTimesTheDenseWeights() {
    float[] began = State.initial(plan("adam(rate=0.5)"), 7).values();
    float[] adam = afterOneStep("adam(rate=0.5)");
    float[] adamW = afterOneStep("adamw(rate=0.5, decay=0.1)");
    int dense = plan("adam").decayedParameters();

    for (int i = 0; i < plan("adam").parameters(); i++) {
      float wanted = i < dense ? -0.5f * 0.1f * began[i] : 0;
      assertThat(adamW[i] - adam[i]).isCloseTo(wanted, Offset.offset(4 * 0x1p-23f));
    }
  }

  private static float[] afterOneStep(String rule) {
    Plan plan = plan(rule);
    Dataset data = new Dataset(
        "four",
        new Features.Floats(new float[] {1, 2, 3, -1, 0, 1, 2, 2, -3, 1, 1, 1}, 3, 1, 0),
        new Targets.Labels(new int[] {0, 1, 0, 1}, 2),
        List.of("no", "yes"),
        0);
    Feed feed = new Feed(plan, data, 1, 7);
    try (Session session = new Nd4jBackend().open(plan, data, feed, State.initial(plan, 7))) {
      session.train(0, 1);
      return session.state().values();
    }
  }

  private static Plan plan(String rule) {
    Network network = Network.input(3)
        .dense(5)
        .activation(Activation.RELU)
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    return Planner.plan(network, (ElementRule) Optimizer.parse(rule), 4);
  }
}
