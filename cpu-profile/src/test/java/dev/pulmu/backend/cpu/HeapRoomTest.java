package dev.pulmu.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import dev.pulmu.backend.Executor;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Lbfgs;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.schedule.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session needs of the heap is known, and said, before it takes any of it. */
class HeapRoomTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wide input",
        "wide layer",
        "large batch",
        "large batch without batch norm",
        "everything",
        "everything by the book",
        "many outputs",
        "mnist"
      })
  void estimateIsWhatASessionAllocates(String name) {
    ContractCase one = ContractCase.of(
        Row.all().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow());
    allocated(one); // loads classes
    long wanted = wanted(one.plan(), one.data(), one.feed());

    long allocated = allocated(one);

    // Objects, and what is only made on the way: 128 KiB, a second copy of the targets
    long onTheWay =
        (128 << 10) + 4L * one.data().samples() * one.plan().network().outputs();
    assertThat(wanted).isBetween(allocated - onTheWay, allocated);
  }

  private static long wanted(Plan plan, Dataset data, Feed feed) {
    return HeapRoom.wanted(new VectorKernels(), 2, plan, data, feed);
  }

  private static long allocated(ContractCase one) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long me = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(me);
    Executor executor = new CpuExecutor(new VectorKernels(), 2, one.plan(), one.data(), one.feed());
    long after = threads.getThreadAllocatedBytes(me);
    executor.close();
    return after - before;
  }

  @Test
  void saysHowMuchThereIsAndHowToGiveMore() {
    assertThatIllegalStateException()
        .isThrownBy(() -> HeapRoom.check(5 * GIB + GIB / 4, "all of it", GIB / 2, 5 * GIB / 2))
        .withMessage("backend 'cpu' wants 5.3 GiB for all of it, the heap has 2.5"
            + " GiB in all, of which 512 MiB are taken and a third must stay free; give it more"
            + " with PULMU_JAVA_OPTS=-Xmx9g");
    assertThatCode(() -> HeapRoom.check(GIB, "", GIB, 3 * GIB)).doesNotThrowAnyException();
    assertThatIllegalStateException().isThrownBy(() -> HeapRoom.check(GIB + 1, "", GIB, 3 * GIB));
  }

  @Test
  void thePastOfAWholeBatchMethodCounts() {
    Network network =
        Network.input(784).dense(2000).dense(2000).dense(10).loss(new SoftmaxCrossEntropy());
    Lbfgs method = new Lbfgs(100, 1e-5);
    Plan plan = Planner.plan(network, method, 100);
    long parameters = 784 * 2000 + 2000 + 2000 * 2000 + 2000 + 2000 * 10 + 10;

    // 100 points and gradients as doubles, as many differences, 8 vectors of a line search; and
    // four times the state, which is the weights and 100 points and gradients as floats
    assertThat(HeapRoom.wanted(method, plan))
        .isEqualTo(8 * (200 + 200 + 8) * parameters + 4 * 4 * 201 * parameters);
  }

  @Test
  void aNetworkTooLargeIsRefusedBeforeAnythingIsAllocated() {
    assertThatIllegalStateException()
        .isThrownBy(() -> open(100_000, 20_000))
        .withMessageMatching(
            "backend 'cpu' wants \\d+\\.\\d GiB for this network and 100000 rows at a"
                + " time,"
                + " the heap has \\S+ [MG]iB in all, of which \\S+ [MG]iB are taken and a third must stay free;"
                + " give it more with PULMU_JAVA_OPTS=-Xmx\\d+g");
    assertThatIllegalStateException()
        .isThrownBy(() -> open(100_000, 40_000))
        .withMessage(
            "backend 'cpu' wants an array of 4000040000 numbers, where 2147483639 are possible,"
                + " for a batch; take a smaller one, or narrower layers");
  }

  @Test
  void aLargeBatchWithoutBatchNormWantsNoMoreThanASmallOne() {
    ContractCase one = ContractCase.of(Row.all().stream()
        .filter(row -> row.name().equals("large batch without batch norm"))
        .findFirst()
        .orElseThrow());
    Plan small = Planner.plan(
        one.plan().network(), new Adam(new Schedule.Constant(0.01), 0.9, 0.999, 1e-8), 300);

    assertThat(wanted(one.plan(), one.data(), one.feed()))
        .isEqualTo(wanted(small, one.data(), new Feed(small, one.data(), 1, 1)));
  }

  /** A few weights, and twelve matrices of a batch. */
  private static void open(int batch, int width) {
    Network.Builder network = Network.input(1);
    for (int i = 0; i < 4; i++) {
      network = network
          .dense(width)
          .batchNorm(BatchNorm.DEFAULT)
          .activation(Activation.RELU)
          .dense(1);
    }
    Plan plan = Planner.plan(
        network.dense(2).loss(new SoftmaxCrossEntropy()),
        new Sgd(new Schedule.Constant(0.1)),
        batch);
    Dataset data = new Dataset(
        "tall",
        new Features.Floats(new float[batch + 1], 1, 1, 0),
        new Targets.Labels(new int[batch + 1], 2),
        List.of("no", "yes"),
        1);
    Feed feed = new Feed(plan, data, 1, 1);
    new CpuBackend(new PlainKernels(), 1).open(plan, data, feed, State.initial(plan, 1));
  }
}
