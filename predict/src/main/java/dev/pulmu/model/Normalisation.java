package dev.pulmu.model;

import dev.pulmu.datasets.Features;

/**
 * The scaling of features: the network gets {@code value * scale + shift} of each stored value.
 *
 * @param scale the factor
 * @param shift the number that is added then
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
