package dev.pulmu.contract;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.contract.reference.ReferencePass;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Session#forward} and {@link Session#evaluate}. */
interface UsePart extends Part {
  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void everyTapIsThatOfTheReference(Row row) {
    Trial trial = new Trial(row);
    State state = trial.state(1);
    List<String> taps = new ArrayList<>(List.of("logits"));
    trial.plan.blocks().forEach(block -> taps.add(block.name()));
    try (Session session = trial.open(backend(), state)) {
      // Rows of every split in no order, one of them twice
      int[] rows = Arrays.copyOf(trial.otherRows(), Math.min(17, trial.otherRows().length) + 1);
      rows[rows.length - 1] = 0;
      taps(trial, session, state, rows, taps);
      if (!trial.plan.tensors(Role.EMA).isEmpty()) {
        taps(trial, session, state, rows, taps, Weights.EMA);
      }
      taps(trial, session, state, new int[] {2}, List.of("logits"));
      State initial = State.initial(trial.plan, 2); // has never trained: mean 0, variance 1
      session.restore(initial);
      taps(trial, session, initial, rows, taps);
    }
  }

  /** More rows than any batch; a backend that cuts them into chunks must join them again. */
  @Test
  default void wholeTableIsAnsweredInOrder() {
    Trial trial = new Trial(Row.named("large batch"));
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      int[] rows = IntStream.range(0, trial.data.samples()).toArray();
      taps(trial, session, state, rows, List.of("logits", "dense1"));
    }
  }

  /** A model is tested on rows that came without those that it learnt from. */
  @Test
  default void rowsToTestWithAreEnough() {
    Trial trial = new Trial(Row.named("large batch"));
    State state = trial.state(1);
    int[] rows = trial.data.rows(Split.TEST);
    Dataset alone = new Dataset(
        "alone",
        trial.data.features().rows(rows),
        trial.data.targets().rows(rows),
        trial.data.classNames(),
        rows.length);
    Evaluation wanted;
    try (Session session = trial.open(backend(), state)) {
      wanted = session.evaluate(Split.TEST, Weights.LIVE);
    }
    Feed feed = new Feed(trial.plan, alone, 1, 0);
    try (Session session = backend().open(trial.plan, alone, feed, state)) {
      Evaluation came = session.evaluate(Split.TEST, Weights.LIVE);
      Near.check("loss", wanted.loss(), came.loss(), trial.row.tolerance() * wanted.loss());
      Near.check("correct", wanted.correct(), came.correct(), 0);
      Near.check("samples", rows.length, came.samples(), 0);
    }
  }

  private static void taps(
      Trial trial, Session session, State state, int[] rows, List<String> taps) {
    taps(trial, session, state, rows, taps, Weights.LIVE);
  }

  private static void taps(
      Trial trial, Session session, State state, int[] rows, List<String> taps, Weights weights) {
    Map<String, Matrix> came = session.forward(rows, taps, weights);
    if (came.size() != taps.size() || !came.keySet().containsAll(taps)) {
      throw new AssertionError(trial.row + ": wanted taps " + taps + ", came " + came.keySet());
    }
    ReferencePass pass = trial.use(state, rows, weights);
    check(trial, "logits", pass.logits(), rows.length, came.get("logits"));
    for (Block block : trial.plan.blocks()) {
      if (taps.contains(block.name())) {
        double[] wanted = pass.output(block.index());
        check(trial, block.name(), wanted, rows.length, came.get(block.name()));
      }
    }
  }

  private static void check(Trial trial, String tap, double[] wanted, int rows, Matrix came) {
    String what = "case '" + trial.row + "', tap " + tap;
    Near.check(what + ", rows", rows, came.rows(), 0);
    Near.check(what + ", columns", wanted.length / rows, came.columns(), 0);
    Near.check(what, wanted, came.values(), trial.row.tolerance() * Near.largest(wanted));
  }

  @ParameterizedTest
  @MethodSource("dev.pulmu.contract.Row#all")
  default void evaluationIsThatOfTheReference(Row row) {
    Trial trial = new Trial(row);
    State state = trial.state(1);
    try (Session session = trial.open(backend(), state)) {
      for (Split split : Split.values()) {
        Checks.evaluation(trial, session, state, split, Weights.LIVE);
        if (row.update().ema() > 0) {
          Checks.evaluation(trial, session, state, split, Weights.EMA);
          Checks.evaluation(trial, session, state, split, Weights.LIVE);
        }
      }
    }
  }

  /** Bias correction: after one step the average is the weights themselves. */
  @Test
  default void averageOfOneStepIsTheWeights() {
    Trial trial = new Trial(Row.named("everything"));
    try (Session session = trial.open(backend(), State.initial(trial.plan, 1))) {
      averageIsTheWeights(session, "before any step");
      session.train(0, 1);
      averageIsTheWeights(session, "after one step");
    }
  }

  private static void averageIsTheWeights(Session session, String when) {
    Evaluation live = session.evaluate(Split.TEST, Weights.LIVE);
    Evaluation average = session.evaluate(Split.TEST, Weights.EMA);
    // e / weight rounds twice, and 10 rows' losses see it
    Near.check(
        when + ", loss sum of the average",
        live.lossSum(),
        average.lossSum(),
        1e-5 * live.lossSum());
  }

  @Test
  default void equalLogitsAnswerTheFirstClass() {
    Trial trial = new Trial(Row.named("short last batch"));
    Plan plan = trial.plan;
    State state = State.initial(plan, 1);
    for (Tensor tensor : plan.tensors(Role.WEIGHT)) {
      Arrays.fill(state.values(), tensor.offset(), tensor.end(), 0);
    }
    try (Session session = trial.open(backend(), state)) {
      Evaluation came = session.evaluate(Split.TRAIN, Weights.LIVE);
      for (int label = 0; label < came.confusion().length; label++) {
        long others = Arrays.stream(came.confusion()[label]).skip(1).sum();
        Near.check("equal logits, label " + label + ", answers other than 0", 0, others, 0);
      }
      Near.check("loss of 7 equal logits", Math.log(7), came.loss(), trial.row.tolerance());
    }
  }

  @Test
  default void hugeLogitsHaveAFiniteLoss() {
    Trial trial = new Trial(Row.named("short last batch"));
    State state = trial.state(1);
    for (int i = 0; i < trial.plan.parameters(); i++) {
      state.values()[i] *= 100; // logits of some ten thousands: exp of them is infinite
    }
    try (Session session = trial.open(backend(), state)) {
      Checks.evaluation(trial, session, state, Split.TRAIN, Weights.LIVE);
    }
  }
}
