package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the threads of a session allocate, once it is compiled. */
class AllocationTest {
  /** Bytes of the table of steps, which the thread that asks makes. */
  static final int CALLER = 2048;

  /** Bytes of a worker that do not grow with the steps. */
  private static final int WORKER = 16;

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void workersAllocateNothingInAStepWhateverVectorsTheProgramUsesElsewhere(int bits)
      throws IOException, InterruptedException {
    Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:CompileCommandFile=../predict/kernels.hotspot",
            "-XX:MaxVectorSize=" + bits / 8,
            "-XX:-BackgroundCompilation",
            "-cp",
            System.getProperty("java.class.path"),
            AllocationRun.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().toList();
    }
    assertThat(child.waitFor()).isZero();
    assertThat(lines).as("workers, bytes a step by them, by the caller").hasSize(3);
    assertThat(lines).allSatisfy(line -> {
      String[] numbers = line.split(" ");
      assertThat(numbers[0]).as("workers beside the caller").isEqualTo("1");
      assertThat(Long.parseLong(numbers[1])).as("bytes of the worker").isLessThan(WORKER);
      assertThat(Long.parseLong(numbers[2])).as("bytes of the caller").isLessThan(CALLER);
    });
  }
}
