package dev.pulmu.network;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A function applied to every element. */
public enum Activation implements Layer {
  /** f(x) = x. */
  IDENTITY(new Initialization.Xavier()),
  /** f(x) = max(x, 0); its slope at 0 is taken as 0. */
  RELU(new Initialization.He()),
  /** f(x) = x above 0, x / 100 elsewhere (Maas et al. 2013). */
  LEAKY_RELU(new Initialization.He()),
  /** f(x) = 1 / (1 + exp(−x)). */
  SIGMOID(new Initialization.Xavier()),
  /** f(x) = tanh(x). */
  TANH(new Initialization.Xavier()),
  /** f(x) = x above 0, exp(x) − 1 elsewhere (Clevert et al. 2016, α = 1). */
  ELU(new Initialization.He()),
  /**
   * f(x) = x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) (Hendrycks and Gimpel 2016, their
   * approximation by tanh).
   */
  GELU(new Initialization.He());

  private final Initialization initialization;

  Activation(Initialization initialization) {
    this.initialization = initialization;
  }

  /** How the weights of a dense layer that feeds this activation begin, unless told otherwise. */
  public Initialization initialization() {
    return initialization;
  }

  @Override
  public <R> R accept(LayerVisitor<R> visitor) {
    return visitor.activation(this);
  }

  @Override
  public String text() {
    return Call.word(this);
  }

  public static Activation parse(String text) {
    return known(text).orElseThrow(() -> Names.unknown("activation", text, names()));
  }

  static Optional<Activation> known(String name) {
    return Arrays.stream(values())
        .filter(activation -> activation.text().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The names that {@link #parse} knows. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Activation::text).toList();
  }
}
