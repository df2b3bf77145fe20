package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Executor;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.Totals;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.layout.Block;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a plan on a GPU, which it closes; made by {@link CudaBackend}. The host only launches; all
 * else is on the device.
 */
final class CudaExecutor implements Executor {
  /** Steps of the longest graph. */
  private static final int STEPS_PER_GRAPH = 16;

  private final Plan plan;
  private final Feed feed;
  private final Gpu gpu;
  private final DeviceTensors tensors;
  private final Programs programs;
  private final DeviceMemory memory;
  private final ProgramRunner runner;
  private final Map<List<Integer>, Runnable[]> stepGraphs = new HashMap<>();
  private final Map<Weights, Runnable> useGraphs = new EnumMap<>(Weights.class);

  /**
   * An executor on a GPU that is its own from here on, also if this fails.
   *
   * @throws GpuException if the device refuses; with too little memory for the plan it says which
   *     batch would fit
   */
  CudaExecutor(Gpu gpu, Options options, Plan plan, Dataset data, Feed feed) {
    this.plan = plan;
    this.feed = feed;
    this.gpu = gpu;
    try {
      checkPrecision();
      this.tensors = new DeviceTensors(plan, data, feed);
      this.programs =
          new Programs(tensors, options.products(gpu.info().hasBlas(), plan.precision()));
      this.memory = MemoryFit.allocate(gpu, tensors, data, options.tensorsApart());
      this.runner =
          new ProgramRunner(gpu, memory, plan.precision() == Precision.TF32, options.oneByOne());
      Upload.all(tensors, data, memory);
      memory.clear(tensors.askedBad);
    } catch (Throwable e) { // the heap may be too small, too
      try (gpu) {
        throw e;
      }
    }
  }

  private void checkPrecision() {
    if (plan.precision() == Precision.TF32 && !gpu.info().hasBlas()) {
      throw new IllegalStateException("products in tf32 are made by cuBLAS, "
          + gpu.info().versions().get("cublas") + "; install it, or take --precision fp32");
    }
  }

  @Override
  public int mostSteps() {
    return feed.stepsPerEpoch();
  }

  @Override
  public int mostRows() {
    return tensors.chunk;
  }

  @Override
  public void begin(int[] order) {
    memory.upload(order, tensors.order);
  }

  @Override
  public Totals train(long from, long to) {
    memory.upload(table(from, to), tensors.table);
    place(tensors.place, from, feed.start(from), Long.MAX_VALUE);
    List<List<Integer>> shapes = new ArrayList<>();
    for (long step = from; step < to; step++) {
      shapes.add(Programs.shape(feed, step));
    }
    for (int at = 0; at < shapes.size(); ) {
      List<Integer> shape = shapes.get(at);
      int alike = 1;
      while (alike < STEPS_PER_GRAPH
          && at + alike < shapes.size()
          && shapes.get(at + alike).equals(shape)) {
        alike++;
      }
      int steps = alike == STEPS_PER_GRAPH ? STEPS_PER_GRAPH : 1;
      stepGraph(shape, steps).run();
      at += steps;
    }
    return totals(from, shapes);
  }

  private Totals totals(long from, List<List<Integer>> shapes) {
    double[] sums = memory.doubles(tensors.sums, 2 * tensors.parts * shapes.size());
    long bad = memory.first64Bits(tensors.bad);
    long nonFiniteStep = bad - 1;
    Totals totals = Totals.NONE;
    for (int i = 0; i < shapes.size(); i++) {
      if (from + i == nonFiniteStep) {
        return totals.plus(new Totals(0, 0, 0, nonFiniteStep));
      }
      totals = totals.plus(totals(sums, 2 * tensors.parts * i, shapes.get(i)));
    }
    return totals;
  }

  /** The sums over the parts of a pass over these batches. */
  private static Totals totals(double[] sums, int from, List<Integer> batches) {
    double loss = 0;
    double correct = 0;
    int parts = batches.stream().mapToInt(DeviceTensors::lossBlocks).sum();
    for (int part = 0; part < parts; part++) {
      loss += sums[from + 2 * part];
      correct += sums[from + 2 * part + 1];
    }
    return new Totals(
        loss, (long) correct, batches.stream().mapToInt(rows -> rows).sum(), -1);
  }

  private float[] table(long from, long to) {
    int width = tensors.tableWidth();
    float[] table = new float[Math.toIntExact((to - from) * width)];
    for (long step = from; step < to; step++) {
      int at = (int) (step - from) * width;
      StepNumbers numbers = feed.numbers(step);
      table[at] = numbers.kept();
      System.arraycopy(numbers.rule(), 0, table, at + 1, numbers.rule().length);
    }
    return table;
  }

  private void place(Region at, long step, long row, long live) {
    memory.upload(new long[] {step, row, 0, feed.seed(), live}, at);
  }

  private Runnable stepGraph(List<Integer> shape, int steps) {
    Runnable[] graphs = stepGraphs.computeIfAbsent(shape, unknown -> new Runnable[2]);
    int which = steps == 1 ? 0 : 1;
    if (graphs[which] == null) {
      int rows = shape.stream().mapToInt(count -> count).sum();
      Program end = programs.advance(steps, steps * rows);
      graphs[which] = runner.graph(programs.step(shape), steps, end);
    }
    return graphs[which];
  }

  @Override
  public Judgement use(int[] rows, Weights weights) {
    int[] chunk = Arrays.copyOf(rows, tensors.chunk);
    memory.upload(chunk, tensors.askedOrder); // filled up with row 0, which nobody looks at
    place(tensors.askedPlace, 0, 0, rows.length);
    useGraphs
        .computeIfAbsent(
            weights,
            unknown -> runner.graph(programs.use(weights), 1, new Program("end", List.of())))
        .run();
    double[] sums = memory.doubles(tensors.askedSums, 2 * DeviceTensors.lossBlocks(tensors.chunk));
    Totals totals = totals(sums, 0, List.of(tensors.chunk));
    int[] answers = tensors.labels ? memory.ints(tensors.answers, rows.length) : new int[0];
    return new Judgement(totals.lossSum(), totals.correct(), answers);
  }

  @Override
  public void output(Block block, int rows, float[] into, int at) {
    Region y = tensors.blocks.get(block.index()).y();
    float[] part = memory.floats(y, rows * block.outputs());
    System.arraycopy(part, 0, into, at, part.length);
  }

  @Override
  public LossAndGradient gradient(int[] rows, long step) {
    memory.upload(rows, tensors.askedOrder);
    place(tensors.askedPlace, step, 0, Long.MAX_VALUE);
    runner.run(programs.lossAndGradient(rows.length));
    int parts = DeviceTensors.lossBlocks(rows.length);
    double[] sums = memory.doubles(tensors.askedSums, 2 * parts);
    double loss = totals(sums, 0, List.of(rows.length)).lossSum() / rows.length;
    float[] gradient = memory.floats(tensors.gradient, plan.parameters());
    return new LossAndGradient(loss, plan.penalty(values()), gradient);
  }

  @Override
  public float[] values() {
    return memory.floats(tensors.persistent, plan.size());
  }

  @Override
  public void restore(float[] values) {
    memory.upload(values, tensors.persistent);
    memory.clear(tensors.bad);
  }

  @Override
  public void close() {
    try (gpu;
        memory;
        runner) { // in reverse, each also if one before it fails
    }
  }
}
