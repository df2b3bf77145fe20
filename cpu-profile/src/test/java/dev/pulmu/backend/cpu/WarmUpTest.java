package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What makes vector code fast soon. */
class WarmUpTest {
  private static final Path COMMANDS = Path.of("kernels.hotspot");

  @Test
  @Timeout(60)
  void itsThreadEndsByItself() throws InterruptedException {
    new CpuBackend(new VectorKernels(), 2).prepare();
    List<Thread> begun = threads();
    assertThat(begun).isNotEmpty().allMatch(Thread::isDaemon);
    for (Thread thread : begun) {
      thread.join();
    }
  }

  @Test
  void plainLoopsNeedNone() {
    new CpuBackend(new PlainKernels(), 2).prepare();
    assertThat(threads()).isEmpty();
  }

  @Test
  void theJvmsCommandsNameKernels() throws IOException {
    List<String> classes = Files.readAllLines(COMMANDS).stream()
        .filter(line -> line.startsWith("CompileThresholdScaling "))
        .map(line -> line.split("[ :]")[1])
        .toList();
    assertThat(classes)
        .containsExactlyInAnyOrder(
            RowTiles.class.getName(),
            ColumnTiles.class.getName(),
            VectorKernels.class.getName(),
            VectorExponential.class.getName());
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pulmu-warm-up"))
        .toList();
  }
}
