package dev.pulmu.feed;

import dev.pulmu.text.Numbers;

/**
 * The numbers that change with the step.
 *
 * @param kept what decoupled decay multiplies the weights by that are under weight decay, 1 − η λ;
 *     1 where the rule has none
 * @param rule those of the rule's formula, in the order of its {@code perStep()}
 */
public record StepNumbers(float kept, float[] rule) {
  @Override
  public String toString() {
    return "kept " + Numbers.text(kept) + ", rule " + Numbers.few(rule);
  }
}
