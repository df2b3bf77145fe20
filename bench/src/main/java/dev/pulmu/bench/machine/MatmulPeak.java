package dev.pulmu.bench.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pulmu.bench.process.Reply;
import dev.pulmu.json.Json;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures, in a process of its own, the fastest of some large products in single precision by
 * ND4J's library (OpenBLAS on a CPU).
 */
final class MatmulPeak {
  private static final int SIZE = 2048;
  private static final double SECONDS = 2;

  private MatmulPeak() {}

  public static void main(String[] arguments) throws JsonProcessingException {
    INDArray a = random();
    INDArray b = random();
    INDArray c = Nd4j.create(DataType.FLOAT, new long[] {SIZE, SIZE}, 'f');
    double best = Double.POSITIVE_INFINITY;
    long began = System.nanoTime();
    while ((System.nanoTime() - began) * 1e-9 < SECONDS) {
      long from = System.nanoTime();
      Nd4j.gemm(a, b, c, false, false, 1, 0);
      c.getFloat(0, 0); // waits where products are asynchronous
      best = Math.min(best, (System.nanoTime() - from) * 1e-9);
    }
    Reply.print(Json.object()
        .put("gflops", 2e-9 * SIZE * SIZE * SIZE / best)
        .put(
            "by",
            String.format(
                Locale.ROOT,
                "%d³ by ND4J's %s",
                SIZE,
                Nd4j.getBackend().getClass().getSimpleName())));
  }

  private static INDArray random() {
    return Nd4j.rand(DataType.FLOAT, SIZE, SIZE).dup('f');
  }
}
