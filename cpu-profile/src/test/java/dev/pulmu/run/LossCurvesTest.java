package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs on {@code cpu} and {@code nd4j}: rounding parts them a little more with every step,
 * but their loss curves, means over 50 steps, stay within 2 % of each other.
 */
class LossCurvesTest {
  private static final int STEPS = 200;
  private static final int AVERAGED = 50;

  private static Dataset digits;

  @BeforeAll
  static void draw() {
    digits = Datasets.load("digits", Lookup.usual().withoutNetwork()).limit(6000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden = 50\noptimizer = sgd(rate=0.1)\nbatch = 100",
        "hidden = 50,50\nbatch-norm = true\noptimizer = adam\nbatch = 100",
        "hidden = 50\ndropout = 0.2\noptimizer = momentum\nbatch = 200\nweight-decay = 0.001"
      })
  void areTheSameOnBothBackends(String settings) {
    Plan plan = RunConfig.parse(settings).plan(784, 10, 6000);

    double[] cpu = curve("cpu", plan);
    double[] nd4j = curve("nd4j", plan);

    assertThat(cpu[STEPS / AVERAGED - 1]).as("it learns").isLessThan(cpu[0] / 2);
    for (int i = 0; i < cpu.length; i++) {
      assertThat(cpu[i])
          .as("steps from %d", i * AVERAGED)
          .isCloseTo(nd4j[i], Percentage.withPercentage(2));
    }
  }

  private static double[] curve(String backend, Plan plan) {
    Feed feed = new Feed(plan, digits, 20, 1);
    double[] means = new double[STEPS / AVERAGED];
    try (Session session =
        Backend.choose(backend).open(plan, digits, feed, State.initial(plan, 1))) {
      for (int i = 0; i < means.length; i++) {
        means[i] = session.train((long) i * AVERAGED, (i + 1L) * AVERAGED).loss();
      }
    }
    return means;
  }
}
