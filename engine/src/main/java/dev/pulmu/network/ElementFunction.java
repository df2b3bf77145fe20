package dev.pulmu.network;

import dev.pulmu.formula.Formula;

/**
 * What a layer does to every element alike, such as an {@link Activation}.
 *
 * <p>It is written twice, side by side: {@link #device()} for kernels and for backends that work
 * array by array, {@link #value} and {@link #slope} for loops on the CPU. The backend contract
 * holds the two together. The interface is open: a user's own function trains on every backend.
 */
public non-sealed interface ElementFunction extends Layer {
  /** How the weights of a dense layer that feeds it begin, unless told otherwise. */
  Initialization initialization();

  /**
   * Its {@link Formula}: assigns {@code y}, the value, and {@code slope}, the derivative, of
   * {@code x}. Where NaN comes in, NaN must come out as {@code y}: so the loss sees it.
   */
  String device();

  @Override
  default <R> R accept(LayerVisitor<R> visitor) {
    return visitor.activation(this);
  }

  /** f(x), the same on every JVM: by StrictMath, not by Math, of what has no exact result. */
  float value(float x);

  /** f′(x), likewise. */
  float slope(float x);
}
