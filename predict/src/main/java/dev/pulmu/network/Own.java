package dev.pulmu.network;

import dev.pulmu.text.Readers;

/** The registries of users' own activations and losses: they read these from text by name. */
final class Own {
  static final Readers<ElementFunction> ACTIVATIONS =
      new Readers<>("activation", Activation::names);
  static final Readers<ElementLoss> LOSSES = new Readers<>("loss", Loss::names);

  private Own() {}
}
