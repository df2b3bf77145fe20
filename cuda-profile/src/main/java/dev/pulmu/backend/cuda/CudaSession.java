package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Questions;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.plan.Matrix;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Precision;
import dev.pulmu.plan.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plan that runs on a GPU, which it closes. The host only launches; all else is on the device.
 */
final class CudaSession implements Session {
  /** Steps of the longest graph. */
  private static final int STEPS_PER_GRAPH = 16;

  private final Plan plan;
  private final Feed feed;
  private final Dataset data;
  private final Gpu gpu;
  private final DeviceTensors tensors;
  private final Programs programs;
  private final DeviceMemory memory;
  private final Player player;
  private final Map<List<Integer>, Runnable[]> stepGraphs = new HashMap<>();
  private final Map<Weights, Runnable> useGraphs = new EnumMap<>(Weights.class);
  private long orderedEpoch = -1;
  private long nonFiniteStep = -1;
  private boolean closed;

  /**
   * A session on a GPU that is its own from here on, also if this fails.
   *
   * @throws GpuException if the device refuses; with too little memory for the plan it says which
   *     batch would fit
   */
  CudaSession(Gpu gpu, Options options, Plan plan, Dataset data, Feed feed, State state) {
    this.plan = plan;
    this.feed = feed;
    this.data = data;
    this.gpu = gpu;
    try {
      feed.checkFits(plan, data);
      state.checkFits(plan);
      checkPrecision();
      this.tensors = new DeviceTensors(plan, data, feed);
      this.programs =
          new Programs(tensors, options.products(gpu.info().hasBlas(), plan.precision()));
      this.memory = Fit.allocate(gpu, tensors, data, options.tensorsApart());
      this.player = new Player(gpu, memory, plan.precision() == Precision.TF32, options.oneByOne());
      Contents.upload(tensors, data, memory);
      memory.clear(tensors.askedBad);
      restore(state);
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
  public Totals train(long from, long to) {
    checkOpen();
    Totals totals = Totals.NONE;
    for (long step = from; step < to && totals.nonFiniteStep() < 0; ) {
      if (nonFiniteStep >= 0) {
        return totals.plus(new Totals(0, 0, 0, nonFiniteStep));
      }
      long epoch = step / feed.stepsPerEpoch();
      long end = Math.min(to, (epoch + 1) * feed.stepsPerEpoch());
      totals = totals.plus(train(epoch, step, end));
      step = end;
    }
    return totals;
  }

  /** Steps of one epoch. */
  private Totals train(long epoch, long from, long to) {
    if (epoch != orderedEpoch) {
      memory.upload(feed.order(epoch), tensors.order);
      orderedEpoch = epoch;
    }
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
    nonFiniteStep = bad - 1;
    Totals totals = Totals.NONE;
    for (int i = 0; i < shapes.size(); i++) {
      if (from + i == nonFiniteStep) {
        return totals.plus(new Totals(0, 0, 0, nonFiniteStep));
      }
      totals = totals.plus(totals(sums, 2 * tensors.parts * i, shapes.get(i)));
    }
    return totals;
  }

  /** What the parts of a pass over these batches add up to. */
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
      graphs[which] = player.graph(programs.step(shape), steps, end);
    }
    return graphs[which];
  }

  @Override
  public Map<String, Matrix> forward(int[] rows, List<String> taps) {
    checkOpen();
    data.checkRows(rows);
    Map<String, Integer> columns = Questions.columns(plan, taps);
    Map<String, float[]> values = new LinkedHashMap<>();
    columns.forEach((tap, count) -> values.put(tap, new float[rows.length * count]));
    for (int from = 0; from < rows.length; from += tensors.chunk) {
      int count = use(rows, from, Weights.LIVE);
      for (String tap : columns.keySet()) {
        int width = columns.get(tap);
        float[] part = memory.floats(output(tap), count * width);
        System.arraycopy(part, 0, values.get(tap), from * width, part.length);
      }
    }
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    values.forEach(
        (tap, array) -> matrices.put(tap, new Matrix(rows.length, columns.get(tap), array)));
    return matrices;
  }

  private Region output(String tap) {
    int last = tensors.blocks.size() - 1;
    return tensors.blocks.stream()
        .filter(block -> block.block().name().equals(tap))
        .findFirst()
        .orElse(tensors.blocks.get(last))
        .y();
  }

  /** Runs the network in use on a chunk of rows, and says how many they were. */
  private int use(int[] rows, int from, Weights weights) {
    int count = Math.min(tensors.chunk, rows.length - from);
    int[] chunk = new int[tensors.chunk];
    System.arraycopy(rows, from, chunk, 0, count);
    memory.upload(chunk, tensors.askedOrder); // filled up with row 0, which nobody looks at
    place(tensors.askedPlace, 0, 0, count);
    useGraphs
        .computeIfAbsent(
            weights,
            unknown -> player.graph(programs.use(weights), 1, new Program("end", List.of())))
        .run();
    return count;
  }

  @Override
  public Evaluation evaluate(Split split, Weights weights) {
    checkOpen();
    int[] rows = Questions.rows(plan, data, split, weights);
    Optional<Labels> labels =
        data.targets() instanceof Labels found ? Optional.of(found) : Optional.empty();
    int classes = tensors.judges && labels.isPresent() ? labels.get().classes() : 0;
    long[][] confusion = new long[classes][classes];
    Totals totals = Totals.NONE;
    for (int from = 0; from < rows.length; from += tensors.chunk) {
      int count = use(rows, from, weights);
      int parts = DeviceTensors.lossBlocks(tensors.chunk);
      double[] sums = memory.doubles(tensors.askedSums, 2 * parts);
      totals = totals.plus(totals(sums, 0, List.of(tensors.chunk)));
      int[] answers = classes > 0 ? memory.ints(tensors.answers, count) : new int[0];
      for (int i = 0; i < answers.length; i++) {
        confusion[labels.get().values()[rows[from + i]]][answers[i]]++;
      }
    }
    long correct = tensors.judges ? totals.correct() : -1;
    return new Evaluation(totals.lossSum(), correct, rows.length, confusion);
  }

  @Override
  public LossAndGradient lossAndGradient(int[] rows, long step) {
    checkOpen();
    data.checkRows(rows);
    if (rows.length == 0 || rows.length > feed.largestBatch()) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "a gradient is of 1..%d rows, the feed's largest batch, came %d",
          feed.largestBatch(),
          rows.length));
    }
    memory.upload(rows, tensors.askedOrder);
    place(tensors.askedPlace, step, 0, Long.MAX_VALUE);
    player.play(programs.lossAndGradient(rows.length));
    int parts = DeviceTensors.lossBlocks(rows.length);
    double[] sums = memory.doubles(tensors.askedSums, 2 * parts);
    double loss = totals(sums, 0, List.of(rows.length)).lossSum() / rows.length;
    float[] gradient = memory.floats(tensors.gradient, plan.parameters());
    return new LossAndGradient(loss, plan.penalty(state().values()), gradient);
  }

  @Override
  public State state() {
    checkOpen();
    return new State(plan, memory.floats(tensors.persistent, plan.size()));
  }

  @Override
  public void restore(State state) {
    checkOpen();
    state.checkFits(plan);
    memory.upload(state.values(), tensors.persistent);
    memory.clear(tensors.bad);
    nonFiniteStep = -1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (gpu;
          memory;
          player) { // in reverse, each also if one before it fails
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }
}
