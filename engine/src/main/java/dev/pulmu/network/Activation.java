package dev.pulmu.network;

import dev.pulmu.text.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A function applied to every element. */
public enum Activation implements Layer {
  /** f(x) = x. */
  IDENTITY(new Initialization.Xavier()),
  /** f(x) = max(x, 0); its slope at 0 is taken as 0. */
  RELU(new Initialization.He());

  private final Initialization initialization;

  Activation(Initialization initialization) {
    this.initialization = initialization;
  }

  /** How the weights of a dense layer that feeds this activation begin, unless told otherwise. */
  public Initialization initialization() {
    return initialization;
  }

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Activation parse(String text) {
    return known(text).orElseThrow(() -> Call.unknown("activation", text, names()));
  }

  static Optional<Activation> known(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.text().equals(name))
        .findFirst();
  }

  /** The names that {@link #parse} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Activation::text).toList();
  }
}
