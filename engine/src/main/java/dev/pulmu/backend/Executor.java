package dev.pulmu.backend;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.layout.Block;
import dev.pulmu.text.Numbers;

/**
 * The part of a session that each backend writes for itself: a plan on its device, with the data
 * set and all tensors. The session calls it, on one thread, and has checked every request before:
 * the rows are in the table, arrays have the plan's sizes, and no piece is too large.
 */
public interface Executor extends AutoCloseable {
  /** How many steps {@link #train} is given at most. */
  int mostSteps();

  /** How many rows {@link #use} is given at most. */
  int mostRows();

  /**
   * Begins an epoch: the steps that are trained from now on belong to it.
   *
   * @param order the rows of the data set's table that it takes, which
   *     {@link dev.pulmu.feed.Feed#cuts} cuts into batches
   */
  void begin(int[] order);

  /**
   * Trains the steps {@code from ≤ step < to} of that epoch, up to the first one whose loss or
   * gradient is not finite: it changes nothing, and no step after it is asked for before
   * {@link #restore}.
   */
  Totals train(long from, long to);

  /** See {@link Session#isAtEnd}. */
  default boolean isAtEnd() {
    return false;
  }

  /**
   * Runs the network on some rows as in use, which is without dropout and with running statistics,
   * and judges its logits.
   */
  Judgement use(int[] rows, Weights weights);

  /**
   * Copies the outputs of a block from the last {@link #use}, row by row.
   *
   * @param rows how many rows to copy, from the first on
   * @param into where the numbers go, from the place {@code at} on
   */
  void output(Block block, int rows, float[] into, int at);

  /** See {@link Session#gradient}. */
  LossAndGradient gradient(int[] rows, long step);

  /** A copy of all persistent tensors, in canonical order. */
  float[] values();

  /** Goes on from these values of all persistent tensors, which are copied. */
  void restore(float[] values);

  @Override
  void close();

  /**
   * The loss over some rows, and how they were answered.
   *
   * @param lossSum sum of the rows' losses
   * @param correct right answers; 0 where loss and targets know none
   * @param answers for class labels the class that each row was given; there may be more behind
   *     those of the last row, and where targets are no class labels they mean nothing
   */
  record Judgement(double lossSum, long correct, int[] answers) {
    @Override
    public String toString() {
      return "loss sum " + Numbers.text(lossSum) + ", " + correct + " right";
    }
  }
}
