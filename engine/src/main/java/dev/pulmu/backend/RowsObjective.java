package dev.pulmu.backend;

import dev.pulmu.descent.Objective;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import java.util.Arrays;

/**
 * The objective of a full-batch method: the loss of a network over rows that stay the same, penalty
 * included, as a function of its parameters. The network gets the rows piece by piece, in their
 * order, and its answers are summed in double; so it takes only the memory of one piece.
 */
final class RowsObjective implements Objective {
  private final Gradients network;
  private final Plan plan;
  private final int[] rows;
  private final int piece;

  /**
   * An objective that has a network's weights for its own: they are those of the last point.
   *
   * @param plan of the network
   * @param piece the most rows that the network may be asked of at once
   */
  RowsObjective(Gradients network, Plan plan, int[] rows, int piece) {
    this.network = network;
    this.plan = plan;
    this.rows = rows;
    this.piece = piece;
  }

  @Override
  public int size() {
    return plan.parameters();
  }

  @Override
  public boolean inFloat() {
    return true;
  }

  @Override
  public double valueAndGradient(double[] at, double[] gradient) {
    moveTo(at);
    LossAndGradient all = over(rows, 0);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = all.gradient()[i];
    }
    return all.loss() + all.penalty();
  }

  /** Gives the network these weights. */
  void moveTo(double[] at) {
    float[] values = network.state().values();
    for (int i = 0; i < at.length; i++) {
      values[i] = (float) at[i];
    }
    network.restore(new State(plan, values));
  }

  /** The loss and gradient of any number of rows at the network's weights. */
  LossAndGradient over(int[] some, long step) {
    double[] sum = new double[plan.parameters()];
    double loss = 0;
    double penalty = 0;
    for (int from = 0; from < some.length; from += piece) {
      int to = Math.min(from + piece, some.length);
      LossAndGradient part = network.gradient(Arrays.copyOfRange(some, from, to), step);
      double share = (double) (to - from) / some.length;
      loss += share * part.loss();
      penalty = part.penalty();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += share * part.gradient()[i];
      }
    }
    float[] gradient = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      gradient[i] = (float) sum[i];
    }
    return new LossAndGradient(loss, penalty, gradient);
  }
}
