package dev.pulmu.study.nets;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Curve;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The book's set-up that makes a net over-fit: 784-100×6-10 with ReLU from He's scale on the first
 * 300 training images, SGD at rate 0.01, batches of 100.
 */
final class FewRows {
  private static final int BATCH = 100;

  /** Hidden layers of the book's net. */
  static final int DEPTH = 6;

  private static final int ROWS = 300;

  private FewRows() {}

  static Dataset of(Lab lab) {
    return lab.first(ROWS);
  }

  /** The net of the book, or one of another depth. */
  static Plan plan(
      Lab lab, int depth, Optional<BatchNorm> norm, Optional<Dropout> dropout, float decay) {
    Network net = Nets.deep(
        lab.dataset().features().columns(), depth, new Initialization.He(), norm, dropout);
    return Planner.plan(net, new Update(Sgd.DEFAULT).withWeightDecay(decay), BATCH);
  }

  /** Trains and reads; about forty readings, which is as much as a picture shows. */
  static Map<Split, Curve> read(Lab lab, Plan plan, int epochs, long seed) {
    int every = Math.max(1, epochs / 40);
    return Readings.accuracies(
        lab, plan, of(lab), epochs, every, seed, List.of(Split.TRAIN, Split.TEST));
  }

  /** Notes both curves, where they end, and how far apart. */
  static void note(Observation seen, String name, Map<Split, Curve> read) {
    Curve training = read.get(Split.TRAIN);
    Curve test = read.get(Split.TEST);
    seen.curve(name + ": training accuracy", training)
        .curve(name + ": test accuracy", test)
        .number(name + ": training accuracy", training.last())
        .number(name + ": test accuracy", test.last())
        .number(name + ": gap", training.last() - test.last());
  }

  /** A chart of what was noted under this name. */
  static Chart chart(List<Observation> seeds, String name) {
    return new Chart(
            name,
            Chart.Axis.of("epoch"),
            Chart.Axis.of("share of right answers").between(0, 1.02))
        .line("300 training rows", Observation.mean(seeds, name + ": training accuracy"))
        .line("test rows", Observation.mean(seeds, name + ": test accuracy"));
  }
}
