package dev.pulmu.bench.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pulmu.bench.process.Reply;
import dev.pulmu.json.Json;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Measures, in a process of its own, how fast memory is: a = b + s·c over arrays that no cache
 * holds, in all threads at once, the fastest of some passes. As in STREAM (McCalpin 1995), three
 * numbers move for each element: what a processor reads before it writes is not counted.
 */
final class Triad {
  /** Of one array: 128 MiB. */
  private static final int ELEMENTS = 1 << 25;

  private static final double SECONDS = 1;

  private Triad() {}

  public static void main(String[] arguments) throws InterruptedException, JsonProcessingException {
    int threads = Integer.parseInt(arguments[0]);
    float[] a = new float[ELEMENTS];
    float[] b = new float[ELEMENTS];
    float[] c = new float[ELEMENTS];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    double best = Double.POSITIVE_INFINITY;
    long began = System.nanoTime();
    while ((System.nanoTime() - began) * 1e-9 < SECONDS) {
      best = Math.min(best, pass(a, b, c, threads));
    }
    Reply.print(Json.object()
        .put("gigabytesPerSecond", 12e-9 * ELEMENTS / best)
        .put("by", "a = b + s·c in Java, 3 × 128 MiB"));
  }

  /** Seconds of one pass. */
  private static double pass(float[] a, float[] b, float[] c, int threads)
      throws InterruptedException {
    Thread[] workers = IntStream.range(0, threads)
        .mapToObj(worker ->
            new Thread(() -> triad(a, b, c, place(worker, threads), place(worker + 1, threads))))
        .toArray(Thread[]::new);
    long from = System.nanoTime();
    for (Thread worker : workers) {
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return (System.nanoTime() - from) * 1e-9;
  }

  private static int place(int worker, int threads) {
    return (int) ((long) ELEMENTS * worker / threads);
  }

  private static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }
}
