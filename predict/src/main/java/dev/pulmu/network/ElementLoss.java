package dev.pulmu.network;

import dev.pulmu.datasets.Targets;
import dev.pulmu.formula.Formula;
import dev.pulmu.text.Call;
import java.util.List;
import java.util.function.Function;

/**
 * A loss that goes output by output: the mean over the outputs of a term of logit x and wanted
 * output t, each multiplied by the output's weight. The mean divides by the number of outputs,
 * whatever they weigh.
 *
 * <p>It is written twice, side by side: {@link #device()} for kernels and for backends that work
 * array by array, {@link #term} and {@link #slope} for loops on the CPU. The backend contract holds
 * the two together. The interface is open: a user's own loss trains on every backend.
 */
public non-sealed interface ElementLoss extends Loss {
  /**
   * Has texts of this name read, in settings, models and checkpoints. A loss's {@link #text} says
   * this name and all keys.
   *
   * @throws IllegalArgumentException if the name is no name in small letters, or Pulmu's own
   */
  static void register(String name, Function<Call, ? extends ElementLoss> reader) {
    Own.LOSSES.register(name, reader);
  }

  /** Its {@link Formula}: assigns {@code term} and its derivative {@code slope} of x and t. */
  String device();

  /** The term, the same on every JVM: by StrictMath, not by Math. */
  double term(float x, float t);

  /** Its derivative by x, likewise. */
  float slope(float x, float t);

  /** The weight of each output's term; an empty list: all weigh 1. */
  default List<Float> termWeights() {
    return List.of();
  }

  /** The weight of each output's term, as many as there are outputs. */
  default float[] termWeights(int outputs) {
    float[] weights = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      weights[i] = termWeights().isEmpty() ? 1 : termWeights().get(i);
    }
    return weights;
  }

  @Override
  default <R> R accept(LossVisitor<R> visitor) {
    return visitor.elements(this);
  }

  @Override
  default void check(Targets targets, int outputs) {
    OneHot.checkOutputs(targets, outputs);
  }

  @Override
  default float[] targets(Targets targets, int outputs) {
    check(targets, outputs);
    return OneHot.of(targets);
  }
}
