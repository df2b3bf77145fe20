package dev.pulmu.bench;

import dev.pulmu.bench.task.Workload;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import java.util.List;
import java.util.Random;

/** A small data set and a small network. */
public final class Tiny {
  public static final int COLUMNS = 6;
  public static final int TRAIN = 60;
  private static final int TEST = 9;

  private Tiny() {}

  public static Dataset data() {
    byte[] values = new byte[(TRAIN + TEST) * COLUMNS];
    new Random(1).nextBytes(values);
    int[] labels = new Random(2).ints(TRAIN + TEST, 0, 3).toArray();
    return new Dataset(
        "tiny",
        new Features.Bytes(values, COLUMNS, 1 / 255f, 0),
        new Targets.Labels(labels, 3),
        List.of("red", "green", "blue"),
        TEST);
  }

  public static Workload workload() {
    return Workload.custom(RunConfig.DEFAULT
        .with("hidden", "7,5")
        .with("batch-norm", "true")
        .with("batch", "8")
        .with("optimizer", "adam(rate=0.002)"));
  }
}
