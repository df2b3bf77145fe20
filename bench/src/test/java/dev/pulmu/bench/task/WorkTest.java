package dev.pulmu.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.config.RunConfig;
import dev.pulmu.plan.Plan;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkTest {
  /** As the goals of the project count them, in two or three digits. */
  @ParameterizedTest
  @CsvSource({
    "A, 100, 32e6, 79.5e3, 12",
    "A1024, 1024, 327e6, 79.5e3, 28",
    "B, 100, 56e6, 120.4e3, 28",
    "C128, 128, 1.22e9, 1.87e6, 28",
    "C1024, 1024, 9.79e9, 1.87e6, 28",
    "D1024, 1024, 220e9, 36.8e6, 28",
    "D8192, 8192, 1.76e12, 36.8e6, 28"
  })
  void everyWorkloadHasTheFlopAndBytesOfItsDefinition(
      String name, int rows, double flop, double parameters, int bytes) {
    Plan plan = plan(Workload.named(name).config());
    Work work = Work.of(plan);

    assertThat(work.rows()).isEqualTo(rows);
    assertThat((double) work.flop()).isCloseTo(flop, Percentage.withPercentage(0.6));
    assertThat((double) plan.parameters()).isCloseTo(parameters, Percentage.withPercentage(0.5));
    assertThat(work.optimizerBytes()).isEqualTo((long) bytes * plan.parameters());
  }

  @Test
  void momentumMovesTwentyBytesAParameter() {
    Plan plan = plan(RunConfig.DEFAULT.with("optimizer", "momentum"));

    assertThat(Work.of(plan).optimizerBytes()).isEqualTo(20L * plan.parameters());
  }

  /** 784·5 and 5·10 weights; the first layer is frozen, so the second has its y, dx and dw only. */
  @Test
  void whatIsFrozenIsNotCounted() {
    Plan plan = plan(RunConfig.DEFAULT
        .with("hidden", "5")
        .with("batch", "2")
        .with("accumulate", "3")
        .with("freeze", "dense1"));

    assertThat(Work.of(plan)).isEqualTo(new Work(6, 2 * 6 * (784 * 5 + 3 * 50), 28 * 60));
  }

  @Test
  void aWorkloadDescribesItself() {
    assertThat(Workload.describe(plan(Workload.named("B").config())))
        .isEqualTo("784-[100 BN relu]×5-10, batch 100, adam(rate=0.001)");
    assertThat(Workload.describe(plan(RunConfig.DEFAULT.with("hidden", "none"))))
        .isEqualTo("784-10, batch 128, adam(rate=0.001)");
    RunConfig odd = RunConfig.DEFAULT
        .with("hidden", "7,5")
        .with("activation", "leaky-relu")
        .with("accumulate", "2");
    assertThat(Workload.describe(plan(odd))).startsWith("784-7 leaky-relu").contains("batch 2×128");
  }

  @Test
  void anUnknownWorkloadIsRefusedWithThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.named("E"))
        .withMessage("no workload 'E'; known: A, A1024, B, C128, C1024, D1024, D8192");
  }

  private static Plan plan(RunConfig config) {
    return config.plan(784, 10, 60_000);
  }
}
