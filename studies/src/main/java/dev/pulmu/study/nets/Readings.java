package dev.pulmu.study.nets;

import dev.pulmu.backend.Session;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Sampling;
import dev.pulmu.plan.Plan;
import dev.pulmu.plots.Curve;
import dev.pulmu.study.Lab;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Accuracies of a net while it is trained, read as the book's programs read them. */
final class Readings {
  private Readings() {}

  /**
   * Trains with batches drawn with replacement and reads accuracies after the first step of epoch
   * 0, {@code every}, 2 · {@code every}, … and of the last. So n epochs have one step of the n-th.
   *
   * @param rows the data set or a part of it
   * @param every how many epochs lie between readings; a reading of 10,000 rows costs as much as
   *     dozens of steps
   * @param splits whose accuracies to read
   * @return accuracy by epoch for each split
   */
  static Map<Split, Curve> accuracies(
      Lab lab, Plan plan, Dataset rows, int epochs, int every, long seed, List<Split> splits) {
    int perEpoch = (rows.rows(Split.TRAIN).length + plan.batch() - 1) / plan.batch();
    int steps = lab.steps((epochs - 1) * perEpoch + 1);
    List<double[]> readings = new ArrayList<>();
    try (Session session = lab.open(plan, rows, epochs, Sampling.WITH_REPLACEMENT, seed)) {
      int done = 0;
      for (int epoch = 0; done < steps; epoch += every) {
        int to = Math.min(epoch * perEpoch + 1, steps);
        session.train(done, to);
        done = to;
        double[] reading = new double[1 + splits.size()];
        reading[0] = (done - 1.0) / perEpoch;
        for (int i = 0; i < splits.size(); i++) {
          reading[i + 1] = accuracy(session, splits.get(i));
        }
        readings.add(reading);
      }
    }
    Map<Split, Curve> curves = new EnumMap<>(Split.class);
    for (int i = 0; i < splits.size(); i++) {
      curves.put(splits.get(i), Curve.of(readings, i + 1));
    }
    return curves;
  }

  static double accuracy(Session session, Split split) {
    return session.evaluate(split, Session.Weights.LIVE).accuracy().orElseThrow();
  }
}
