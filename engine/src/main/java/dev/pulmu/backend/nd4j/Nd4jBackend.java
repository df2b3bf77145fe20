package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Feed;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.plan.Plan;

/** Plans as ND4J operations, on the ND4J backend of the class path. */
public final class Nd4jBackend implements Backend {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Availability availability() {
    return Availability.of("x", java.util.Map.of());
  }

  @Override
  public Session open(Plan plan, Dataset data, Feed feed, State state) {
    return new Nd4jSession(plan, data, feed, state);
  }
}
