package dev.pulmu.contract;

import dev.pulmu.backend.Feed;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.plan.Plan;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the contract opens sessions on, for tests of how a backend prepares for it. */
public record ContractCase(Plan plan, Dataset data, Feed feed) {
  /** Every case. */
  public static Stream<ContractCase> all() {
    return Stream.concat(
        Row.all().stream().map(row -> of(row)),
        LongStream.range(0, RandomNetworksPart.NETWORKS).mapToObj(seed -> of(RandomRow.of(seed))));
  }

  /** A row made ready. */
  public static ContractCase of(Row row) {
    Trial trial = new Trial(row);
    return new ContractCase(trial.plan, trial.data, trial.feed);
  }
}
