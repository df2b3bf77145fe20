package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plan.Precision;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract, whose epochs are short, does not see. */
@OnHost
class CudaSessionTest {
  private static final int ROWS =
      4 * 40 + 3; // 40 full steps, which take two graphs of 16, and 3 rows
  private static final Plan PLAN = Planner.plan(
      Network.input(5)
          .dense(6)
          .batchNorm(BatchNorm.DEFAULT)
          .activation(Activation.TANH)
          .dropout(0.25f)
          .dense(3)
          .loss(new SoftmaxCrossEntropy()),
      new Update(Adam.DEFAULT).withEma(0.9f),
      4);
  private static final Dataset DATA = data();
  private static final Feed FEED = new Feed(PLAN, DATA, 3, 1);

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] pixels = new byte[ROWS * 5];
    random.nextBytes(pixels);
    return new Dataset(
        "noise",
        new Features.Bytes(pixels, 5, 1 / 255f, 0),
        new Targets.Labels(random.ints(ROWS, 0, 3).toArray(), 3),
        List.of("a", "b", "c"),
        0);
  }

  private static Session open() {
    return open(PLAN, FEED);
  }

  private static Session open(Plan plan, Feed feed) {
    return HostBackend.on(() -> HostGpu.open(Order.UPWARDS, false), Products.OWN)
        .open(plan, DATA, feed, State.initial(plan, 1));
  }

  @Test
  void longGraphsAreTheirStepsOneByOne() {
    long steps = FEED.steps();
    assertThat(FEED.stepsPerEpoch()).isEqualTo(41);
    try (Session graphs = open();
        Session single = open()) {
      Totals wanted = Totals.NONE;
      for (long step = 0; step < steps; step++) {
        wanted = wanted.plus(single.train(step, step + 1));
      }
      Totals came = graphs.train(0, steps);
      assertThat(came.correct()).isEqualTo(wanted.correct());
      assertThat(came.samples()).isEqualTo(3 * ROWS);
      assertThat(came.lossSum()).isCloseTo(wanted.lossSum(), within(1e-9));
      assertThat(graphs.state().values()).isEqualTo(single.state().values());
    }
  }

  @Test
  void aBadStepWithinALongGraphIsTheLastOne() {
    int bad = 21;

    try (Session session = open()) {
      session.train(0, bad);
      float[] values = session.state().values();
      values[0] = Float.NaN;
      session.restore(new State(PLAN, values));
      Totals totals = session.train(bad, bad + 30);
      assertThat(totals.nonFiniteStep()).isEqualTo(bad);
      assertThat(totals.samples()).isZero();
      assertThat(session.state().values()).isEqualTo(values);
    }
  }

  @Test
  void productsInTf32WantCublas() {
    Plan plan = PLAN.with(Precision.TF32);
    Feed feed = new Feed(plan, DATA, 3, 1);
    assertThatThrownBy(() -> open(plan, feed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tf32 are made by cuBLAS")
        .hasMessageContaining("--precision fp32");
  }

  /** And no product is in tf32 that is not asked to be; each is made once before the recording. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void precisionReachesEveryProductOfCublas(Precision precision) {
    Plan plan = PLAN.with(precision);
    List<Boolean> tf32 = new ArrayList<>();
    Gpu host = HostGpu.open(Order.UPWARDS, true);
    Gpu watched = (Gpu) Proxy.newProxyInstance(
        Gpu.class.getClassLoader(), new Class<?>[] {Gpu.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("multiply")) {
            tf32.add(((Gpu.Product) arguments[0]).tf32());
          }
          return method.invoke(host, arguments);
        });
    try (Session session = HostBackend.on(() -> watched, new Products(true, 0, 0))
        .open(plan, DATA, new Feed(plan, DATA, 3, 1), State.initial(plan, 1))) {
      session.train(0, 1);
    }
    assertThat(tf32).hasSize(2 * 5).containsOnly(precision == Precision.TF32);
  }

  @Test
  void aGradientOfMoreRowsThanThereIsMemoryForIsRefused() {
    try (Session session = open()) {
      assertThatThrownBy(() -> session.gradient(new int[5], 0))
          .hasMessage("a gradient is of 1..4 rows, the feed's largest batch, came 5");
    }
  }

  /** u = 1000.1 in every row: sums of u itself would give a variance above 0. Then ±1 around it. */
  @ParameterizedTest
  @ValueSource(floats = {0, 1})
  void varianceIsRightWhereTheMeanIsFarFromZero(float deviation) {
    int rows = 2048;
    float[] x = new float[rows];
    double mean = 0;
    for (int i = 0; i < rows; i++) {
      x[i] = 1000.1f + (i % 2 == 0 ? deviation : -deviation);
      mean += (double) x[i] / rows;
    }
    Dataset data = new Dataset(
        "far",
        new Features.Floats(x, 1, 1, 0),
        new Targets.Labels(new int[rows], 2),
        List.of("a", "b"),
        0);
    Network network = Network.input(1)
        .dense(1)
        .batchNorm(BatchNorm.DEFAULT.with(BatchNorm.Statistics.BOOK))
        .dense(2)
        .loss(new SoftmaxCrossEntropy());
    Plan plan = Planner.plan(network, Adam.DEFAULT, rows);
    State start = State.initial(plan, 1);
    start.values()[plan.tensor("dense1.w").offset()] = 1;
    Feed feed = new Feed(plan, data, 1, 1);
    try (Session session = HostBackend.on(() -> HostGpu.open(Order.UPWARDS, false), Products.OWN)
        .open(plan, data, feed, start)) {
      session.train(0, 1);
      State state = session.state();
      // The running statistics begin at 0 and take in a tenth
      assertThat(state.tensor("dense1.runningMean").at(0, 0))
          .isCloseTo((float) (0.1 * mean), within(1e-3f));
      assertThat(state.tensor("dense1.runningVariance").at(0, 0))
          .isCloseTo(0.1f * deviation * deviation, within(1e-6f * deviation));
    }
  }

  @Test
  void aClosedSessionSaysSo() {
    Session session = open();
    session.close();
    session.close();
    assertThatThrownBy(session::state).hasMessage("this session is closed");
  }

  @Test
  void openingAndClosingLeavesNothing() {
    for (int i = 0; i < 50; i++) { // HostGpu reports what is left when it is closed
      try (Session session = open()) {
        session.train(0, 3);
      }
    }
  }
}
