package dev.pulmu.study.chapter;

import dev.pulmu.names.Names;
import dev.pulmu.study.Study;
import dev.pulmu.study.nets.BatchNorms;
import dev.pulmu.study.nets.BatchSizes;
import dev.pulmu.study.nets.Decays;
import dev.pulmu.study.nets.Dropouts;
import dev.pulmu.study.nets.Histograms;
import dev.pulmu.study.nets.HyperParameters;
import dev.pulmu.study.nets.Optimizers;
import dev.pulmu.study.nets.Starts;
import dev.pulmu.study.nets.WeightDecays;
import dev.pulmu.study.plane.Trajectories;
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
