package dev.pulmu.optimizer;

import dev.pulmu.text.Readers;

/** The registry of users' own rules: it reads these from text by name. */
final class OwnRules {
  static final Readers<ElementRule> READERS = new Readers<>("optimizer", Optimizer::names);

  private OwnRules() {}
}
