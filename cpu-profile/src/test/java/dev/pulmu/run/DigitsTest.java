package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.lookup.Lookup;
import org.junit.jupiter.api.Test;

/**
 * How hard the built-in digits are. Ten epochs bring the linear model to 0.896, forty to 0.901;
 * five bring the usual network to 0.982; these runs are shorter.
 */
class DigitsTest {
  @Test
  void aLinearModelIsNotEnoughForThem() {
    assertThat(testAccuracy("hidden = none\nepochs = 3")).isBetween(0.80, 0.93);
  }

  @Test
  void theUsualNetworkIs() {
    assertThat(testAccuracy("epochs = 3")).isGreaterThan(0.97);
  }

  private static double testAccuracy(String text) {
    RunConfig config = RunConfig.parse("dataset = digits\nvalidation = 0\n" + text);
    Run run = Run.load(config, Lookup.usual().withoutNetwork());
    return run.train().report().test().orElseThrow().accuracy().orElseThrow();
  }
}
