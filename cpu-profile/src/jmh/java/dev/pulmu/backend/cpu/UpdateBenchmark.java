package dev.pulmu.backend.cpu;

import dev.pulmu.config.RunConfig;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.plan.Plan;
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
 * One worker moves all weights of a matrix, in pieces as a step does: checks that the gradient is
 * finite, and applies the rule. GB/s count what must be moved if no cache holds it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class UpdateBenchmark {
  private static final int PIECE = 1024;
  private static final int OUTPUTS = 16;

  /** Of 16 outputs: 1,024, 100,096 and 1.9 million weights. */
  @Param({"64", "6256", "118750"})
  private String inputs;

  @Param({"sgd", "adam"})
  private String optimizer;

  private WeightUpdate update;
  private float[] weights;
  private int count;
  private Step step;

  /** Bytes that a pass moves. */
  static long bytes(String optimizer, String inputs) {
    return (long) plan(optimizer, 1).update().rule().bytesPerWeight()
        * Integer.parseInt(inputs)
        * OUTPUTS;
  }

  private static Plan plan(String optimizer, int inputs) {
    return RunConfig.DEFAULT
        .with("hidden", "none")
        .with("optimizer", optimizer)
        .plan(inputs, OUTPUTS, 100);
  }

  @Setup
  public void setUp() {
    Plan plan = plan(optimizer, Integer.parseInt(inputs));
    Parameters parameters = Bench.parameters(plan);
    Bench.fill(parameters.gradient);
    update = new WeightUpdate(new VectorKernels(), parameters, plan, 1);
    weights = parameters.values;
    count = Integer.parseInt(inputs) * OUTPUTS;
    StepNumbers numbers = new StepNumbers(1, plan.update().rule().perStep(1e-6, 1000));
    step = new Step(0, new Batch[0], numbers, new Sums());
  }

  @Benchmark
  public float[] move() {
    for (int from = 0; from < count; from += PIECE) {
      update.take(0, from, Math.min(from + PIECE, count), step);
    }
    return weights;
  }
}
