package dev.pulmu.run;

import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Split;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import java.util.List;
import java.util.Map;

/**
 * Lets a {@link Listener} look at the network between two steps; valid during that one call only.
 */
public final class Look {
  private final Session session;
  private final Session.Weights weights;
  private final long step;
  private final Totals totals;
  private final double seconds;

  Look(Session session, Session.Weights weights, long step, Totals totals, double seconds) {
    this.session = session;
    this.weights = weights;
    this.step = step;
    this.totals = totals;
    this.seconds = seconds;
  }

  /** Steps done, over the whole run. */
  public long step() {
    return step;
  }

  /** Sums over the steps since this listener looked last. */
  public Totals totals() {
    return totals;
  }

  /** Seconds that the training of these steps took, without evaluations and listeners. */
  public double seconds() {
    return seconds;
  }

  /**
   * Loss, right answers and confusion over a split, as in use, with the weights that the run saves.
   *
   * @throws IllegalArgumentException if the split has no rows
   */
  public Evaluation evaluate(Split split) {
    return session.evaluate(split, weights);
  }

  /**
   * Activations of some rows, as in use.
   *
   * @param rows of the data set's table
   * @param taps names of activations: {@code logits}, or a block's name for what it puts out
   * @return one matrix per tap, a row per row asked for, in that order
   * @throws IllegalArgumentException for a tap that is not in the plan, naming those that are
   */
  public Map<String, Matrix> forward(int[] rows, List<String> taps) {
    return session.forward(rows, taps);
  }

  /**
   * The loss of one batch and its gradient, as in training, with the dropout masks of the step that
   * was done last.
   *
   * @param rows of the data set's table, at most as many as the feed's largest batch
   */
  public LossAndGradient lossAndGradient(int[] rows) {
    return session.gradient(rows, Math.max(0, step - 1));
  }

  /** A copy of every persistent tensor. */
  public State state() {
    return session.state();
  }
}
