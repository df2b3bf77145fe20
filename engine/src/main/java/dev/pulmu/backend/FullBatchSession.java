package dev.pulmu.backend;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.descent.Iterate;
import dev.pulmu.feed.Feed;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.plan.Matrix;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import dev.pulmu.plan.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plan whose optimizer is a full-batch method, on any backend: the method runs here and asks a
 * session of the backend for losses and gradients. A step is one iteration, and a function of the
 * persistent tensors: what the method remembers is among them.
 */
final class FullBatchSession implements Session {
  /** Rows that are asked for at once. */
  private static final int PIECE = 4096;

  private final Plan plan;
  private final Feed feed;
  private final Dataset data;
  private final FullBatch method;
  private final Session session;
  private final RowsObjective objective;
  private float[] values;
  private Optional<Iterate> known = Optional.empty();
  private long nonFiniteStep = -1;

  FullBatchSession(
      Backend backend, FullBatch method, Plan plan, Dataset data, Feed feed, State state) {
    feed.checkFits(plan, data);
    state.checkFits(plan);
    this.plan = plan;
    this.feed = feed;
    this.data = data;
    this.method = method;
    Plan pieces = Planner.inPieces(plan, PIECE);
    Feed inner = new Feed(pieces, data, 1, feed.seed());
    State weights = State.initial(pieces, 0).withWeightsOf(state);
    this.session = backend.session(pieces, data, inner, weights);
    this.objective =
        new RowsObjective(session, pieces, data.rows(Split.TRAIN), inner.largestBatch());
    this.values = state.values().clone();
  }

  @Override
  public Totals train(long from, long to) {
    Totals totals = Totals.NONE;
    for (long step = from; step < to && totals.nonFiniteStep() < 0; step++) {
      totals = totals.plus(nonFiniteStep >= 0 ? bad() : train(step));
    }
    return totals;
  }

  private Totals train(long step) {
    Iterate before = known.orElseGet(() -> method.begin(objective, point(), past()));
    known = Optional.of(before);
    if (before.end().filter(end -> end == Iterate.End.NOT_FINITE).isPresent()) {
      nonFiniteStep = step;
      return bad();
    }
    Evaluation sums = session.evaluate(Split.TRAIN, Weights.LIVE);
    Iterate after = method.next(objective, before);
    objective.moveTo(after.now().at());
    keep(after);
    return new Totals(sums.lossSum(), Math.max(0, sums.correct()), sums.samples(), -1);
  }

  private Totals bad() {
    return new Totals(0, 0, 0, nonFiniteStep);
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

  /** What the tensors have of it: a gradient of zeros would have been the end. */
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

  /** Where a point of the past lies, the newest being the first. */
  private int pointAt(int index) {
    return plan.slot(index).from();
  }

  /** Where the gradient at this point lies. */
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
  public Map<String, Matrix> forward(int[] rows, List<String> taps) {
    return session.forward(rows, taps);
  }

  @Override
  public Evaluation evaluate(Split split, Weights weights) {
    return session.evaluate(split, weights);
  }

  @Override
  public LossAndGradient lossAndGradient(int[] rows, long step) {
    data.checkRows(rows);
    if (rows.length == 0 || rows.length > feed.largestBatch()) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "a gradient is of 1..%d rows, the feed's largest batch, came %d",
          feed.largestBatch(),
          rows.length));
    }
    return objective.over(rows, step);
  }

  @Override
  public State state() {
    return new State(plan, values.clone());
  }

  @Override
  public void restore(State state) {
    state.checkFits(plan);
    values = state.values().clone();
    known = Optional.empty();
    nonFiniteStep = -1;
    objective.moveTo(point());
  }

  @Override
  public void close() {
    session.close();
  }
}
