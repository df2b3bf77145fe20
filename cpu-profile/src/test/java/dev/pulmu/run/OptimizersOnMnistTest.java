package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.State;
import dev.pulmu.optimizer.Dialect;
import dev.pulmu.optimizer.Optimizer;
import dev.pulmu.plan.Plan;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The book's comparison of optimizers (figure 6-9): 784-100×4-10 with ReLU and He, 2,000 batches of
 * 128 drawn with replacement, the same ones for each, rates of the book's code; as there, the loss
 * of a batch is taken after its own update. Runs where {@code pulmu.mnist} or {@code PULMU_MNIST}
 * names the directory of MNIST's files.
 */
class OptimizersOnMnistTest {
  private static final int STEPS = 2000;
  private static final int AVERAGED = 200;
  private static final long SEED = 1;

  @Test
  void theyComeOutInTheBooksOrder() {
    String place = System.getProperty("pulmu.mnist", System.getenv("PULMU_MNIST"));
    if (place == null) {
      System.err.println("SKIPPED: OptimizersOnMnistTest; set PULMU_MNIST or -Dpulmu.mnist to the"
          + " directory of MNIST's four IDX files to run it");
    }
    Assumptions.assumeTrue(place != null, "no directory of MNIST");
    Dataset mnist = Datasets.MNIST.load(Path.of(place));

    double sgd = lastLoss("sgd", mnist);
    double momentum = lastLoss("momentum", mnist);
    double adaGrad = lastLoss("adagrad", mnist);
    double adam = lastLoss("adam", mnist);

    // Seeds 1, 2, 3: sgd .198 .199 .211, momentum .062 .065 .070, adagrad .028 .032 .032,
    // adam .039 .038 .041
    assertThat(adaGrad).isLessThan(adam);
    assertThat(adam / momentum).isBetween(0.5, 2.0);
    assertThat(sgd).isGreaterThan(3 * Math.max(adam, momentum));
  }

  /** Mean over the last batches. */
  private static double lastLoss(String optimizer, Dataset mnist) {
    RunConfig config = RunConfig.parse("hidden = 100,100,100,100\ninit = he")
        .with(Settings.OPTIMIZER, Optimizer.parse(optimizer, Dialect.BOOK));
    Plan plan = config.plan(784, 10, 60_000);
    Feed feed = new Feed(plan, mnist, 5, SEED, Sampling.WITH_REPLACEMENT, true);
    double sum = 0;
    try (Session session =
        Backend.choose("cpu").open(plan, mnist, feed, State.initial(plan, SEED))) {
      session.train(0, STEPS - AVERAGED);
      for (long step = STEPS - AVERAGED; step < STEPS; step++) {
        session.train(step, step + 1);
        int[] order = feed.order(step / feed.stepsPerEpoch());
        int[] rows = Arrays.copyOfRange(order, feed.start(step), feed.end(step));
        sum += session.gradient(rows, step).loss();
      }
    }
    return sum / AVERAGED;
  }
}
