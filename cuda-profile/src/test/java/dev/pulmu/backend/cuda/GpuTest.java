package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Session;
import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import dev.pulmu.report.RunReport;
import dev.pulmu.run.Run;
import dev.pulmu.steering.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What only whole runs on a GPU show. */
@Tag("gpu")
class GpuTest {
  private static final int CYCLES = 1000;

  /** By then every class is loaded, every library has its memory, and the heap is at its size. */
  private static final int WARM_CYCLES = 200;

  /** Less than a page a cycle; a session's smallest thing that could be left is a stream. */
  private static final long MOST_GROWTH = (CYCLES - WARM_CYCLES) * 4096L;

  /** Allocators of host memory keep pieces for later; a session left behind has 1 MiB and more. */
  private static final long MOST_RESIDENT_GROWTH = 64L << 20;

  @BeforeAll
  static void orFail() {
    TestedGpu.orFail();
  }

  @Test
  void threeRunsGiveTheSameBits(TestReporter reporter) {
    // The host in a GPU's place takes 0.1 s a step
    String size = TestedGpu.ON_HOST ? "limit = 300\nepochs = 2\n" : "epochs = 3\n";
    String text = size + "hidden = 100,100\nbatch-norm = true\ndropout = 0.2\nema = 0.99\nseed = 7";
    Dataset digits = Datasets.load("digits", Lookup.usual().withoutNetwork());
    RunReport first = run(text, digits);
    List<Double> losses = losses(first);
    assertThat(losses.get(losses.size() - 1)).isPositive().isLessThan(losses.get(0));
    for (int again = 2; again <= 3; again++) {
      RunReport other = run(text, digits);
      assertThat(other.weightsSha256())
          .as("weights of run " + again)
          .isEqualTo(first.weightsSha256());
      assertThat(losses(other)).as("losses of run " + again).isEqualTo(losses);
    }
    reporter.publishEntry("weightsSha256", first.weightsSha256());
  }

  /**
   * 784-256-256-10 with batch norm and dropout. The nd4j backend reaches 0.9858 with the same seed.
   */
  @Test
  void thirtyEpochsOfMnistAreEnough(TestReporter reporter) {
    String size = TestedGpu.ON_HOST ? "limit = 300\nepochs = 1\n" : "epochs = 30\n";
    RunReport report = run(
        size + "hidden = 256,256\nbatch-norm = true\ndropout = 0.3\n"
            + "optimizer = adam(rate=cosine(0.003))\nseed = 1",
        mnist());
    double accuracy = report.test().orElseThrow().accuracy().orElseThrow();
    number(reporter, "testAccuracy", accuracy);
    number(reporter, "trainSeconds", report.seconds().train());
    if (!TestedGpu.ON_HOST) {
      assertThat(accuracy).isGreaterThanOrEqualTo(0.983);
    }
  }

  /** Wide enough for cuBLAS, which makes the products of tf32. */
  @Test
  void lossesInTf32AreNearThoseInFp32(TestReporter reporter) {
    String size = TestedGpu.ON_HOST ? "limit = 300\nbatch = 100\n" : "batch = 256\n";
    String text = size + "epochs = 3\nhidden = 512,512\nbatch-norm = true\nseed = 3\nprecision = ";
    Dataset digits = Datasets.load("digits", Lookup.usual().withoutNetwork());
    RunReport exact = run(text + "fp32", digits);
    RunReport rounded = run(text + "tf32", digits);
    double largest = 0;
    for (int epoch = 0; epoch < exact.epochs().size(); epoch++) {
      double wanted = losses(exact).get(epoch);
      largest = Math.max(largest, Math.abs(losses(rounded).get(epoch) - wanted) / wanted);
    }
    number(reporter, "largestRelativeDifference", largest);
    // Factors of 11 bits are off by 2^-11 each; runs that drift apart differ as two seeds do
    assertThat(largest).isLessThan(0.1);
    if (!TestedGpu.ON_HOST) {
      assertThat(rounded.weightsSha256()).isNotEqualTo(exact.weightsSha256());
    }
  }

  @Test
  void aThousandSessionsLeaveNothingBehind(TestReporter reporter) throws Exception {
    Plan plan = RunConfig.parse(
            "batch = 32\nhidden = 16\nbatch-norm = true\ndropout = 0.2\nema = 0.9")
        .plan(784, 10, 32);
    Dataset data = StandIn.data(plan);
    Feed feed = new Feed(plan, data, 2, 1);
    State start = State.initial(plan, 1);
    fillHeap();
    int cycles = TestedGpu.ON_HOST ? 20 : CYCLES;
    int warm = TestedGpu.ON_HOST ? 10 : WARM_CYCLES;
    Usage before = null;
    for (int cycle = 0; cycle < cycles; cycle++) {
      if (cycle == warm) {
        before = Usage.now();
      }
      try (Session session = TestedGpu.backend(Options.USUAL).open(plan, data, feed, start)) {
        session.train(0, 2);
        session.forward(new int[] {3}, List.of("logits"));
      }
    }
    Usage after = Usage.now();
    number(reporter, "deviceBytesLost", before.freeOnDevice() - after.freeOnDevice());
    number(reporter, "residentBytesGrown", after.resident() - before.resident());
    number(reporter, "threadsGrown", after.threads() - before.threads());
    assertThat(before.freeOnDevice() - after.freeOnDevice())
        .as("device bytes lost")
        .isLessThanOrEqualTo(MOST_GROWTH);
    assertThat(TestedGpu.ON_HOST ? 0 : after.resident() - before.resident())
        .as("resident bytes grown")
        .isLessThan(MOST_RESIDENT_GROWTH);
    assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 2);
  }

  /** Touches the heap once, so that it does not seem to grow later. */
  private static void fillHeap() {
    int piece = 1 << 16;
    byte[][] fill = new byte[(int) (Runtime.getRuntime().maxMemory() / 2 / piece)][];
    for (int i = 0; i < fill.length; i++) {
      fill[i] = new byte[piece];
    }
    assertThat(fill).isNotEmpty();
  }

  private static RunReport run(String text, Dataset data) {
    RunConfig config = RunConfig.parse("validation = 0\n" + text);
    return new Run(config, data, TestedGpu.backend(Options.USUAL)).train().report();
  }

  private static List<Double> losses(RunReport report) {
    return report.epochs().stream().map(Epoch::trainLoss).toList();
  }

  private static Dataset mnist() {
    String place = System.getProperty("pulmu.mnist", System.getenv("PULMU_MNIST"));
    assertThat(place)
        .as("PULMU_MNIST or -Dpulmu.mnist, the directory of MNIST's four IDX files")
        .isNotNull();
    return Datasets.MNIST.load(Path.of(place));
  }

  private static void number(TestReporter reporter, String name, double value) {
    reporter.publishEntry(name, String.format(Locale.ROOT, "%.6g", value));
  }
}
