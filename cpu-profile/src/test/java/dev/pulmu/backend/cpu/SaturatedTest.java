package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulmu.kernels.VectorKernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a network becomes does not depend on the JDK, on the width of vectors, or on whether the
 * code is compiled: {@code saturated.txt} was written on JDK 17 with vectors of 512 bits.
 */
class SaturatedTest {
  @ParameterizedTest
  @CsvSource({"128, true", "128, false", "256, true", "256, false", "512, true", "512, false"})
  @Timeout(120)
  void saturatedNetworksHaveTheSameWeightsEverywhere(int bits, boolean compiled)
      throws IOException, InterruptedException, URISyntaxException {
    boolean wideEnough = VectorKernels.bits() >= bits;
    if (!wideEnough) {
      System.err.println("SKIPPED: SaturatedTest for " + bits
          + " bits; this machine's vectors are shorter than that");
    }
    assumeTrue(wideEnough, "vectors here are shorter than that");
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules",
        "jdk.incubator.vector",
        "-XX:MaxVectorSize=" + bits / 8,
        "-cp",
        System.getProperty("java.class.path")));
    if (!compiled) {
      command.add("-Xint");
    }
    command.addAll(List.of(SaturatedRun.class.getName(), compiled ? "1500" : "0"));
    Process child = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().toList();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(lines)
        .containsExactlyElementsOf(Files.readAllLines(
            Path.of(SaturatedTest.class.getResource("saturated.txt").toURI())));
  }
}
