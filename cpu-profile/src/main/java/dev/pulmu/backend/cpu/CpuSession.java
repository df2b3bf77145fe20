package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Questions;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.plan.Block;
import dev.pulmu.plan.Matrix;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.State;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plan that runs on the workers of a team.
 *
 * <p>Weights move as soon as their own gradient is known, so a gradient that is not finite is found
 * after others have moved. Then the session goes back to its last copy of all state and takes the
 * steps since then again, up to the bad one: they give the same bits. So it does where a worker
 * fails.
 */
final class CpuSession implements Session {
  /** Rows that stay in the second-level caches from layer to layer. */
  private static final int CHUNK = 128;

  /** Steps after which all state is copied anew. */
  private static final int STEPS_PER_COPY = 64;

  private static final Draws[] NO_MASKS = {};
  private static final StepNumbers NO_NUMBERS = new StepNumbers(1, new float[0]);
  private static final Logger LOGGER = System.getLogger(CpuSession.class.getName());

  private final Plan plan;
  private final Feed feed;
  private final Dataset data;
  private final Examples examples;
  private final Parameters parameters;
  private final Parameters copy;
  private final boolean drops;
  private final Team team;
  private final CpuNetwork network;
  private final AllocationWatch watch;

  /** The most rows that are worked on at once in use, and the most in training. */
  private final int chunk;

  private final int trained;
  private final List<Step> sinceCopy = new ArrayList<>();
  private final Sums sums = new Sums();
  private long orderedEpoch = -1;
  private long nonFiniteStep = -1;
  private int[] order;
  private boolean closed;

  CpuSession(Kernels kernels, int workers, Plan plan, Dataset data, Feed feed, State state) {
    this(kernels, new AllocationWatch(workers), workers, plan, data, feed, state);
  }

  CpuSession(
      Kernels kernels,
      AllocationWatch watch,
      int workers,
      Plan plan,
      Dataset data,
      Feed feed,
      State state) {
    feed.checkFits(plan, data);
    state.checkFits(plan);
    this.plan = plan;
    this.feed = feed;
    this.data = data;
    SessionParts parts = SessionParts.of(Arena.making(), kernels, workers, plan, data, feed);
    this.examples = parts.examples();
    this.parameters = parts.parameters();
    this.copy = parts.copy();
    this.chunk = Math.min(CHUNK, data.samples());
    this.trained = trained(plan, feed);
    this.drops = plan.blocks().stream().anyMatch(Block::hasDropout);
    this.watch = watch;
    this.team = parts.team();
    this.network = parts.network();
    restore(state);
    team.start(); // last: whatever fails before leaves no threads behind
  }

  /** The most rows that a session works on at once. */
  static int rows(Plan plan, Dataset data, Feed feed) {
    return Math.max(Math.min(CHUNK, data.samples()), trained(plan, feed));
  }

  /** A batch norm needs the whole batch, others need no rows but their own. */
  private static int trained(Plan plan, Feed feed) {
    return plan.hasBatchNorm() ? feed.largestBatch() : Math.min(CHUNK, feed.largestBatch());
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
      long end = Math.min(step + STEPS_PER_COPY, (epoch + 1) * feed.stepsPerEpoch());
      end = Math.min(end, to);
      totals = totals.plus(train(epoch, step, end));
      step = end;
    }
    return totals;
  }

  /** A few steps of one epoch. */
  private Totals train(long epoch, long from, long to) {
    if (epoch != orderedEpoch) {
      order = feed.order(epoch);
      orderedEpoch = epoch;
    }
    List<Step> steps = new ArrayList<>();
    for (long step = from; step < to; step++) {
      steps.add(step(step));
    }
    if (sinceCopy.isEmpty() || sinceCopy.size() + steps.size() > STEPS_PER_COPY) {
      sinceCopy.clear();
      copy.assign(parameters);
    }
    sinceCopy.addAll(steps);
    int good;
    try {
      good = run(steps);
    } catch (RuntimeException | Error failure) { // perhaps in the middle of an update
      try {
        goBackBefore(from);
      } catch (RuntimeException | Error again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    Totals totals = Totals.NONE;
    for (Step step : steps.subList(0, good)) {
      totals = totals.plus(new Totals(step.sums().loss, step.sums().right, step.samples(), -1));
    }
    if (good < steps.size()) {
      nonFiniteStep = from + good;
      goBackBefore(nonFiniteStep);
      return totals.plus(new Totals(0, 0, 0, nonFiniteStep));
    }
    return totals;
  }

  /**
   * Runs steps up to the first whose loss or gradient is not finite, and says how many went well.
   */
  private int run(List<Step> steps) {
    Step[] all = steps.toArray(Step[]::new);
    int[] good = new int[1];
    network.forget();
    long began = System.nanoTime();
    team.run(worker -> {
      watch.begin(worker);
      for (int i = 0; i < all.length && network.train(worker, all[i]); i++) {
        if (worker == 0) {
          good[0] = i + 1;
        }
      }
      watch.end(worker);
    });
    watch
        .done(Math.max(1, good[0]), System.nanoTime() - began)
        .ifPresent(line -> LOGGER.log(Level.WARNING, line));
    return good[0];
  }

  private void goBackBefore(long bad) {
    parameters.assign(copy);
    List<Step> again = new ArrayList<>();
    for (Step step : sinceCopy) {
      if (step.number() < bad) {
        again.add(new Step(step.number(), step.batches(), step.numbers(), new Sums()));
      }
    }
    run(again);
    sinceCopy.clear();
  }

  private Step step(long number) {
    Batch[] batches = batches(order, feed.cuts(number), masks(number), true);
    return new Step(number, batches, feed.numbers(number), new Sums());
  }

  /** What lies between cuts, in pieces of as many rows as are worked on at once. */
  private Batch[] batches(int[] order, int[] cuts, Draws[] masks, boolean counts) {
    int samples = cuts[cuts.length - 1] - cuts[0];
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.length; i++) {
      for (int from = cuts[i]; from < cuts[i + 1]; from += trained) {
        int rows = Math.min(trained, cuts[i + 1] - from);
        batches.add(new Batch(order, from, rows, from - cuts[0], samples, masks, counts));
      }
    }
    return batches.toArray(Batch[]::new);
  }

  private Draws[] masks(long step) {
    if (!drops) {
      return NO_MASKS;
    }
    return plan.blocks().stream()
        .map(block -> new Draws(feed.seed(), Use.DROPOUT, block.index(), step))
        .toArray(Draws[]::new);
  }

  @Override
  public Map<String, Matrix> forward(int[] rows, List<String> taps) {
    checkOpen();
    data.checkRows(rows);
    Map<String, Integer> columns = Questions.columns(plan, taps);
    Map<String, float[]> values = new LinkedHashMap<>();
    columns.forEach((tap, count) -> values.put(tap, new float[rows.length * count]));
    for (int from = 0; from < rows.length; from += chunk) {
      Batch batch = use(rows, from, parameters.values, new Sums());
      for (String tap : values.keySet()) {
        Layer layer = layer(tap);
        float[] y = layer.y.whole(batch.rows());
        layer.shape.unpack(y, 0, batch.rows(), values.get(tap), from * columns.get(tap));
      }
    }
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    values.forEach(
        (tap, array) -> matrices.put(tap, new Matrix(rows.length, columns.get(tap), array)));
    return matrices;
  }

  private Layer layer(String tap) {
    List<Block> blocks = plan.blocks();
    Block last = blocks.get(blocks.size() - 1);
    return network.layer(blocks.stream()
        .filter(block -> block.name().equals(tap))
        .findFirst()
        .orElse(last)
        .index());
  }

  /** Runs the network in use on a chunk of rows. */
  private Batch use(int[] rows, int from, float[] values, Sums into) {
    int count = Math.min(chunk, rows.length - from);
    Batch batch = new Batch(rows, from, count, 0, count, new Draws[0], false);
    team.run(worker -> network.use(worker, batch, values, into));
    return batch;
  }

  @Override
  public Evaluation evaluate(Split split, Weights weights) {
    checkOpen();
    int[] rows = Questions.rows(plan, data, split, weights);
    float[] values = weights == Weights.EMA ? parameters.averaged() : parameters.values;
    int classes = examples.labels.length > 0 ? data.targets().outputs() : 0;
    long[][] confusion = new long[classes][classes];
    Sums total = new Sums();
    for (int from = 0; from < rows.length; from += chunk) {
      Batch batch = use(rows, from, values, total);
      for (int i = 0; classes > 0 && i < batch.rows(); i++) {
        confusion[examples.labels[rows[from + i]]][network.answer(i)]++;
      }
    }
    return new Evaluation(total.loss, examples.judges ? total.right : -1, rows.length, confusion);
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
    Batch[] batches = batches(rows, new int[] {0, rows.length}, masks(step), false);
    Step once = new Step(-2, batches, NO_NUMBERS, new Sums());
    team.run(worker -> network.lossAndGradient(worker, once));
    double loss = once.sums().loss / rows.length;
    return new LossAndGradient(
        loss, plan.penalty(parameters.canonical()), parameters.canonicalGradient());
  }

  @Override
  public State state() {
    checkOpen();
    return new State(plan, parameters.canonical());
  }

  @Override
  public void restore(State state) {
    checkOpen();
    state.checkFits(plan);
    parameters.restore(state.values());
    sinceCopy.clear();
    nonFiniteStep = -1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      team.close();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }
}
