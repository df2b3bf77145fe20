package dev.pulmu.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.feed.Feed;
import dev.pulmu.feed.Sampling;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.State;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What sessions have in common, around an executor that only notes what it is asked for. */
class PlanSessionTest {
  private static final Plan PLAN = Planner.plan(
      Network.input(1).dense(3).dense(2).loss(new SoftmaxCrossEntropy()), Sgd.DEFAULT, 2);

  /** Rows 0 to 6 to train on, in four steps an epoch, 7 to 9 to test; classes in turn. */
  private static final Dataset DATA = new Dataset(
      "ten",
      new Features.Floats(new float[10], 1, 1, 0),
      new Targets.Labels(IntStream.range(0, 10).map(i -> i % 2).toArray(), 2),
      List.of("even", "odd"),
      3);

  private static final Feed FEED = new Feed(PLAN, DATA, 3, 1, Sampling.SEQUENTIAL, false);

  private final Noting executor = new Noting();

  /**
   * Takes two rows and two steps at once; thinks that every row is odd, at a loss of its number.
   */
  private static final class Noting implements Executor {
    final List<String> asked = new ArrayList<>();
    long badStep = -1;
    boolean fails;
    private int[] used;

    @Override
    public int mostSteps() {
      return 2;
    }

    @Override
    public int mostRows() {
      return 2;
    }

    @Override
    public void begin(int[] order) {
      asked.add("begin " + order.length);
    }

    @Override
    public Totals train(long from, long to) {
      asked.add(from + ".." + to);
      boolean bad = from <= badStep && badStep < to;
      return new Totals(1, 0, bad ? badStep - from : to - from, bad ? badStep : -1);
    }

    @Override
    public Judgement use(int[] rows, Weights weights) {
      used = rows;
      asked.add(weights + " " + Arrays.toString(rows));
      int odd = (int) IntStream.of(rows).filter(row -> row % 2 == 1).count();
      return new Judgement(IntStream.of(rows).sum(), odd, new int[] {1, 1, 1});
    }

    /** 10 times the row and the index of the block, in all columns. */
    @Override
    public void output(Block block, int rows, float[] into, int at) {
      for (int i = 0; i < rows * block.outputs(); i++) {
        into[at + i] = 10 * used[i / block.outputs()] + block.index();
      }
    }

    @Override
    public LossAndGradient gradient(int[] rows, long step) {
      throw new AssertionError("rows that must be refused");
    }

    @Override
    public float[] values() {
      return new float[PLAN.size()];
    }

    @Override
    public void restore(float[] values) {
      if (fails) {
        throw new IllegalStateException("out of memory");
      }
      asked.add("restore");
    }

    @Override
    public void close() {
      asked.add("close");
    }
  }

  private Session open() {
    return new PlanSession(executor, PLAN, DATA, FEED, State.initial(PLAN, 1));
  }

  @Test
  void stepsAreCutWhereAnEpochEndsAndWhereTheExecutorHasEnough() {
    try (Session session = open()) {
      Totals totals = session.train(1, 9);
      assertThat(totals).isEqualTo(new Totals(5, 0, 8, -1));
    }
    assertThat(executor.asked)
        .containsExactly(
            "restore", "begin 7", "1..3", "3..4", "begin 7", "4..6", "6..8", "begin 7", "8..9",
            "close");
  }

  @Test
  void nothingIsTrainedAfterABadStepUntilAStateIsRestored() {
    executor.badStep = 5;
    try (Session session = open()) {
      assertThat(session.train(4, 8)).isEqualTo(new Totals(1, 0, 1, 5));
      assertThat(session.train(6, 8)).isEqualTo(new Totals(0, 0, 0, 5));
      session.restore(State.initial(PLAN, 1));
      assertThat(session.train(6, 8).nonFiniteStep()).isEqualTo(-1);
    }
    assertThat(executor.asked)
        .containsExactly("restore", "begin 7", "4..6", "restore", "6..8", "close");
  }

  @Test
  void anEvaluationAddsUpPieces() {
    try (Session session = open()) {
      Evaluation came = session.evaluate(Split.TEST, Weights.LIVE);
      assertThat(came.lossSum()).isEqualTo(7 + 8 + 9);
      assertThat(came.correct()).isEqualTo(2);
      assertThat(came.samples()).isEqualTo(3);
      assertThat(came.confusion()).isDeepEqualTo(new long[][] {{0, 1}, {0, 2}});
    }
    assertThat(executor.asked).containsExactly("restore", "LIVE [7, 8]", "LIVE [9]", "close");
  }

  @Test
  void activationsStandInTheOrderOfTheRows() {
    try (Session session = open()) {
      var came = session.forward(new int[] {4, 2, 9}, List.of("logits", "dense1"));
      assertThat(came).containsOnlyKeys("logits", "dense1");
      assertThat(came.get("logits").values()).containsExactly(41, 41, 21, 21, 91, 91);
      assertThat(came.get("dense1").values()).containsExactly(40, 40, 40, 20, 20, 20, 90, 90, 90);
    }
  }

  @Test
  void aGradientOfMoreRowsThanABatchIsRefused() {
    try (Session session = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.gradient(new int[] {0, 1, 2}, 0))
          .withMessage("a gradient is of 1..2 rows, the feed's largest batch, came 3");
    }
  }

  @Test
  void aStateThatDoesNotFitOnTheDeviceClosesTheExecutor() {
    executor.fails = true;
    assertThatIllegalStateException().isThrownBy(this::open).withMessage("out of memory");
    assertThat(executor.asked).containsExactly("close");
  }

  @Test
  void aClosedSessionAsksForNothingMore() {
    Session session = open();
    session.close();
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> session.train(0, 1))
        .withMessage("this session is closed");
    assertThat(executor.asked).containsExactly("restore", "close");
  }
}
