package dev.pulmu.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
  /** 30 of the 1,000 ticks between these lines were stolen; guest time is in that of users. */
  @Test
  void theShareThatWasStolen() {
    ProcessorTime earlier = ProcessorTime.of("cpu  100 10 50 700 20 0 20 100 90 0");
    ProcessorTime later = ProcessorTime.of("cpu  500 10 150 1150 20 0 40 130 400 0");

    assertThat(later.percentStolenSince(earlier)).isEqualTo(3);
  }

  @Test
  void whereNobodyCountsThereIsNoShare() {
    ProcessorTime before = ProcessorTime.of("intr 1 2 3");

    assertThat(ProcessorTime.of("cpu 1 2 3 4").percentStolenSince(before)).isNaN();
  }
}
