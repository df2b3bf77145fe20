package dev.pulmu.contract;

import org.junit.jupiter.api.Test;

/** Networks that nobody thought of. */
interface RandomNetworksPart extends Part {
  int NETWORKS = 500;

  @Test
  default void randomNetworksFollowTheReference() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Checks.everything(new Trial(RandomRow.of(seed)), backend());
    }
  }
}
