package dev.pulmu.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PeerProcessTest {
  private static final long MILLISECOND = 1_000_000;

  private final Slow peer = new Slow();

  @Test
  void lossesAreMeansOfTenSteps() {
    assertThat(measure(30, 7, 0.5)).containsEntry("losses", List.of(4.5, 14.5, 24.5));
  }

  @Test
  void accuracyIsThatOfTheCurve() {
    assertThat(measure(30, 7, 0.5)).containsEntry("accuracy", 0.25);
  }

  @Test
  void aSampleEndsWithItsSteps() {
    assertThat(measure(30, 7, 0.5)).containsEntry("microsPerStep", List.of(1e3, 1e3, 1e3));
    // The first step is before the clock of the warm-up
    assertThat(peer.steps).isEqualTo(1 + 2000 + 3 * 7);
  }

  @Test
  void aSampleEndsWithItsTime() {
    measure(30, 1000, 0.0105);

    assertThat(peer.steps).isEqualTo(1 + 2000 + 3 * 11);
  }

  @Test
  void aLossThatIsNoNumberEndsTheProcess() {
    peer.loss = Double.NaN;

    assertThatThrownBy(() -> measure(30, 7, 0.5)).hasMessage("the loss is NaN after step 10");
  }

  private Map<String, Object> measure(int curveSteps, int sampleSteps, double sampleSeconds) {
    Task.Rule rule = new Task.Rule("sgd", 0.1, 0, 0, 0);
    Task task = new Task(
        2,
        List.of(3),
        false,
        2,
        4,
        rule,
        0,
        0,
        1,
        0,
        8,
        2,
        curveSteps,
        3,
        sampleSeconds,
        sampleSteps,
        2,
        1);
    return new PeerProcess(task, peer, () -> peer.now).measure();
  }

  /**
   * A millisecond a step; its loss is the number of the step, and what is asked for; one answer of
   * four is right.
   */
  private static final class Slow implements Peer {
    long now;
    int steps;
    double loss;

    @Override
    public String version() {
      return "1";
    }

    @Override
    public double step(int step) {
      assertThat(step).isEqualTo(steps++);
      now += MILLISECOND;
      return step + loss;
    }

    @Override
    public OptionalLong right() {
      return OptionalLong.of(steps);
    }
  }
}
