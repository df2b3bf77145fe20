package dev.pulmu.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @ParameterizedTest
  @ValueSource(longs = {1_000, 50_000, 600_000, 20_000_000})
  void piecesComeToTakeBetweenFiftyAndAHundredMilliseconds(long nanosPerStep) {
    Pace pace = new Pace();
    for (int piece = 0; piece < 20; piece++) {
      pace.took(pace.steps(), pace.steps() * nanosPerStep);
    }

    assertThat(pace.steps() * nanosPerStep).isBetween(50_000_000L, 100_000_000L);
  }

  @Test
  void aPieceIsNeverShorterThanOneStep() {
    Pace pace = new Pace();
    pace.took(1, 10_000_000_000L);

    assertThat(pace.steps()).isEqualTo(1);
  }

  @Test
  void aPieceGrowsAtMostFourfold() {
    Pace pace = new Pace();
    pace.took(1, 0);

    assertThat(pace.steps()).isEqualTo(4);
  }

  @Test
  void aSlowStretchMakesTheNextPieceShorterAtOnce() {
    Pace pace = new Pace();
    for (int piece = 0; piece < 10; piece++) {
      pace.took(pace.steps(), pace.steps() * 1_000_000L);
    }
    pace.took(80, 800_000_000L);

    assertThat(pace.steps()).isEqualTo(8);
  }
}
