package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
  private static final List<GpuInfo> HOPPER = List.of(gpu(9, 0));

  private static GpuInfo gpu(int major, int minor) {
    return new GpuInfo("NVIDIA X", major, minor, 8L << 30, 80, 100_000, true, Map.of());
  }

  @Test
  void theAnswerIsADeviceOrOneLine() {
    assertThat(Devices.availability().usable())
        .isEqualTo(Devices.availability().reason().isEmpty());
    assertThat(Devices.availability().reason()).doesNotContain("\n");
  }

  @Test
  void aDriverThatFitsIsNoReason() {
    assertThat(Devices.reason(13000, 13, HOPPER)).isEmpty();
    assertThat(Devices.reason(11060, 11, List.of(gpu(5, 0)))).isEmpty();
  }

  @Test
  void aDriverThatIsTooOldIsToldWhichOneItTakes() {
    assertThat(Devices.reason(12040, 13, HOPPER))
        .isEqualTo("the NVIDIA driver supports CUDA 12.4 at most and this build wants 13.0;"
            + " update the driver to 580 or newer, or build with -Pcuda");
    assertThat(Devices.reason(11040, 11, HOPPER)).endsWith("update the driver to 510 or newer");
  }

  @Test
  void aGpuThatIsTooOldOrHiddenIsAReason() {
    assertThat(Devices.reason(13000, 13, List.of(gpu(7, 0)))).endsWith("build with -Pcuda");
    assertThat(Devices.reason(13000, 13, List.of())).contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void withoutNativesTheBuildAndAMissingDriverAreNamed(@TempDir Path folder) throws IOException {
    assertThat(Devices.withoutNatives(List.of(folder)))
        .startsWith("no NVIDIA driver: libcuda.so.1 was not found")
        .contains(folder.toString(), "besides, this build has no CUDA natives");

    Files.createFile(folder.resolve("libcuda.so.1"));
    assertThat(Devices.withoutNatives(List.of(folder)))
        .startsWith("this build has no CUDA natives for")
        .contains("./pulmu --profile cuda13");
  }

  @Test
  void theProfileThatFitsIsTheOneThatTheLauncherTakes() {
    assertThat(Devices.profile(13000, gpu(7, 5))).isEqualTo("cuda13");
    assertThat(Devices.profile(13000, gpu(6, 1))).isEqualTo("cuda");
    assertThat(Devices.profile(12080, gpu(9, 0))).isEqualTo("cuda");
  }

  @Test
  void theDriversVersionIsReadFromBothKindsOfKernelModule() {
    assertThat(Devices.driver("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun"))
        .isEqualTo("535.183.01");
    assertThat(Devices.driver("NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release"))
        .isEqualTo("580.65.06");
    assertThat(Devices.driver("something else")).isEqualTo("of unknown version");
  }
}
