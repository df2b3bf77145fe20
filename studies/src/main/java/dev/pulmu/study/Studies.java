package dev.pulmu.study;

import dev.pulmu.names.Names;
import java.util.List;

/** All studies, in the order in which the chapter tells of them. */
public final class Studies {
  private static final List<Study> ALL = List.of(
      new Trajectories(),
      new Optimizers(),
      new Histograms(),
      new Starts(),
      new BatchNorms(),
      new WeightDecays(),
      new Dropouts(),
      new HyperParameters(),
      new Averages(),
      new BatchSizes(),
      new Decays());

  private Studies() {}

  public static List<Study> all() {
    return ALL;
  }

  /**
   * The study of this name.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  public static Study named(String name) {
    return ALL.stream()
        .filter(study -> study.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> Names.unknown("study", name, ALL.stream().map(Study::name).toList()));
  }
}
