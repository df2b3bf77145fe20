package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryFitTest {
  private static final Plan PLAN = plan(1000);
  private static final Dataset DATA = StandIn.data(PLAN);

  @Test
  void largestBatchIsTheOneThatJustFits() {
    for (int batch : new int[] {999, 512, 257}) {
      long bytes = bytes(batch);
      assertThat(MemoryFit.largestBatch(PLAN, DATA, bytes)).isEqualTo(batch);
      assertThat(MemoryFit.largestBatch(PLAN, DATA, bytes - 1)).isEqualTo(batch - 1);
    }
  }

  @Test
  void noneFitsWhereTheDataDoesNot() {
    assertThat(MemoryFit.largestBatch(PLAN, DATA, 1000)).isZero();
  }

  @Test
  void messageSaysWhatWasAskedWhatIsFreeAndWhatWouldFit() {
    long free = bytes(300) + (128L << 20);
    Gpu gpu = (Gpu) Proxy.newProxyInstance(
        Gpu.class.getClassLoader(),
        new Class<?>[] {Gpu.class},
        (proxy, method, arguments) -> switch (method.getName()) {
          case "freeBytes" -> free;
          case "allocate" -> throw new GpuException.OutOfMemory("no", (long) arguments[0], free);
          case "info" -> new GpuInfo("tiny", 9, 0, free, 1, 1, false, Map.of());
          default -> throw new AssertionError(method.getName());
        });
    DeviceTensors tensors = new DeviceTensors(PLAN, DATA, new Feed(PLAN, DATA, 1, 0));
    assertThatThrownBy(() -> MemoryFit.allocate(gpu, tensors, DATA, false))
        .isInstanceOf(GpuException.OutOfMemory.class)
        .hasMessageMatching("tiny has too little memory for this run: batch 1000 wants [0-9]+ MiB,"
            + " [0-9]+ MiB are free; the largest batch that would fit is 300");
  }

  private static long bytes(int batch) {
    Plan plan = plan(batch);
    return new DeviceTensors(plan, DATA, new Feed(plan, DATA, 1, 0)).map.bytes();
  }

  /** Wide, so that one more row of a batch is more than what is saved elsewhere. */
  private static Plan plan(int batch) {
    Network network = Network.input(50)
        .dense(20_000)
        .batchNorm(BatchNorm.DEFAULT)
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    return Planner.plan(network, Sgd.DEFAULT, batch);
  }
}
