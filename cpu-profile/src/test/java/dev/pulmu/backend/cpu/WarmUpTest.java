package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What makes vector code fast soon. */
class WarmUpTest {
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

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("pulmu-warm-up"))
        .toList();
  }
}
