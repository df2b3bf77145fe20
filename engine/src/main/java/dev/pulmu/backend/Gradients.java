package dev.pulmu.backend;

import dev.pulmu.layout.State;

/**
 * What a full-batch method asks of a network: the loss and gradient over some rows, at weights that
 * the method sets.
 */
public interface Gradients {
  /**
   * The loss of one batch and the gradient of loss plus penalty, as in training and with the
   * dropout masks of that step. Pure: neither weights nor running statistics change. Whatever the
   * plan accumulates, this is one pass over exactly these rows, which take the masks of the step's
   * first rows. The gradient of frozen parameters is 0.
   *
   * @param rows rows of the data set's table, at most as many as the feed's largest batch
   * @param step whose dropout masks to use
   */
  LossAndGradient gradient(int[] rows, long step);

  /** A copy of every persistent tensor. */
  State state();

  /** Goes on from this state, which is copied. */
  void restore(State state);
}
