package dev.pulmu.contract;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Plan;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the contract opens sessions on, for tests of how a backend prepares for it. */
public record ContractCase(Plan plan, Dataset data, Feed feed) {
  /** Every case. */
  public static Stream<ContractCase> all() {
    return Stream.of(
            Row.all().stream().map(Trial::new),
            LongStream.range(0, RandomNetworksPart.NETWORKS)
                .mapToObj(seed -> new Trial(RandomRow.of(seed))),
            Stream.of(ConstantColumnsPart.besideOthers(1)))
        .flatMap(trials -> trials)
        .map(ContractCase::of);
  }

  /** A row made ready. */
  public static ContractCase of(Row row) {
    return of(new Trial(row));
  }

  private static ContractCase of(Trial trial) {
    return new ContractCase(trial.plan, trial.data, trial.feed);
  }
}
