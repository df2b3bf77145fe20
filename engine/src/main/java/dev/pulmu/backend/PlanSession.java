package dev.pulmu.backend;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.names.Names;
import dev.pulmu.plan.Plan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The one implementation of {@link Session}. It does what is the same on all backends around a
 * backend's {@link Executor}: it knows whether the session is open, the order of an epoch's rows
 * and the first bad step, cuts work into pieces that the executor can take, and refuses bad
 * requests.
 */
final class PlanSession implements Session {
  private static final String LOGITS = "logits";

  private final Executor executor;
  private final Plan plan;
  private final Dataset data;
  private final Feed feed;
  private final boolean judges;

  /** The class of each row of the table; empty where targets are values. */
  private final int[] labels;

  private long orderedEpoch = -1;
  private long nonFiniteStep = -1;
  private boolean closed;

  /**
   * A session that begins with a state.
   *
   * @param executor of this plan, data set and feed; closed with the session, also if this fails
   */
  PlanSession(Executor executor, Plan plan, Dataset data, Feed feed, State state) {
    this.executor = executor;
    this.plan = plan;
    this.data = data;
    this.feed = feed;
    this.judges = plan.network().loss().judges(data.targets());
    this.labels = data.targets().match(Labels::values, values -> new int[0]);
    try {
      restore(state);
    } catch (Throwable e) { // a device may be out of memory
      try (executor) {
        throw e;
      }
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
      if (epoch != orderedEpoch) {
        executor.begin(feed.order(epoch));
        orderedEpoch = epoch;
      }
      long end = Math.min(to, (epoch + 1) * feed.stepsPerEpoch());
      end = Math.min(end, step + executor.mostSteps());
      Totals piece = executor.train(step, end);
      nonFiniteStep = piece.nonFiniteStep();
      totals = totals.plus(piece);
      step = end;
    }
    return totals;
  }

  @Override
  public boolean isAtEnd() {
    return executor.isAtEnd();
  }

  @Override
  public Map<String, Matrix> forward(int[] rows, List<String> taps, Weights weights) {
    checkOpen();
    requireKept(weights);
    data.checkRows(rows);
    Map<String, Block> blocks = new LinkedHashMap<>();
    Map<String, Matrix> outputs = new LinkedHashMap<>();
    for (String tap : taps) {
      Block block = block(tap);
      int columns = block.outputs();
      blocks.put(tap, block);
      outputs.put(tap, new Matrix(rows.length, columns, new float[rows.length * columns]));
    }
    for (int from = 0; from < rows.length; from += executor.mostRows()) {
      int[] piece = piece(rows, from);
      executor.use(piece, weights);
      for (String tap : outputs.keySet()) {
        Matrix output = outputs.get(tap);
        int at = from * output.columns();
        executor.output(blocks.get(tap), piece.length, output.values(), at);
      }
    }
    return outputs;
  }

  /** The block that puts out what a tap names. */
  private Block block(String tap) {
    List<Block> blocks = plan.blocks();
    if (tap.equals(LOGITS)) {
      return blocks.get(blocks.size() - 1);
    }
    Stream<String> known = Stream.concat(blocks.stream().map(Block::name), Stream.of(LOGITS));
    return blocks.stream()
        .filter(block -> block.name().equals(tap))
        .findFirst()
        .orElseThrow(() -> Names.unknown("activation", tap, known.toList()));
  }

  @Override
  public Evaluation evaluate(Split split, Weights weights) {
    checkOpen();
    requireKept(weights);
    int[] rows = rows(split);
    int classes = labels.length > 0 ? data.targets().outputs() : 0;
    long[][] confusion = new long[classes][classes];
    double loss = 0;
    long correct = 0;
    for (int from = 0; from < rows.length; from += executor.mostRows()) {
      int[] piece = piece(rows, from);
      Executor.Judgement judgement = executor.use(piece, weights);
      loss += judgement.lossSum();
      correct += judgement.correct();
      for (int i = 0; classes > 0 && i < piece.length; i++) {
        confusion[labels[piece[i]]][judgement.answers()[i]]++;
      }
    }
    return new Evaluation(loss, judges ? correct : -1, rows.length, confusion);
  }

  private void requireKept(Weights weights) {
    if (weights == Weights.EMA && plan.tensors(Role.EMA).isEmpty()) {
      throw new IllegalArgumentException(
          "this plan keeps no average of its weights; plan it with Update.withEma");
    }
  }

  private int[] rows(Split split) {
    int[] rows = data.rows(split);
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "data set '" + data.name() + "' has no " + split + " rows to evaluate");
    }
    return rows;
  }

  private int[] piece(int[] rows, int from) {
    return Arrays.copyOfRange(rows, from, Math.min(from + executor.mostRows(), rows.length));
  }

  @Override
  public LossAndGradient gradient(int[] rows, long step) {
    checkOpen();
    data.checkRows(rows);
    if (rows.length == 0 || rows.length > feed.largestBatch()) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "a gradient is of 1..%d rows, the feed's largest batch, came %d",
          feed.largestBatch(),
          rows.length));
    }
    return executor.gradient(rows, step);
  }

  @Override
  public State state() {
    checkOpen();
    return new State(plan, executor.values());
  }

  @Override
  public void restore(State state) {
    checkOpen();
    state.checkFits(plan);
    executor.restore(state.values());
    nonFiniteStep = -1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      executor.close();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this session is closed");
    }
  }
}
