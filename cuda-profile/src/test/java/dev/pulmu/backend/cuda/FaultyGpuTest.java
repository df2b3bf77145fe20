package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.cuda.FaultyGpu.Call;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.datasets.Split;
import dev.pulmu.layout.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whatever fails: the caller hears what, and nothing stays on the device. */
@OnHost
class FaultyGpuTest {
  private static final Products BY_BLAS = new Products(true, 0, 0);

  private static ContractCase one;

  private boolean opened;

  @BeforeAll
  static void aNetworkWithBatchNorm() {
    one = ContractCase.all()
        .filter(each -> each.plan().hasBatchNorm() && each.feed().steps() > 1)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SYNCHRONIZE") // graphs are not waited for
  void whatFailsIsSaidAndNothingStaysOnTheDevice(Call call) {
    FaultyGpu whole = gpu(call, 0);
    use(whole);
    assertThat(whole.left()).isEmpty();
    int calls = whole.calls(call);
    assertThat(calls).isPositive();

    IntStream.of(1, (calls + 1) / 2, calls).distinct().forEach(failsAt -> {
      FaultyGpu gpu = gpu(call, failsAt);

      Throwable thrown = catchThrowable(() -> use(gpu));

      assertThat(thrown).as("call %d of %d", failsAt, calls).isInstanceOf(GpuException.class);
      if (call == Call.ALLOCATE) {
        assertThat(thrown).isInstanceOf(GpuException.OutOfMemory.class);
      } else {
        assertThat(thrown).hasMessage(FaultyGpu.message(call));
      }
      assertThat(gpu.closes()).isOne();
      // A session that does not open leaves it to the GPU, which frees everything when it is
      // closed.
      if (opened && !Set.of(Call.FREE, Call.UNLOAD, Call.DISCARD).contains(call)) {
        assertThat(gpu.left()).as("left by call %d of %d", failsAt, calls).isEmpty();
      }
    });
  }

  @Test
  void aCaptureThatFailsIsOverAndTheNextOneWorks() {
    FaultyGpu gpu = gpu(Call.LAUNCH, 2);
    try (Session session = open(gpu)) {
      assertThatExceptionOfType(GpuException.class).isThrownBy(() -> session.train(0, 1));

      assertThat(session.train(0, 1).samples()).isPositive();
    }
    assertThat(gpu.left()).isEmpty();
  }

  /** As on a real GPU, where a kernel that was launched well fails while somebody waits. */
  @Test
  void oneByOneTheNodeThatFailsIsNamed() {
    List<Node> nodes =
        ContractKernels.programs(one, BY_BLAS).findFirst().orElseThrow().nodes();
    assertThat(nodes).hasAtLeastOneElementOfType(Node.Multiply.class);
    for (int failsAt = 1; failsAt <= nodes.size(); failsAt++) {
      Node node = nodes.get(failsAt - 1);
      FaultyGpu gpu = gpu(Call.SYNCHRONIZE, failsAt);

      Throwable thrown;
      try (Session session = open(gpu, true)) {
        thrown = catchThrowable(() -> session.train(0, 1));
      }

      assertThat(thrown)
          .isInstanceOf(GpuException.class)
          .hasMessageContaining(", node " + failsAt + " of " + nodes.size())
          .hasMessageContaining("(" + node.does() + ") by ")
          .hasMessageContaining(
              node instanceof Node.Launch launch ? launch.kernel().toString() : "cuBLAS ")
          .hasMessageEndingWith(": " + FaultyGpu.message(Call.SYNCHRONIZE));
      assertThat(gpu.calls(Call.RUN)).isZero();
      assertThat(gpu.left()).isEmpty();
    }
  }

  @Test
  void oneByOneGivesTheSameBits() {
    List<float[]> ends = new ArrayList<>();
    for (boolean oneByOne : List.of(false, true)) {
      FaultyGpu gpu = gpu(Call.SYNCHRONIZE, 0);
      try (Session session = open(gpu, oneByOne)) {
        session.train(0, one.feed().steps());
        session.evaluate(Split.TEST, Weights.LIVE);
        ends.add(session.state().values());
      }
      assertThat(gpu.calls(Call.SYNCHRONIZE) > 0).isEqualTo(oneByOne);
    }
    assertThat(ends.get(1)).isEqualTo(ends.get(0));
  }

  @Test
  void theSystemPropertyTurnsItOn() {
    assertThat(new Options(BY_BLAS, true).oneByOne()).isFalse();
    System.setProperty("pulmu.cuda.sync", "true");
    try {
      assertThat(new Options(BY_BLAS, true).oneByOne()).isTrue();
    } finally {
      System.clearProperty("pulmu.cuda.sync");
    }
  }

  @Test
  void aFaultOfAKernelThatSomebodyElseHearsOfSaysHowToNameIt() {
    int illegalAddress = 700;
    int outOfMemory = 2;

    assertThat(DriverResult.hint(illegalAddress, false))
        .contains("-Dpulmu.cuda.sync=true names it");
    assertThat(DriverResult.hint(illegalAddress, true)).isEmpty();
    assertThat(DriverResult.hint(outOfMemory, false)).isEmpty();
  }

  /** A session's whole life. */
  private void use(FaultyGpu gpu) {
    opened = false;
    try (Session session = open(gpu)) {
      opened = true;
      session.train(0, one.feed().steps());
      session.evaluate(Split.TEST, Weights.LIVE);
      session.state();
    }
  }

  private static Session open(FaultyGpu gpu) {
    return open(gpu, false);
  }

  private static Session open(FaultyGpu gpu, boolean oneByOne) {
    State state = State.initial(one.plan(), 1);
    return HostBackend.on(() -> gpu, new Options(BY_BLAS, true, oneByOne))
        .open(one.plan(), one.data(), one.feed(), state);
  }

  private static FaultyGpu gpu(Call call, int failsAt) {
    return new FaultyGpu(HostGpu.open(Order.UPWARDS, true), call, failsAt);
  }
}
