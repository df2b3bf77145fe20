package dev.pulmu.backend.cpu;

import dev.pulmu.config.RunConfig;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.PlainKernels;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs micro-benchmarks, by default all of them, and then prints times with the figures that they
 * stand for. Arguments are JMH's, as {@code Product -p kernels=vector -i 10}.
 */
public final class Bench {
  /** The seed of all numbers. */
  private static final long SEED = 1;

  private Bench() {}

  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    StringBuilder table = new StringBuilder();
    for (RunResult result : new Runner(new CommandLineOptions(arguments)).run()) {
      table.append(line(result.getParams(), result.getPrimaryResult()));
    }
    System.out.print("\n" + table);
  }

  private static String line(BenchmarkParams of, Result<?> micros) {
    String name = of.getBenchmark();
    Map<String, String> settings = new TreeMap<>();
    of.getParamsKeys().forEach(key -> settings.put(key, of.getParam(key)));
    double score = micros.getScore();
    String figure;
    if (name.contains("ProductBenchmark")) {
      figure = String.format(
          Locale.ROOT, "%.1f GFLOP/s", ProductBenchmark.flop(of.getParam("shape")) / score / 1e3);
    } else if (name.contains("UpdateBenchmark")) {
      long bytes = UpdateBenchmark.bytes(of.getParam("optimizer"), of.getParam("inputs"));
      figure = String.format(Locale.ROOT, "%.1f GB/s", bytes / score / 1e3);
    } else {
      int[] matrix = sizes(of.getParam("shape"));
      figure = String.format(Locale.ROOT, "%.2f numbers/ns", matrix[0] * matrix[1] / score / 1e3);
    }
    String subject = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    return String.format(
        Locale.ROOT,
        "%-34s %-48s %12.2f µs  ± %8.2f  %s%n",
        subject,
        settings,
        score,
        micros.getScoreError(),
        figure);
  }

  /** The kernels of this name. */
  static Kernels kernels(String name) {
    return name.equals("plain") ? new PlainKernels() : new VectorKernels();
  }

  /** The numbers between the letters x. */
  static int[] sizes(String shape) {
    int[] sizes = new int[shape.split("x").length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(shape.split("x")[i]);
    }
    return sizes;
  }

  /** Sixteen inputs, hidden layers as wide as asked for, ten classes. */
  static Plan plan(String hidden, boolean batchNorm, int rows) {
    return RunConfig.DEFAULT
        .with("hidden", hidden)
        .with("batch-norm", Boolean.toString(batchNorm))
        .with("batch", Integer.toString(rows))
        .plan(16, 10, rows);
  }

  /** A plan's parameters at their start. */
  static Parameters parameters(Plan plan) {
    Parameters parameters = new Parameters(Arena.making(), plan);
    parameters.restore(State.initial(plan, SEED).values());
    return parameters;
  }

  /**
   * A layer of one worker that knows no inputs that never vary.
   *
   * @param before the layer before; null if this is the first, which has the inputs
   */
  static DenseWork layer(
      Kernels kernels,
      Plan plan,
      Parameters parameters,
      Replicated inputs,
      DenseWork before,
      int rows) {
    Sharing sharing = Sharing.of(plan, 1).get(before == null ? 0 : 1);
    return new DenseWork(
        Arena.making(), kernels, parameters, inputs, new int[0], before, sharing, true, rows);
  }

  /** Room for sixteen inputs of one worker. */
  static Replicated inputs(int rows) {
    Panels shape = new Panels(rows, 16);
    return Replicated.of(
        Arena.making(), shape, Cut.byPanels(shape.count(), 1), Replicated.Kind.PARTS);
  }

  /** Fills an array with numbers between −1 and 1. */
  static void fill(float[] values) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
  }
}
