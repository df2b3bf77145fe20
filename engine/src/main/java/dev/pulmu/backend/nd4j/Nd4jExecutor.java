package dev.pulmu.backend.nd4j;

import dev.pulmu.backend.Executor;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block;
import dev.pulmu.plan.Plan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a plan as ND4J operations; made by {@link Nd4jBackend}. */
final class Nd4jExecutor implements Executor {
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
  private int[] order;
  private NetworkArrays used;

  Nd4jExecutor(Plan plan, Dataset data, Feed feed) {
    this.plan = plan;
    this.feed = feed;
    this.data = data;
    this.resident = new ResidentData(data, plan.network());
    this.network = new Nd4jNetwork(plan);
  }

  @Override
  public int mostSteps() {
    return 1;
  }

  @Override
  public int mostRows() {
    return CHUNK;
  }

  @Override
  public void begin(int[] order) {
    this.order = order;
  }

  @Override
  public Totals train(long step, long to) {
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
      return new Totals(0, 0, 0, step);
    }
    network.update(feed.numbers(step));
    return new Totals(loss, answers.correct(), samples, -1);
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
  public Judgement use(int[] rows, Weights weights) {
    used = gather(rows);
    network.infer(used, weights);
    Answers answers = new Answers(data.targets(), plan.network().loss());
    answers.add(used.last().y, rows);
    double loss = used.loss.sum();
    return new Judgement(loss, answers.correct(), answers.classes());
  }

  @Override
  public void output(Block block, int rows, float[] into, int at) {
    float[] y = used.blocks.get(block.index()).y.data().asFloat();
    System.arraycopy(y, 0, into, at, rows * block.outputs());
  }

  @Override
  public LossAndGradient gradient(int[] rows, long step) {
    network.begin();
    double loss = lossAndBackward(gather(rows), step, 0, rows.length);
    network.addGradient();
    network.penalise();
    return new LossAndGradient(loss / rows.length, network.penalty(), network.gradient());
  }

  @Override
  public float[] values() {
    return network.values();
  }

  @Override
  public void restore(float[] values) {
    network.restore(values);
  }

  @Override
  public void close() {
    scratch.values().forEach(NetworkArrays::close);
    network.close();
    resident.close();
  }

  private NetworkArrays gather(int[] rows) {
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
}
