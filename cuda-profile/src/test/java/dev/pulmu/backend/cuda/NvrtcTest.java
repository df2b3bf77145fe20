package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** What can be known of the compiler without having it; {@code NvrtcProof} compiles. */
class NvrtcTest {
  private static final int[] CUDA_11_6 = {35, 37, 50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87};
  private static final int[] CUDA_13_1 = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121};

  @Test
  void cuda13CompilesForTheDeviceAndForNewerOnesToPtx() {
    assertThat(Nvrtc.architecture(90, CUDA_13_1, 13)).isEqualTo("sm_90");
    assertThat(Nvrtc.architecture(100, CUDA_13_1, 13)).isEqualTo("sm_100");
    assertThat(Nvrtc.architecture(130, CUDA_13_1, 13)).isEqualTo("compute_121");
  }

  @Test
  void cuda11CompilesToPtxThatEveryNewerDeviceTakes() {
    assertThat(Nvrtc.architecture(61, CUDA_11_6, 11)).isEqualTo("compute_61");
    assertThat(Nvrtc.architecture(86, CUDA_11_6, 11)).isEqualTo("compute_80");
    assertThat(Nvrtc.architecture(90, CUDA_11_6, 11)).isEqualTo("compute_80");
  }

  @Test
  void aDeviceThatIsTooOldIsRefused() {
    assertThatExceptionOfType(GpuException.class)
        .isThrownBy(() -> Nvrtc.architecture(61, CUDA_13_1, 13))
        .withMessage("NVRTC of CUDA 13 has no code for compute capability 6.1; it begins at 7.5");
  }
}
