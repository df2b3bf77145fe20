package dev.pulmu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.bench.process.Scratch;
import dev.pulmu.bench.task.Task;
import dev.pulmu.bench.task.Timing;
import dev.pulmu.bench.task.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole of it, on the nd4j backend, in processes of its own. */
class BenchTest {
  private static final Timing SHORT = new Timing(2, 3, 0.02, 20, 0.05);

  @Test
  void aBackendOfOursIsMeasured() throws IOException {
    List<String> tables = new ArrayList<>();
    List<String> doings = new ArrayList<>();
    Bench bench = new Bench(
        List.of(Tiny.workload()), Tiny.data(), List.of("nd4j"), 1, Optional.empty(), SHORT);

    BenchReport report = bench.run(new Listener() {
      @Override
      public void doing(String what) {
        doings.add(what);
      }

      @Override
      public void table(String lines) {
        tables.add(lines);
      }
    });

    assertThat(report.failed()).isFalse();
    Row.Result result = report.parts().get(0).rows().get(0).result().orElseThrow();
    assertThat(result.samples()).hasSize(6).allMatch(micros -> micros > 0 && micros < 1e6);
    assertThat(result.firstStepSeconds()).isBetween(0.05, 120.0);
    assertThat(result.note()).startsWith("ND4J CpuBackend, OpenMP threads: 1");
    assertThat(result.losses()).hasSize(30);
    assertThat(result.losses().get(0)).isCloseTo(lossOfTenSteps(), within(1e-6)); // threads differ
    assertThat(report.roofline().gflops()).isBetween(0.1, 1e5);
    assertThat(report.roofline().gigabytesPerSecond()).isBetween(0.1, 1e4);
    assertThat(tables).hasSize(2);
    assertThat(doings)
        .containsExactly(
            "matmul peak and memory bandwidth",
            "custom, round 1 of 2: nd4j, threads: 1",
            "custom, round 2 of 2: nd4j, threads: 1");
  }

  /** The curve's first point, in this process. */
  private static double lossOfTenSteps() {
    Task task = Task.of(Tiny.workload(), Tiny.data(), SHORT);
    try (Session session =
        Backend.named("nd4j").open(task.plan(), task.data(), task.feed(), task.initial())) {
      Totals totals = Totals.NONE;
      for (int step = 0; step < 10; step++) {
        totals = totals.plus(session.train(step, step + 1));
      }
      return totals.loss();
    }
  }

  @Test
  void backendsAndWorkloadsWantToBeNamedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench(List.of(Tiny.workload()), List.of("cpu", "auto")))
        .withMessage("each backend wants to be named once, came cpu,cpu");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bench(List.of(Tiny.workload(), Tiny.workload()), List.of("nd4j")))
        .withMessage("each workload wants to be named once, came custom,custom");
  }

  private static Bench bench(List<Workload> workloads, List<String> backends) {
    return new Bench(workloads, Tiny.data(), backends, 1, Optional.empty(), SHORT);
  }

  @Test
  void aScratchFolderGoesWithAllThatIsInIt() throws IOException {
    Path folder;
    try (Scratch scratch = Scratch.create()) {
      folder = scratch.folder();
      Files.writeString(Files.createDirectory(folder.resolve("inner")).resolve("file"), "text");
    }
    assertThat(folder).doesNotExist();
  }
}
