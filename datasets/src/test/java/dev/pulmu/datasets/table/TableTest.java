package dev.pulmu.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void tablesCountTheirRowsAndOutputs() {
    assertThat(new Features.Bytes(new byte[6], 2, 1, 0).samples()).isEqualTo(3);
    assertThat(new Features.Floats(new float[6], 3, 1, 0).samples()).isEqualTo(2);
    assertThat(new Targets.Values(new float[6], 3).samples()).isEqualTo(2);
    assertThat(new Targets.Values(new float[6], 3).outputs()).isEqualTo(3);
    assertThat(new Targets.Labels(new int[] {0, 1, 1, 4}, 5).samples()).isEqualTo(4);
    assertThat(new Targets.Labels(new int[] {0, 1, 1, 4}, 5).outputs()).isEqualTo(5);
  }

  @Test
  void scalingSharesTheValues() {
    Features.Bytes bytes = new Features.Bytes(new byte[6], 2, 1, 0);
    assertThat(bytes.scaled(2, 3)).isEqualTo(new Features.Bytes(bytes.values(), 2, 2, 3));
    Features.Floats floats = new Features.Floats(new float[6], 2, 1, 0);
    assertThat(floats.scaled(2, 3)).isEqualTo(new Features.Floats(floats.values(), 2, 2, 3));
  }

  @Test
  void brokenRowsAreRefused() {
    assertThatThrownBy(() -> new Features.Bytes(new byte[5], 2, 1, 0))
        .hasMessage("features want whole rows of 2 columns and at least one, came 5 values");
    assertThatThrownBy(() -> new Features.Floats(new float[0], 2, 1, 0))
        .hasMessage("features want whole rows of 2 columns and at least one, came 0 values");
    assertThatThrownBy(() -> new Targets.Values(new float[5], 0))
        .hasMessage("targets want at least 1 column, came 0");
  }

  @Test
  void aScaleThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new Features.Bytes(new byte[4], 2, Float.NaN, 0))
        .hasMessage("features want a finite scale and shift, came NaN and 0.0");
    assertThatThrownBy(() -> new Features.Floats(new float[4], 2, 1, Float.POSITIVE_INFINITY))
        .hasMessage("features want a finite scale and shift, came 1.0 and Infinity");
  }

  @Test
  void aLabelOutOfRangeIsRefusedByTheNumberOfItsSample() {
    assertThatThrownBy(() -> new Targets.Labels(new int[] {0, 9, 10}, 10))
        .hasMessage("labels want 0..9, sample 2 has 10");
    assertThatThrownBy(() -> new Targets.Labels(new int[] {0, -1}, 10))
        .hasMessage("labels want 0..9, sample 1 has -1");
    assertThatThrownBy(() -> new Targets.Labels(new int[] {0}, 0))
        .hasMessage("labels want at least 1 class, came 0");
  }
}
