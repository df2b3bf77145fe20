package dev.pulmu.backend.cpu;

import dev.pulmu.feed.StepNumbers;
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
 * The sweeps of a layer with batch norm and ReLU, (B,O), as one worker makes them: statistics,
 * normalising, scaling and ReLU; and back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class BatchNormBenchmark {
  @Param({"100x100", "1024x1024"})
  private String shape;

  @Param({"vector", "plain"})
  private String kernels;

  private int rows;
  private DenseWork layer;
  private Batch batch;
  private Step step;
  private Scratch scratch;

  @Setup
  public void setUp() {
    int[] sizes = Bench.sizes(shape);
    rows = sizes[0];
    Plan plan = Bench.plan(Integer.toString(sizes[1]), true, rows);
    Parameters parameters = Bench.parameters(plan);
    Replicated inputs = Bench.inputs(rows);
    layer = Bench.layer(Bench.kernels(kernels), plan, parameters, inputs, null, rows);
    Bench.fill(inputs.of(0));
    Bench.fill(layer.d.of(0));
    batch = new Batch(new int[0], 0, rows, 0, rows, new Draws[0], true);
    step = new Step(0, new Batch[] {batch}, new StepNumbers(1, new float[0]), new Sums());
    scratch = new Scratch(Arena.making(), sizes[1]);
    layer.product(0, rows, parameters.values);
    forward();
    forward(); // now deviations are 1: sweeps back change no number's size
  }

  @Benchmark
  public float[] forward() {
    layer.sweep(0, batch, scratch);
    return layer.y.of(0);
  }

  @Benchmark
  public float[] backward() {
    layer.sweepBack(0, rows, null, step, scratch);
    return layer.d.of(0);
  }
}
