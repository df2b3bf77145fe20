package dev.pulmu.study.nets;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Sampling;
import dev.pulmu.plan.Plan;
import dev.pulmu.plots.Curve;
import dev.pulmu.study.AtSteps;
import dev.pulmu.study.Lab;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    Lab.train(
        lab.run(plan, rows, epochs, Sampling.WITH_REPLACEMENT, seed),
        steps,
        new AtSteps(readAfter(steps, every * perEpoch), (look, step) -> {
          double[] reading = new double[1 + splits.size()];
          reading[0] = (step - 1.0) / perEpoch;
          for (int i = 0; i < splits.size(); i++) {
            reading[i + 1] = look.evaluate(splits.get(i)).accuracy().orElseThrow();
          }
          readings.add(reading);
        }));
    Map<Split, Curve> curves = new EnumMap<>(Split.class);
    for (int i = 0; i < splits.size(); i++) {
      curves.put(splits.get(i), Curve.of(readings, i + 1));
    }
    return curves;
  }

  /** 1, 1 + between, 1 + 2 · between, … and the last. */
  private static IntStream readAfter(int steps, int between) {
    return IntStream.concat(
        IntStream.iterate(1, step -> step < steps, step -> step + between), IntStream.of(steps));
  }
}
