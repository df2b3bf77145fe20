package dev.pulmu.contract;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Session.Weights;
import dev.pulmu.backend.Totals;
import dev.pulmu.contract.reference.ReferencePass;
import dev.pulmu.contract.reference.ReferenceStep;
import dev.pulmu.datasets.Split;
import dev.pulmu.layout.Role;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import java.util.Map;

/**
 * A session's answers against the reference's, both from the same state. Never over more than one
 * step: what rounding does to a gradient near zero, Adam makes as large as the rate, and two right
 * answers part.
 */
final class Checks {
  /** Half a unit in the last place, rounded up and down, a few times over. */
  private static final double ROUNDING = 4 * 0x1p-23;

  private Checks() {}

  /** Loss, penalty and gradient of these rows. */
  static void lossAndGradient(Trial trial, Session session, int[] rows, long step) {
    String at = trial.at(step) + ", gradient of " + rows.length + " rows, ";
    double tolerance = trial.row.tolerance();
    State state = trial.clearState(rows, step);
    session.restore(state);
    ReferencePass pass = trial.training(state, rows, step, 0);
    LossAndGradient came = session.gradient(rows, step);
    double loss = pass.lossSum() / rows.length;
    Near.check(at + "loss", loss, came.loss(), tolerance * Math.max(1, loss));
    Near.check(at + "penalty", pass.penalty(), came.penalty(), tolerance * pass.penalty());
    ReferenceStep gradient = trial.batch(state, rows, step);
    for (Tensor tensor : trial.plan.tensors(Role.WEIGHT)) {
      double[] wanted = gradient.slopes().get(tensor.name());
      double allowed = allowed(trial, gradient, tensor.name());
      String name = at + "gradient of " + tensor.name();
      Near.check(name, wanted, Trial.part(came.gradient(), tensor), allowed);
    }
    if (came.gradient().length != trial.plan.parameters()) {
      throw new AssertionError(at + "wanted a gradient of " + trial.plan.parameters()
          + " numbers, came " + came.gradient().length);
    }
  }

  /** A share of what a slope sums; slopes pass through layers, so a little of the largest too. */
  private static double allowed(Trial trial, ReferenceStep gradient, String name) {
    if (trial.isFrozen(trial.plan.tensor(name))) {
      return 0;
    }
    double size = Math.max(Near.largest(gradient.slopes().get(name)), gradient.size(name));
    return trial.row.tolerance() * (size + 0.01 * Near.largest(gradient.slopes()));
  }

  /** Sums and every persistent tensor after one training step. */
  static void oneStep(Trial trial, Session session, long step) {
    String at = trial.at(step) + ", ";
    State state = trial.clearState(step);
    session.restore(state);
    Totals totals = session.train(step, step + 1);
    ReferenceStep pass = trial.training(state, step);
    double tolerance = trial.row.tolerance();
    double loss = pass.lossSum();
    Near.check(at + "loss sum", loss, totals.lossSum(), tolerance * Math.max(pass.rows(), loss));
    Near.check(at + "samples", trial.rows(step).length, totals.samples(), 0);
    Near.check(at + "right answers", pass.correct(), totals.correct(), pass.closeCalls(tolerance));
    Near.check(at + "non-finite step", -1, totals.nonFiniteStep(), 0);
    tensors(trial, at, state, pass, step, session.state());
  }

  /**
   * Every tensor is as near as its rounding, and what the error allowed to a gradient does to it.
   */
  private static void tensors(
      Trial trial, String at, State before, ReferenceStep pass, long step, State came) {
    Map<String, double[]> wanted = trial.updated(before, pass, step, name -> 0);
    Map<String, double[]> shifted =
        trial.updated(before, pass, step, name -> allowed(trial, pass, name));
    Map<String, double[]> old = trial.tensors(before);
    double statistics = 0;
    for (Tensor tensor : trial.plan.tensors(Role.STATISTIC)) {
      statistics =
          Math.max(statistics, movement(old.get(tensor.name()), wanted.get(tensor.name())));
    }
    for (Tensor tensor : trial.plan.tensors()) {
      double[] values = wanted.get(tensor.name());
      double error = tensor.role() == Role.STATISTIC
          ? trial.row.tolerance() * statistics
          : movement(values, shifted.get(tensor.name()));
      // What was there before may be larger than what is left of it
      double size = Math.max(Near.largest(values), Near.largest(old.get(tensor.name())));
      double allowed = trial.isFrozen(tensor) ? 0 : ROUNDING * size + error;
      Near.check(at + tensor.name(), values, Trial.part(came.values(), tensor), allowed);
    }
  }

  private static double movement(double[] from, double[] to) {
    double largest = 0;
    for (int i = 0; i < from.length; i++) {
      largest = Math.max(largest, Math.abs(to[i] - from[i]));
    }
    return largest;
  }

  /** Loss and confusion of a split. */
  static void evaluation(Trial trial, Session session, State state, Split split, Weights weights) {
    String at = "case '" + trial.row + "', " + split + ", " + weights + " weights, ";
    int[] rows = trial.data.rows(split);
    ReferencePass pass = trial.use(state, rows, weights);
    Evaluation came = session.evaluate(split, weights);
    double allowed = trial.row.tolerance() * Math.max(rows.length, pass.lossSum());
    Near.check(at + "loss sum", pass.lossSum(), came.lossSum(), allowed);
    Near.check(at + "samples", rows.length, came.samples(), 0);
    Near.check(
        at + "right answers",
        pass.judges() ? pass.correct() : -1,
        came.correct(),
        pass.judges() ? closeCalls(trial, pass) : 0);
    if (trial.row.numbers()) {
      Near.check(at + "rows of the confusion", 0, came.confusion().length, 0);
      return;
    }
    int classes = trial.row.network().outputs();
    long[][] wanted = new long[classes][classes];
    int[] labels = trial.labels(rows);
    for (int i = 0; i < rows.length; i++) {
      wanted[labels[i]][pass.answer(i)]++;
    }
    long apart = 0;
    for (int label = 0; label < classes; label++) {
      for (int answer = 0; answer < classes; answer++) {
        apart += Math.abs(wanted[label][answer] - came.confusion()[label][answer]);
      }
    }
    // A row whose answer moves leaves one place and enters another
    Near.check(at + "places of the confusion", 0, apart, 2 * closeCalls(trial, pass));
  }

  private static int closeCalls(Trial trial, ReferencePass pass) {
    return pass.closeCalls(trial.row.tolerance() * Near.largest(pass.logits()));
  }

  /** All of the above on one network. */
  static void everything(Trial trial, Backend backend) {
    try (Session session = trial.open(backend, State.initial(trial.plan, 1))) {
      lossAndGradient(trial, session, trial.batches(1).get(0), 1);
      oneStep(trial, session, trial.feed.stepsPerEpoch() - 1);
      State state = trial.state(3);
      session.restore(state);
      evaluation(trial, session, state, Split.TEST, Weights.LIVE);
      if (trial.row.update().ema() > 0) {
        evaluation(trial, session, state, Split.TRAIN, Weights.EMA);
      }
    }
  }
}
