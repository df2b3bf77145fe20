package dev.pulmu.backend;

import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Matrix;
import java.util.List;
import java.util.Map;

/**
 * Trains and evaluates a plan on a backend. A session owns its memory on the device, is used by one
 * thread, and is closed by the one who opened it.
 */
public interface Session extends Gradients, AutoCloseable {
  /** The weights that an evaluation uses. */
  enum Weights {
    /** The weights that training moves. */
    LIVE,
    /** Their moving average, bias-corrected; the plan must keep one. */
    EMA
  }

  /**
   * Trains the steps {@code from ≤ step < to}, counted from 0 over the whole run. The caller asks
   * for them in order. A step is one update, of all the batches that {@link Feed#cuts} gives it.
   *
   * <p>If any batch of a step has a loss or gradient that is not finite, the step changes nothing,
   * no running statistics either; nor does any step after it until {@link #restore}. The totals
   * name that step.
   */
  Totals train(long from, long to);

  /**
   * Whether the optimizer has come to its end, so that another step would change nothing. Never the
   * case for element rules.
   */
  default boolean isAtEnd() {
    return false;
  }

  /**
   * Runs the network with its live weights on these rows as in use: running statistics, no dropout.
   *
   * @param rows rows of the data set's table
   * @param taps names of activations: {@code logits}, or a block's name for what it puts out
   * @return one matrix per tap, a row per row asked for, in that order
   * @throws IllegalArgumentException for a tap that is not in the plan, naming those that are
   */
  default Map<String, Matrix> forward(int[] rows, List<String> taps) {
    return forward(rows, taps, Weights.LIVE);
  }

  /**
   * The same with weights of one's choice.
   *
   * @throws IllegalArgumentException also if the plan keeps no average and it is asked for
   */
  Map<String, Matrix> forward(int[] rows, List<String> taps, Weights weights);

  /**
   * Loss, right answers and confusion over a split, as in use.
   *
   * @throws IllegalArgumentException if the split has no rows, or the plan keeps no average and it
   *     is asked for
   */
  Evaluation evaluate(Split split, Weights weights);

  @Override
  void close();
}
