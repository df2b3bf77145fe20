package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Update;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KernelTextTest {
  private static final KernelText TEXT = text(Map.of("ROWS", 3));

  private static KernelText text(Map<String, Integer> constants) {
    return KernelText.of(Kernel.of("advance", constants));
  }

  @Test
  void aKernelIsItsFileWithTheHeadersThatItIncludesAndItsConstants() {
    assertThat(TEXT.file()).isEqualTo("advance.cu");
    assertThat(TEXT.source()).contains("extern \"C\" __global__ void advance(");
    assertThat(TEXT.headers()).containsOnlyKeys("place.cuh");
    assertThat(TEXT.headers().get("place.cuh")).contains("struct Place");
    assertThat(TEXT.options()).containsExactly("--std=c++17", "-DROWS=3");
  }

  @Test
  void headersOfHeadersAndThoseMadeForAKernelAreIncludedToo() {
    Kernel kernel = Kernel.of("nested", Map.of(), Map.of("rule.cuh", "// w -= g;"));

    assertThat(KernelText.of(kernel).headers())
        .containsOnlyKeys("nested.cuh", "place.cuh", "rule.cuh")
        .containsEntry("rule.cuh", "// w -= g;");
  }

  /** In the order in which the host puts the numbers: weight decay, L1, limit, average. */
  @Test
  void placesOfNumbersAreWrittenIntoTheText() {
    Update update = new Update(Adam.DEFAULT).withWeightDecay(0.5f).withL1(0.25f).withClip(3);

    assertThat(
            KernelText.of(Kernel.of("norms", Map.of(), UpdateNumber.header())).headers())
        .containsEntry("update_numbers.cuh", """
            #pragma once
            #define WEIGHT_DECAY 0
            #define L1 1
            #define NORM_LIMIT 2
            #define EMA_DECAY 3
            #define RULE 4
            """);
    assertThat(UpdateNumber.of(update)).startsWith(0.5f, 0.25f, 3, 0);
    assertThat(UpdateNumber.of(update)[4]).isEqualTo(0.1f); // 1 − β₁
  }

  @Test
  void aTextThatWantsAHeaderWhichNobodyMadeIsRefused() {
    assertThatExceptionOfType(GpuException.class)
        .isThrownBy(() -> KernelText.of(Kernel.of("nested", Map.of())))
        .withMessage(
            "nested() needs rule.cuh, which is neither among the resources nor made for it");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(GpuException.class)
        .isThrownBy(() -> KernelText.of(Kernel.of("warp", Map.of("N", 1))))
        .withMessage(
            "warp(N=1) needs warp.cu, which is neither among the resources nor made for it");
  }

  @Test
  void theKeyDependsOnEverythingThatDecidesTheCode() {
    String key = TEXT.key("NVRTC 13.1", "sm_90");

    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(text(Map.of("ROWS", 3)).key("NVRTC 13.1", "sm_90")).isEqualTo(key);
    assertThat(List.of(
            text(Map.of("ROWS", 4)).key("NVRTC 13.1", "sm_90"),
            TEXT.key("NVRTC 13.2", "sm_90"),
            TEXT.key("NVRTC 13.1", "sm_80"),
            changed(TEXT.source() + " ", "struct").key("NVRTC 13.1", "sm_90"),
            changed(TEXT.source(), "// struct").key("NVRTC 13.1", "sm_90")))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  private static KernelText changed(String source, String header) {
    TreeMap<String, String> headers = new TreeMap<>(Map.of("place.cuh", header));
    return new KernelText(TEXT.file(), source, headers, TEXT.options());
  }
}
