package dev.pulmu.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.optimizer.Schedule.Constant;
import org.junit.jupiter.api.Test;

/**
 * The rules on f = x²/20 + y² from (−7, 2), 30 updates: the end points that the same formulas reach
 * in double.
 */
class TrajectoryTest {
  @Test
  void sgdZigZagsAcrossTheStretchedBowl() {
    float[][] path = path(new Sgd(new Constant(0.95)));
    assertEnd(path, -0.350393, 0.084782);
    int signChanges = 0;
    for (int step = 1; step < path.length; step++) {
      signChanges += path[step][1] * path[step - 1][1] < 0 ? 1 : 0;
    }
    assertThat(signChanges).isEqualTo(30);
  }

  @Test
  void adamGoesRoundTheBowl() {
    assertEnd(path(new Adam(new Constant(0.3), 0.9f, 0.999f, 1e-8f)), 0.136015, 0.318245);
  }

  private static void assertEnd(float[][] path, double x, double y) {
    float[] end = path[path.length - 1];
    assertThat((double) end[0]).isCloseTo(x, within(1e-5));
    assertThat((double) end[1]).isCloseTo(y, within(1e-5));
  }

  private static float[][] path(ElementRule rule) {
    float[] w = {-7, 2};
    float[][] slots = new float[rule.slots().size()][2];
    float[][] path = new float[31][];
    path[0] = w.clone();
    for (int step = 1; step <= 30; step++) {
      float[] g = {w[0] / 10, 2 * w[1]};
      double rate = rule.rate().rate(new Schedule.Place(step - 1, 30, 30));
      rule.host(w, g, slots, rule.perStep(rate, step), 0, 2);
      path[step] = w.clone();
    }
    return path;
  }
}
