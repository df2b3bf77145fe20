package dev.pulmu.backend.cpu;

import dev.pulmu.feed.StepNumbers;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.plan.Plan;
import dev.pulmu.random.Draws;
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

/**
 * The three products of a layer as one worker computes them, (B,I,O): x·w, dy·wᵀ with its
 * transposing, xᵀ·dy with the gradient of the bias. GFLOP/s count what the matrices have, not their
 * padding.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ProductBenchmark {
  @Param({"100x784x100", "100x100x100", "128x784x1024", "128x1024x1024"})
  private String shape;

  @Param({"vector", "plain"})
  private String kernels;

  private int rows;
  private float[] weights;
  private DenseWork before;
  private DenseWork layer;
  private Batch batch;
  private Step step;
  private Scratch scratch;

  /** FLOP of one product. */
  static long flop(String shape) {
    int[] sizes = Bench.sizes(shape);
    return 2L * sizes[0] * sizes[1] * sizes[2];
  }

  @Setup
  public void setUp() {
    int[] sizes = Bench.sizes(shape);
    rows = sizes[0];
    Plan plan = Bench.plan(sizes[1] + "," + sizes[2], false, rows);
    Parameters parameters = Bench.parameters(plan);
    Kernels chosen = Bench.kernels(kernels);
    Replicated data = Bench.inputs(rows);
    before = Bench.layer(chosen, plan, parameters, data, null, rows);
    layer = Bench.layer(chosen, plan, parameters, data, before, rows);
    Bench.fill(before.y.of(0));
    Bench.fill(layer.d.of(0));
    weights = parameters.values;
    batch = new Batch(new int[0], 0, rows, 0, rows, new Draws[0], true);
    step = new Step(0, new Batch[] {batch}, new StepNumbers(1, new float[0]), new Sums());
    scratch = new Scratch(Arena.making(), sizes[2]);
  }

  @Benchmark
  public float[] forward() {
    layer.product(0, rows, weights);
    return layer.y.of(0);
  }

  @Benchmark
  public float[] inputGradient() {
    layer.inputGradient(0, rows, scratch);
    return before.d.of(0);
  }

  @Benchmark
  public float[] weightGradient() {
    layer.weightGradient(0, batch, null, step, scratch);
    return layer.d.of(0);
  }
}
