package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.GpuCheck;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class Nd4jCheckTest {
  @Test
  void theNd4jBackendFindsIt() {
    assertThat(ServiceLoader.load(GpuCheck.class)).hasExactlyElementsOfTypes(Nd4jCheck.class);
  }

  @Test
  void adaIsTheNewestThatNd4jHasCodeFor() {
    assertThat(Nd4jCheck.objection(List.of(gpu(8, 9)), "")).isEmpty();
    assertThat(Nd4jCheck.objection(List.of(gpu(3, 7)), "")).isEmpty();
    assertThat(Nd4jCheck.objection(List.of(gpu(9, 0)), ""))
        .isEqualTo("it has code for compute capabilities of 3.7 to 8.9, and the NVIDIA X has 9.0");
    assertThat(Nd4jCheck.objection(List.of(gpu(12, 0)), "")).endsWith("has 12.0");
    assertThat(Nd4jCheck.objection(List.of(gpu(3, 5)), "")).endsWith("has 3.5");
  }

  @Test
  void withoutAGpuTheObjectionIsWhatIsMissing() {
    assertThat(Nd4jCheck.objection(List.of(), "no NVIDIA driver; install it"))
        .isEqualTo("no NVIDIA driver");
  }

  /** It needs no NVRTC, which the engine does. */
  @Test
  void whatOnlyTheEngineMissesIsNoObjection() {
    assertThat(Nd4jCheck.objection(List.of(gpu(8, 6)), "libnvrtc.so.11.2 was not found"))
        .isEmpty();
  }

  private static GpuInfo gpu(int major, int minor) {
    return new GpuInfo("NVIDIA X", major, minor, 8L << 30, 80, 100_000, true, Map.of());
  }
}
