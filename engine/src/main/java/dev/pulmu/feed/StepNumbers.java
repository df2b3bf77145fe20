package dev.pulmu.feed;

import dev.pulmu.text.Numbers;

/**
 * The numbers of an update that change with the step; a backend gets them from the {@link Feed}.
 *
 * @param kept the factor by which decoupled decay multiplies those weights that are under weight
 *     decay, 1 − η λ; 1 where the rule has no decoupled decay
 * @param rule the numbers of the rule's formula, in the order of its {@code perStep()}
 */
public record StepNumbers(float kept, float[] rule) {
  @Override
  public String toString() {
    return "kept " + Numbers.text(kept) + ", rule " + Numbers.few(rule);
  }
}
