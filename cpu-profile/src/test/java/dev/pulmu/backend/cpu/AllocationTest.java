package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.State;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Schedule;
import dev.pulmu.optimizer.Update;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the threads of a session allocate, once it is compiled. */
class AllocationTest {
  /** For a compiler that is slow, or has little of the machine. */
  private static final long PATIENCE_NANOS = 180_000_000_000L;

  private static final int STEPS = 3 * 32;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Stream<Row> networks() {
    Update update = new Update(new Adam(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8));
    return Stream.of(
        new Row(
            "whole batches",
            Network.input(300)
                .dense(48)
                .batchNorm(BatchNorm.DEFAULT)
                .activation(Activation.RELU)
                .dropout(0.25f)
                .dense(33)
                .activation(Activation.RELU)
                .dense(10)
                .loss(new SoftmaxCrossEntropy()),
            update.withWeightDecay(0.001f).withEma(0.9f),
            32,
            32 * 32,
            true,
            0x1p-14,
            "300 products"),
        new Row(
            "batches in pieces",
            Network.input(300)
                .dense(33)
                .activation(Activation.RELU)
                .dense(10)
                .loss(new SoftmaxCrossEntropy()),
            update.withClip(1),
            300,
            300 * 8,
            true,
            0x1p-14,
            "300 products"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void workersAllocateNothingInAStep(Row row) {
    ContractCase one = ContractCase.of(row);
    List<Thread> before = workers();
    try (Session session = new CpuBackend(new VectorKernels(), 2)
        .open(one.plan(), one.data(), one.feed(), State.initial(one.plan(), 1))) {
      List<Thread> mine =
          workers().stream().filter(thread -> !before.contains(thread)).toList();
      assertThat(mine).hasSize(1);
      long end = System.nanoTime() + PATIENCE_NANOS;
      int good = 0;
      long byWorkers = 0;
      long byCaller = 0;
      while (good < 5 && System.nanoTime() < end) {
        byWorkers = -allocated(mine);
        byCaller = -THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        session.train(0, STEPS);
        byCaller += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        byWorkers += allocated(mine);
        good = byWorkers < STEPS * 16 && byCaller < STEPS * 2048 ? good + 1 : 0;
      }
      assertThat(byWorkers).as("bytes of the workers").isLessThan(STEPS * 16);
      assertThat(byCaller).as("bytes of the table of steps").isLessThan(STEPS * 2048);
      assertThat(good).as("measurements in a row").isEqualTo(5);
    }
  }

  @Test
  void noMethodTakesOrGivesVectors() {
    // Where the compiler does not inline one, its vectors become objects, differently from run to
    // run
    assertThat(Stream.of(
                VectorKernels.class,
                VectorExponential.class,
                VectorProducts.class,
                RowTiles.class,
                ColumnTiles.class)
            .flatMap(each -> Stream.of(each.getDeclaredMethods())))
        .isNotEmpty()
        .noneMatch(method -> Vector.class.isAssignableFrom(method.getReturnType())
            || Stream.of(method.getParameterTypes()).anyMatch(Vector.class::isAssignableFrom));
  }

  private static long allocated(List<Thread> threads) {
    return threads.stream()
        .mapToLong(each -> THREADS.getThreadAllocatedBytes(each.getId()))
        .sum();
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pulmu-worker-"))
        .toList();
  }
}
