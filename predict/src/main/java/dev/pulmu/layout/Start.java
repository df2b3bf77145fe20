package dev.pulmu.layout;

import dev.pulmu.network.Initialization;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;

/** The values of a tensor's elements before the first step. */
public sealed interface Start {
  /** Fills the elements {@code from ≤ i < to}, which are all those of the tensor. */
  void fill(float[] values, int from, int to, long seed);

  /** Every element is the same number. */
  record Constant(float value) implements Start {
    @Override
    public void fill(float[] values, int from, int to, long seed) {
      Arrays.fill(values, from, to, value);
    }
  }

  /**
   * Every element is drawn.
   *
   * @param inputs how many inputs each output is a sum of
   * @param outputs how many outputs each input goes to
   * @param address of the random numbers; no two tensors share one
   */
  record Drawn(Initialization initialization, int inputs, int outputs, int address)
      implements Start {
    @Override
    public void fill(float[] values, int from, int to, long seed) {
      float[] drawn = new float[to - from];
      Draws draws = new Draws(seed, Use.INITIAL_WEIGHTS, address, 0);
      initialization.fill(drawn, inputs, outputs, draws);
      System.arraycopy(drawn, 0, values, from, drawn.length);
    }
  }
}
