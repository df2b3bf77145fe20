package dev.pulmu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of every width give the bits of plain loops, whether compiled or not. */
class ShortVectorsTest {
  @Test
  void vectorsOfThisMachineGiveTheBitsOfPlainLoops() {
    assertThat(KernelRun.sums(new VectorKernels()))
        .containsExactlyEntriesOf(KernelRun.sums(new PlainKernels()));
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  @Timeout(60)
  void shorterVectorsGiveTheBitsOfPlainLoops(int bits) throws IOException, InterruptedException {
    boolean wideEnough = VectorType.S.vectorBitSize() >= bits;
    if (!wideEnough) {
      System.err.println("SKIPPED: ShortVectorsTest for " + bits
          + " bits; this machine's vectors are shorter than that");
    }
    assumeTrue(wideEnough, "vectors here are shorter than that");
    Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:MaxVectorSize=" + bits / 8,
            "-cp",
            System.getProperty("java.class.path"),
            KernelRun.class.getName(),
            "1000")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().toList();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    String wanted = KernelRun.sums(new PlainKernels()).toString();
    assertThat(lines).containsExactly("Java Vector API, " + bits + " bits", wanted, wanted);
  }
}
