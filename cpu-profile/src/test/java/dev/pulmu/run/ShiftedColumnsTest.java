package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batch norm takes away what all rows of a batch have in common: how far two columns lie from zero,
 * and a third one that never varies. So none of it may change what is learnt.
 */
class ShiftedColumnsTest {
  private static final int ROWS = 200;
  private static final int EPOCHS = 30;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void whatAllRowsHaveInCommonDoesNotChangeWhatIsLearnt(String backend) {
    double wanted = lastLoss(backend, 0, 0);
    assertThat(wanted).as("of ln 2 = 0.69 at first").isLessThan(0.15);

    // A product of 65536 is rounded by 1/256, where the columns are ±1
    for (float offset : new float[] {1024, 65536}) {
      double came = lastLoss(backend, offset, 0);
      assertThat(came).as("far from zero by %s", offset).isCloseTo(wanted, within(0.02));
    }
    for (float constant : new float[] {7, -100_000}) {
      double came = lastLoss(backend, 0, constant);
      assertThat(came).as("beside a column of %s", constant).isCloseTo(wanted, within(0.02));
    }
  }

  /** Mean loss of the last epoch's steps. */
  private static double lastLoss(String backend, float offset, float constant) {
    Plan plan = RunConfig.parse(
            "hidden = 16\nbatch-norm = true\noptimizer = adam(rate=0.01)\nbatch = 20")
        .plan(3, 2, ROWS);
    Dataset data = data(offset, constant);
    Feed feed = new Feed(plan, data, EPOCHS, 1);
    try (Session session = Backend.choose(backend).open(plan, data, feed, State.initial(plan, 1))) {
      long last = feed.steps() - feed.stepsPerEpoch();
      session.train(0, last);
      return session.train(last, feed.steps()).loss();
    }
  }

  /** Which of two columns is larger; 64ths of −1..1, which a float holds beside 65536. */
  private static Dataset data(float offset, float constant) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[3 * ROWS];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      float first = (random.nextInt(129) - 64) / 64f;
      float second = (random.nextInt(129) - 64) / 64f;
      values[3 * row] = first + offset;
      values[3 * row + 1] = second + offset;
      values[3 * row + 2] = constant;
      labels[row] = first > second ? 1 : 0;
    }
    return new Dataset(
        "shifted",
        new Features.Floats(values, 3, 1, 0),
        new Targets.Labels(labels, 2),
        List.of("a", "b"),
        0);
  }
}
