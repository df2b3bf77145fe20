package dev.pulmu.predict;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One object for all threads of a service: no thread's answers, or memory, depend on another. */
class InferenceThreadsTest {
  private static final int THREADS = 8;
  private static final int INPUTS = 784;
  private static final Path STATUS = Path.of("/proc/self/status"); // Linux has it

  @Test
  void eightThreadsAnswerAsOne() throws Exception {
    Inference inference = Inference.of(model());
    float[] features = features(300);
    float[] all = inference.predict(features).values();
    threads(thread -> {
      for (int row = thread; row < 300; row += THREADS) {
        assertThat(inference.predict(row(features, row, INPUTS)).values())
            .isEqualTo(row(all, row, 10));
      }
      assertThat(inference.predict(features).values()).isEqualTo(all);
      return null;
    });
  }

  @Test
  void manyRowsAreSharedByThePoolThatCalls() throws Exception {
    Inference inference = Inference.of(model());
    float[] features = features(1000);
    float[] alone = new float[1000 * 10];
    for (int row = 0; row < 1000; row++) {
      System.arraycopy(
          inference.predict(row(features, row, INPUTS)).values(), 0, alone, row * 10, 10);
    }
    for (int parallelism : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(parallelism);
      try {
        Callable<float[]> call = () -> inference.predict(features).values();
        assertThat(pool.submit(call).get()).isEqualTo(alone);
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void oneRowWantsRoomForItselfOnly() {
    Inference inference =
        Inference.of(model(), new PlainKernels()); // until compiled, vectors are objects
    float[] features = features(1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    inference.predict(features);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    inference.predict(features);
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    int numbers = INPUTS + 3 * 7 * 16 + 2 * 16 + 10; // x, y, z, half; softmax; the answer
    assertThat(bytes).isBetween(4L * numbers, 4L * numbers + 1000);
  }

  @Test
  @Timeout(120)
  void aServiceOfEightThreadsStaysSmall() throws IOException, InterruptedException {
    Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            InferenceThreadsTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String line;
    try (var reader = child.inputReader()) {
      line = reader.readLine();
    }
    assertThat(child.waitFor()).isZero();
    Matcher came =
        Pattern.compile("KiB of heap more: (-?\\d+), resident: (-?\\d+)").matcher(line);
    assertThat(came.matches()).as(line).isTrue();
    assertThat(Long.parseLong(came.group(1))).as("KiB of heap").isLessThan(1024);
    assertThat(Long.parseLong(came.group(2))).as("KiB resident").isLessThan(150 * 1024);
  }

  /** In a JVM of its own: how its memory grows while eight threads call. */
  public static void main(String[] arguments) throws Exception {
    Inference inference = Inference.of(model());
    float[] features = features(256);
    call(inference, features);
    long before = heap();
    call(inference, features);
    System.out.println(
        "KiB of heap more: " + (heap() - before) / 1024 + ", resident: " + resident());
  }

  /** Ones and many in turn, for some seconds. */
  private static void call(Inference inference, float[] features) throws Exception {
    float[] one = row(features, 0, INPUTS);
    threads(thread -> {
      long end = System.nanoTime() + 2_000_000_000L;
      while (System.nanoTime() < end) {
        for (int i = 0; i < 200; i++) {
          inference.predict(one);
        }
        inference.predict(features);
      }
      return null;
    });
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** KiB; −1 where the machine does not say. */
  private static long resident() throws IOException {
    return !Files.exists(STATUS)
        ? -1
        : Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(-1);
  }

  private interface Work {
    Void of(int thread) throws Exception;
  }

  private static void threads(Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        futures.add(executor.submit(() -> work.of(thread)));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      executor.shutdown();
    }
  }

  private static Model model() {
    Network network = Network.input(INPUTS)
        .dense(100)
        .activation(Activation.RELU)
        .dense(10)
        .loss(new SoftmaxCrossEntropy());
    return new Model(
        State.initial(NetworkPlan.of(network), 1),
        List.of(),
        new Normalisation(1f / 255, 0),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()));
  }

  private static float[] features(int rows) {
    SplittableRandom random = new SplittableRandom(2);
    float[] features = new float[rows * INPUTS];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextInt(256);
    }
    return features;
  }

  private static float[] row(float[] values, int row, int columns) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }
}
