package dev.pulmu.network;

import dev.pulmu.formula.Formula;
import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function that a layer applies to every element alike, such as an {@link Activation}.
 *
 * <p>It is written twice, side by side: {@link #device()} for kernels and for backends that work
 * array by array, {@link #value} and {@link #slope} for loops on the CPU. The backend contract
 * holds the two together. The interface is open: a user's own function trains on every backend.
 */
public non-sealed interface ElementFunction extends Layer {
  /**
   * Has texts of this name read, in settings, models and checkpoints: {@code register("soft-step",
   * call -> new SoftStep(call.number("width", 1)))}. An activation's {@link #text} says this name
   * and all keys.
   *
   * @throws IllegalArgumentException if the name is no name in small letters, or Pulmu's own
   */
  static void register(String name, Function<Call, ? extends ElementFunction> reader) {
    Own.ACTIVATIONS.register(name, reader);
  }

  /**
   * Reads an {@link Activation}, or one that is registered.
   *
   * @throws IllegalArgumentException naming what is wrong and what is known
   */
  static ElementFunction parse(String text) {
    Optional<? extends ElementFunction> known = Activation.known(text);
    if (known.isPresent()) {
      return known.get();
    }
    Call call = Call.parse(text);
    ElementFunction own = Own.ACTIVATIONS
        .find(call)
        .orElseThrow(() -> Names.unknown("activation", text, Own.ACTIVATIONS.names()));
    call.end();
    return own;
  }

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
