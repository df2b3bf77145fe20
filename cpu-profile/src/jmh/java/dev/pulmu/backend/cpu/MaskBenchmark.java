package dev.pulmu.backend.cpu;

import dev.pulmu.kernels.Panels;
import dev.pulmu.network.Dropout;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A dropout's mask over (B,O): drawing it, and multiplying by the bits that were kept of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class MaskBenchmark {
  @Param({"128x1024"})
  private String shape;

  private final Draws draws = new Draws(1, Use.DROPOUT, 0, 0);
  private Panels panels;
  private Mask mask;
  private Scratch scratch;
  private float[] values;

  @Setup
  public void setUp() {
    int[] sizes = Bench.sizes(shape);
    panels = new Panels(sizes[0], sizes[1]);
    mask = new Mask(Arena.making(), sizes[1], new Dropout(0.5f), panels);
    scratch = new Scratch(Arena.making(), sizes[1]);
    values = new float[panels.size()];
    Bench.fill(values);
  }

  @Benchmark
  public Mask draw() {
    for (int panel = 0; panel < panels.count(); panel++) {
      mask.draw(panel, 0, panels.rows(), draws, 0, scratch.words);
    }
    return mask;
  }

  @Benchmark
  public float[] apply() {
    for (int panel = 0; panel < panels.count(); panel++) {
      mask.apply(panel, 0, panels.rows(), values);
    }
    return values;
  }
}
