package dev.pulmu.model;

import dev.pulmu.datasets.Features;

/**
 * How stored features become what the network sees: {@code value * scale + shift}.
 *
 * @param scale what a stored value is multiplied by
 * @param shift what is added then
 */
public record Normalisation(float scale, float shift) {
  public Normalisation {
    if (!Float.isFinite(scale) || !Float.isFinite(shift)) {
      throw new IllegalArgumentException(
          "normalisation wants a finite scale and shift, came " + scale + " and " + shift);
    }
  }

  static Normalisation of(Features features) {
    return new Normalisation(features.scale(), features.shift());
  }

  String text() {
    return "value * " + scale + " + " + shift;
  }
}
