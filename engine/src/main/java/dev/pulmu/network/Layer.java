package dev.pulmu.network;

/** One layer of a network; each prints as the text that describes it. */
public sealed interface Layer permits Dense, BatchNorm, Activation, Dropout {
  /** For people and for model files: {@code dense(outputs=100, init=he)}. */
  String text();
}
