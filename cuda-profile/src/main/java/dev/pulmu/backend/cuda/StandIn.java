package dev.pulmu.backend.cuda;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.network.Loss.Link;
import dev.pulmu.plan.Plan;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a data set for plans that are only described: one step of bytes, with targets for the loss.
 */
final class StandIn {
  private static final long MOST_CELLS = 1L << 28;

  private StandIn() {}

  static Dataset data(Plan plan) {
    int rows = plan.batch() * plan.accumulate();
    int inputs = plan.network().inputs();
    int outputs = plan.network().outputs();
    if ((long) rows * Math.max(inputs, outputs) > MOST_CELLS) {
      throw new IllegalArgumentException("a step of " + rows + " rows of " + inputs
          + " numbers is too large to plan without its data; take a smaller batch");
    }
    boolean labels = plan.network().loss().link() == Link.SOFTMAX;
    return new Dataset(
        "stand-in",
        new Features.Bytes(new byte[rows * inputs], inputs, 1, 0),
        labels
            ? new Targets.Labels(new int[rows], outputs)
            : new Targets.Values(new float[rows * outputs], outputs),
        labels ? IntStream.range(0, outputs).mapToObj(Integer::toString).toList() : List.of(),
        0);
  }
}
