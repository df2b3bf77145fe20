package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Questions;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.plan.Block;
import dev.pulmu.plan.Matrix;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan that runs as ND4J operations. */
final class Nd4jSession implements Session {
  /** Rows of a pass that does not train. */
  private static final int CHUNK = 1024;

  /** Scratch is kept for this many row counts: full batch, short batch, chunk, two remainders. */
  private static final int KEPT_SIZES = 5;

  private final Plan plan;
  private final Feed feed;
  private final Dataset data;
  private final ResidentData resident;
  private final Nd4jNetwork network;
  private final Map<Integer, NetworkArrays> scratch = new LinkedHashMap<>(8, 0.75f, true);
  private long nonFiniteStep = -1;
  private long orderedEpoch = -1;
  private int[] order;
  private boolean closed;

  Nd4jSession(Plan plan, Dataset data, Feed feed, State state) {
    feed.checkFits(plan, data);
    state.checkFits(plan); // before anything is allocated
    this.plan = plan;
    this.feed = feed;
    this.data = data;
    this.resident = new ResidentData(data, plan.network());
    this.network = new Nd4jNetwork(plan);
    restore(state);
  }

  @Override
  public Totals train(long from, long to) {
    checkOpen();
    Totals totals = Totals.NONE;
    for (long step = from; step < to && totals.nonFiniteStep() < 0; step++) {
      totals = totals.plus(nonFiniteStep >= 0 ? new Totals(0, 0, 0, nonFiniteStep) : train(step));
    }
    return totals;
  }

  private Totals train(long step) {
    int[] order = order(step / feed.stepsPerEpoch());
    int[] cuts = feed.cuts(step);
    int samples = cuts[cuts.length - 1] - cuts[0];
    Answers answers = new Answers(data.targets(), plan.network().loss());
    double loss = 0;
    network.begin();
    for (int i = 0; i < cuts.length - 1; i++) {
      int[] rows = Arrays.copyOfRange(order, cuts[i], cuts[i + 1]);
      NetworkArrays at = gather(rows);
      loss += lossAndBackward(at, step, cuts[i] - cuts[0], samples);
      network.addBatch(at);
      answers.add(at.last().y, rows);
    }
    network.penalise();
    if (!Double.isFinite(loss) || !network.gradientIsFinite()) {
      network.undo();
      nonFiniteStep = step;
      return new Totals(0, 0, 0, step);
    }
    network.update(feed.numbers(step));
    return new Totals(loss, Math.max(answers.correct(), 0), samples, -1);
  }

  /**
   * The sum of a batch's losses, and its part of the gradient.
   *
   * @param firstRow the place of its first row in the step
   * @param samples how many rows the step has
   */
  private double lossAndBackward(NetworkArrays at, long step, int firstRow, int samples) {
    network.forward(at, feed.seed(), step, firstRow);
    double loss = at.loss.sum();
    at.loss.gradient(samples);
    network.backward(at);
    return loss;
  }

  @Override
  public Map<String, Matrix> forward(int[] rows, List<String> taps) {
    checkOpen();
    Map<String, Integer> columns = Questions.columns(plan, taps);
    List<String> known = plan.blocks().stream().map(Block::name).toList();
    Map<String, float[]> values = new LinkedHashMap<>();
    columns.forEach((tap, count) -> values.put(tap, new float[rows.length * count]));
    for (int from = 0; from < rows.length; from += CHUNK) {
      NetworkArrays at =
          infer(Arrays.copyOfRange(rows, from, Math.min(from + CHUNK, rows.length)), Weights.LIVE);
      for (String tap : values.keySet()) {
        INDArray y = (tap.equals("logits") ? at.last() : at.blocks.get(known.indexOf(tap))).y;
        System.arraycopy(
            y.data().asFloat(), 0, values.get(tap), from * columns.get(tap), (int) y.length());
      }
    }
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    values.forEach(
        (tap, array) -> matrices.put(tap, new Matrix(rows.length, columns.get(tap), array)));
    return matrices;
  }

  @Override
  public Evaluation evaluate(Split split, Weights weights) {
    checkOpen();
    int[] rows = Questions.rows(plan, data, split, weights);
    double loss = 0;
    Answers answers = new Answers(data.targets(), plan.network().loss());
    for (int from = 0; from < rows.length; from += CHUNK) {
      int[] chunk = Arrays.copyOfRange(rows, from, Math.min(from + CHUNK, rows.length));
      NetworkArrays at = infer(chunk, weights);
      loss += at.loss.sum();
      answers.add(at.last().y, chunk);
    }
    return new Evaluation(loss, answers.correct(), rows.length, answers.confusion());
  }

  @Override
  public LossAndGradient lossAndGradient(int[] rows, long step) {
    checkOpen();
    network.begin();
    double loss = lossAndBackward(gather(rows), step, 0, rows.length);
    network.addGradient();
    network.penalise();
    return new LossAndGradient(loss / rows.length, network.penalty(), network.gradient());
  }

  @Override
  public State state() {
    checkOpen();
    return new State(plan, network.values());
  }

  @Override
  public void restore(State state) {
    checkOpen();
    state.checkFits(plan);
    network.restore(state.values());
    nonFiniteStep = -1;
  }

  @Override
  public void close() {
    closed = true;
    scratch.values().forEach(NetworkArrays::close);
    scratch.clear();
    network.close();
    resident.close();
  }

  private int[] order(long epoch) {
    if (epoch != orderedEpoch) {
      order = feed.order(epoch);
      orderedEpoch = epoch;
    }
    return order;
  }

  private NetworkArrays infer(int[] rows, Weights weights) {
    NetworkArrays at = gather(rows);
    network.infer(at, weights);
    return at;
  }

  private NetworkArrays gather(int[] rows) {
    data.checkRows(rows); // ND4J's gather reads whatever lies there
    NetworkArrays at = scratch.get(rows.length);
    if (at == null) {
      if (scratch.size() == KEPT_SIZES) {
        scratch.remove(scratch.keySet().iterator().next()).close();
      }
      at = network.arrays(rows.length, resident.type());
      scratch.put(rows.length, at);
    }
    resident.gather(rows, at);
    return at;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }
}
