package dev.pulmu.backend.cpu;

import dev.pulmu.backend.Executor;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.StepNumbers;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.layout.Block;
import dev.pulmu.plan.Plan;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a plan on the workers of a {@link Team}; made by {@link CpuBackend}.
 *
 * <p>Weights move as soon as their own gradient is known, so a gradient that is not finite is found
 * after others have moved. Then it goes back to its last copy of all state and repeats the steps
 * since then, up to the bad one: they give the same bits. It does the same where a worker fails.
 */
final class CpuExecutor implements Executor {
  /** Rows that stay in the second-level caches from layer to layer. */
  private static final int CHUNK = 128;

  /** Steps after which all state is copied anew. */
  private static final int STEPS_PER_COPY = 64;

  private static final Draws[] NO_MASKS = {};
  private static final StepNumbers NO_NUMBERS = new StepNumbers(1, new float[0]);
  private static final Logger LOGGER = System.getLogger(CpuExecutor.class.getName());

  private final Plan plan;
  private final Feed feed;
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
  private int[] order;
  private Optional<float[]> averaged = Optional.empty();

  CpuExecutor(Kernels kernels, int workers, Plan plan, Dataset data, Feed feed) {
    this(kernels, new AllocationWatch(workers), workers, plan, data, feed);
  }

  CpuExecutor(
      Kernels kernels, AllocationWatch watch, int workers, Plan plan, Dataset data, Feed feed) {
    this.plan = plan;
    this.feed = feed;
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
  public int mostSteps() {
    return STEPS_PER_COPY;
  }

  @Override
  public int mostRows() {
    return chunk;
  }

  @Override
  public void begin(int[] order) {
    this.order = order;
  }

  @Override
  public Totals train(long from, long to) {
    averaged = Optional.empty();
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
      goBackBefore(from + good);
      return totals.plus(new Totals(0, 0, 0, from + good));
    }
    return totals;
  }

  /**
   * Runs steps up to the first whose loss or gradient is not finite, and returns how many went
   * well.
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

  /** The rows between cuts, in pieces of as many rows as are worked on at once. */
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
  public Judgement use(int[] rows, Weights weights) {
    float[] values = weights == Weights.EMA ? averaged() : parameters.values;
    Batch batch = new Batch(rows, 0, rows.length, 0, rows.length, NO_MASKS, false);
    Sums sums = new Sums();
    team.run(worker -> network.use(worker, batch, values, sums));
    return new Judgement(sums.loss, sums.right, network.answers());
  }

  /** Made once for all pieces of an evaluation. */
  private float[] averaged() {
    if (averaged.isEmpty()) {
      averaged = Optional.of(parameters.averaged());
    }
    return averaged.get();
  }

  @Override
  public void output(Block block, int rows, float[] into, int at) {
    DenseWork layer = network.layer(block.index());
    layer.shape.unpack(layer.y.whole(rows), 0, rows, into, at);
  }

  @Override
  public LossAndGradient gradient(int[] rows, long step) {
    Batch[] batches = batches(rows, new int[] {0, rows.length}, masks(step), false);
    Step once = new Step(-2, batches, NO_NUMBERS, new Sums());
    team.run(worker -> network.lossAndGradient(worker, once));
    double loss = once.sums().loss / rows.length;
    return new LossAndGradient(
        loss, plan.penalty(parameters.canonical()), parameters.canonicalGradient());
  }

  @Override
  public float[] values() {
    return parameters.canonical();
  }

  @Override
  public void restore(float[] values) {
    parameters.restore(values);
    sinceCopy.clear();
    averaged = Optional.empty();
  }

  @Override
  public void close() {
    team.close();
  }
}
