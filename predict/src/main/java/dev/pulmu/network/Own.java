package dev.pulmu.network;

import dev.pulmu.text.Readers;

/** What reads the texts of a user's own activations and losses. */
final class Own {
  static final Readers<ElementFunction> ACTIVATIONS =
      new Readers<>("activation", Activation::names);
  static final Readers<ElementLoss> LOSSES = new Readers<>("loss", Loss::names);

  private Own() {}
}
