package dev.pulmu.study;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Feed;
import dev.pulmu.backend.Sampling;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.plan.Plan;
import java.util.Optional;

/**
 * Where studies run: a backend, a data set, and how much time there is.
 *
 * @param data the whole data set; empty for studies that want none
 * @param most the most steps that one training may take; what {@link #steps} cuts off
 */
public record Lab(Backend backend, Optional<Dataset> data, int most) {
  /** A lab with time for everything. */
  public Lab(Backend backend, Optional<Dataset> data) {
    this(backend, data, Integer.MAX_VALUE);
  }

  /** @throws IllegalStateException if there is none */
  public Dataset dataset() {
    return data.orElseThrow(() -> new IllegalStateException("this lab has no data set"));
  }

  /** The data set with its first training rows only, as many as the experiment takes. */
  public Dataset first(int rows) {
    return dataset().limit(Math.min(rows, dataset().rows(Split.TRAIN).length));
  }

  /** Whether the data set is the real MNIST, which published numbers are about. */
  public boolean mnist() {
    return data.filter(set -> set.name().equals("mnist") && set.rows(Split.TRAIN).length == 60_000)
        .isPresent();
  }

  /** As many steps as the experiment takes, or as this lab has time for. */
  public int steps(int wanted) {
    return Math.min(wanted, most);
  }

  /** What studies run on, in one line. */
  public String text() {
    return backend.name() + " backend"
        + data.map(set ->
                ", %s (%d training rows)".formatted(set.name(), set.rows(Split.TRAIN).length))
            .orElse("");
  }

  /**
   * Opens a session that begins as training with this seed does, on some rows, with batches drawn
   * by the same seed.
   *
   * @param rows the data set or a part of it
   * @param epochs how many the schedule reckons with
   */
  public Session open(Plan plan, Dataset rows, int epochs, Sampling sampling, long seed) {
    Feed feed = new Feed(plan, rows, epochs, seed, sampling, false);
    return backend.open(plan, rows, feed, State.initial(plan, seed));
  }

  /** Trains step by step; the mean loss of each step's batch before its update. */
  public static double[] losses(Session session, int from, int to) {
    double[] losses = new double[to - from];
    for (int step = from; step < to; step++) {
      losses[step - from] = session.train(step, step + 1).loss();
    }
    return losses;
  }
}
