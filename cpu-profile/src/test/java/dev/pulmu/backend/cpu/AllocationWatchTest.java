package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllocationWatchTest {
  private static final int WORKERS = 2;
  private static final int STEPS = 10;
  private static final long SECOND = 1_000_000_000;

  private final AllocationWatch watch = new AllocationWatch(WORKERS, 3 * SECOND, 2 * SECOND);
  private byte[] garbage;

  @Test
  void saysOnceThatEveryJobOfAWindowAllocates() {
    assertThat(jobs(4, 1 << 20)).as("warm-up, and the first job counted").isEmpty();
    Optional<String> line = jobs(1, 1 << 20);
    assertThat(line)
        .hasValueSatisfying(text -> assertThat(text)
            .contains("backend 'cpu' trains slowly, with the right results")
            .contains("a step allocates 204 KB")); // 2 MiB of two workers in 10 steps
    assertThat(jobs(20, 1 << 20)).isEmpty();
  }

  @Test
  void saysNothingWhereAJobOfTheWindowAllocatesNothing() {
    jobs(3, 1 << 20);
    for (int i = 0; i < 10; i++) {
      assertThat(jobs(1, 1 << 20)).isEmpty();
      assertThat(jobs(1, 0)).isEmpty();
    }
  }

  @Test
  void seesKernelsThatGoBadLater() {
    jobs(20, 0);
    assertThat(jobs(4, 1 << 20)).isPresent();
  }

  @Test
  void aSessionWhoseKernelsStayInterpretedSaysSoOnce() throws IOException, InterruptedException {
    Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-Xint",
            "-cp",
            System.getProperty("java.class.path"),
            InterpretedRun.class.getName())
        .redirectErrorStream(true)
        .start();
    List<String> lines;
    try (var reader = child.inputReader()) {
      lines = reader.lines().filter(line -> line.contains("trains slowly")).toList();
    }
    assertThat(child.waitFor()).isZero();
    assertThat(lines).singleElement().asString().contains("begin again");
  }

  /** Jobs of a second each, in which every worker allocates so much; the last line said. */
  private Optional<String> jobs(int count, int bytes) {
    Optional<String> said = Optional.empty();
    for (int i = 0; i < count; i++) {
      for (int worker = 0; worker < WORKERS; worker++) {
        watch.begin(worker);
        garbage = bytes == 0 ? garbage : new byte[bytes];
        watch.end(worker);
      }
      Optional<String> line = watch.done(STEPS, SECOND);
      said = line.isPresent() ? line : said;
    }
    return said;
  }
}
