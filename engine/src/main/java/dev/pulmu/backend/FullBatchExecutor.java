package dev.pulmu.backend;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.descent.Iterate;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.State;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains a plan whose optimizer is a full-batch method, on any backend: the method runs here and
 * asks a session of the backend for losses and gradients. A step is one iteration. It depends on
 * the persistent tensors alone, as those hold all that the method remembers.
 */
final class FullBatchExecutor implements Executor {
  /** Rows that are asked for at once. */
  private static final int PIECE = 4096;

  private final Plan plan;
  private final FullBatch method;
  private final Executor inner;
  private final Session session;
  private final RowsObjective objective;
  private float[] values;
  private Optional<Iterate> known = Optional.empty();

  FullBatchExecutor(Backend backend, FullBatch method, Plan plan, Dataset data, Feed feed) {
    this.plan = plan;
    this.method = method;
    Plan pieces = Planner.inPieces(plan, PIECE);
    Feed all = new Feed(pieces, data, 1, feed.seed());
    this.inner = backend.executor(pieces, data, all);
    this.session = new PlanSession(inner, pieces, data, all, State.initial(pieces, 0));
    this.objective = new RowsObjective(session, pieces, data.rows(Split.TRAIN), all.largestBatch());
  }

  @Override
  public int mostSteps() {
    return 1;
  }

  @Override
  public int mostRows() {
    return inner.mostRows();
  }

  /** Every step takes all rows, in the order of the table. */
  @Override
  public void begin(int[] order) {}

  @Override
  public Totals train(long step, long to) {
    Iterate before = known.orElseGet(() -> method.begin(objective, point(), past()));
    known = Optional.of(before);
    if (before.end().filter(end -> end == Iterate.End.NOT_FINITE).isPresent()) {
      return new Totals(0, 0, 0, step);
    }
    Evaluation sums = session.evaluate(Split.TRAIN, Weights.LIVE);
    Iterate after = method.next(objective, before);
    objective.moveTo(after.now().at());
    keep(after);
    return new Totals(sums.lossSum(), Math.max(0, sums.correct()), sums.samples(), -1);
  }

  private double[] point() {
    return doubles(0);
  }

  private double[] doubles(int offset) {
    double[] doubles = new double[plan.parameters()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[offset + i];
    }
    return doubles;
  }

  /**
   * The past that the tensors hold. An entry whose gradient is all 0 is still empty: at such a
   * point the method would have ended.
   */
  private List<Iterate.Past> past() {
    List<Iterate.Past> past = new ArrayList<>();
    for (int i = 0; i < method.history(); i++) {
      double[] gradient = doubles(gradientAt(i));
      for (double slope : gradient) {
        if (slope != 0) {
          past.add(new Iterate.Past(doubles(pointAt(i)), gradient));
          break;
        }
      }
    }
    return past;
  }

  /** The place of a point of the past; index 0 is the newest. */
  private int pointAt(int index) {
    return plan.slot(index).from();
  }

  /** The place of the gradient at this point. */
  private int gradientAt(int index) {
    return plan.slot(method.history() + index).from();
  }

  /** Every number of an iterate is that of a float. */
  private void keep(Iterate iterate) {
    known = Optional.of(iterate);
    values = new float[values.length];
    put(iterate.now().at(), 0);
    for (int i = 0; i < iterate.past().size(); i++) {
      put(iterate.past().get(i).at(), pointAt(i));
      put(iterate.past().get(i).gradient(), gradientAt(i));
    }
  }

  private void put(double[] numbers, int offset) {
    for (int i = 0; i < numbers.length; i++) {
      values[offset + i] = (float) numbers[i];
    }
  }

  @Override
  public boolean isAtEnd() {
    return known
        .flatMap(Iterate::end)
        .filter(end -> end != Iterate.End.NOT_FINITE)
        .isPresent();
  }

  @Override
  public Judgement use(int[] rows, Weights weights) {
    return inner.use(rows, weights);
  }

  @Override
  public void output(Block block, int rows, float[] into, int at) {
    inner.output(block, rows, into, at);
  }

  @Override
  public LossAndGradient gradient(int[] rows, long step) {
    return objective.over(rows, step);
  }

  @Override
  public float[] values() {
    return values.clone();
  }

  @Override
  public void restore(float[] values) {
    this.values = values.clone();
    known = Optional.empty();
    objective.moveTo(point());
  }

  @Override
  public void close() {
    session.close();
  }
}
