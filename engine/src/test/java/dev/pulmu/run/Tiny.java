package dev.pulmu.run;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import java.util.List;

/** A small data set of three classes. */
public final class Tiny {
  private static final int COLUMNS = 4;

  private Tiny() {}

  public static Dataset data(int trainRows, int testRows) {
    int samples = trainRows + testRows;
    byte[] values = new byte[samples * COLUMNS];
    int[] labels = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      labels[sample] = sample % 3;
      values[sample * COLUMNS + labels[sample]] = (byte) (200 + sample % 7);
    }
    return new Dataset(
        "tiny",
        new Features.Bytes(values, COLUMNS, 1f / 255, 0),
        new Targets.Labels(labels, 3),
        List.of("red", "green", "blue"),
        testRows);
  }
}
