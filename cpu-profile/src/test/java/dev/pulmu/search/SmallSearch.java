package dev.pulmu.search;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Executor;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Plan;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A search that takes milliseconds: three noisy classes, one small layer. */
final class SmallSearch {
  static final int TRAIN = 120;
  static final int TEST = 30;
  static final String FIXED = """
      hidden = 8
      optimizer = sgd
      batch = 16
      epochs = 4
      validation = 0.25
      dropout = 0.1
      """;

  private static final int COLUMNS = 5;

  private SmallSearch() {}

  static SearchConfig config(int trials) {
    return config(FIXED, trials, 1, Optional.empty());
  }

  static SearchConfig config(String fixed, int trials, int rounds, Optional<Integer> halving) {
    List<SearchRange> ranges =
        List.of(SearchRange.parse("rate=1e-3..10"), SearchRange.parse("weight-decay=1e-6..1e-2"));
    return new SearchConfig(RunConfig.parse(fixed), ranges, trials, rounds, halving);
  }

  static Search of(SearchConfig config) {
    return new Search(config, data(0), Backend.choose("cpu"));
  }

  /** The same training rows, with this value everywhere in the test rows. */
  static Dataset data(float poison) {
    Random random = new Random(5);
    float[] values = new float[(TRAIN + TEST) * COLUMNS];
    int[] labels = new int[TRAIN + TEST];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = random.nextInt(3);
      for (int column = 0; column < COLUMNS; column++) {
        float value = random.nextFloat() + (column == labels[row] ? 0.7f : 0);
        values[row * COLUMNS + column] = row < TRAIN ? value : poison;
      }
    }
    return new Dataset(
        "noisy",
        new Features.Floats(values, COLUMNS, 1, 0),
        new Targets.Labels(labels, 3),
        List.of("a", "b", "c"),
        TEST);
  }

  /** The cpu backend as if the machine had so many cores. */
  static Search onCores(int cores, SearchConfig config) {
    Backend cpu = Backend.choose("cpu");
    Backend part = cpu.parts().get(0);
    return new Search(config, data(0), new Backend() {
      @Override
      public String name() {
        return cpu.name();
      }

      @Override
      public int rank() {
        return cpu.rank();
      }

      @Override
      public Availability availability() {
        return cpu.availability();
      }

      @Override
      public Executor executor(Plan plan, Dataset data, Feed feed) {
        return cpu.executor(plan, data, feed);
      }

      @Override
      public List<Backend> parts() {
        return Collections.nCopies(cores, part);
      }
    });
  }
}
