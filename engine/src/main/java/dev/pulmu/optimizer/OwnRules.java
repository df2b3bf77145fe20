package dev.pulmu.optimizer;

import dev.pulmu.text.Readers;

/** What reads the texts of a user's own rules. */
final class OwnRules {
  static final Readers<ElementRule> READERS = new Readers<>("optimizer", Optimizer::names);

  private OwnRules() {}
}
