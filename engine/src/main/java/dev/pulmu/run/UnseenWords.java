package dev.pulmu.run;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.layout.State;
import dev.pulmu.layout.Tensor;
import java.util.Arrays;

/**
 * Begins with zeros where a feature of a table is 0 in all training rows, such as the place of
 * other words where no word is rare. No gradient ever comes there, so that weights would stay as
 * they were drawn, and a word that was never seen would add noise to an answer.
 */
final class UnseenWords {
  private UnseenWords() {}

  /** The state to begin with, whose first tensor has a row for each feature. */
  static State zeroed(State drawn, Dataset data) {
    if (data.recipe().isEmpty() || !(data.features() instanceof Features.Floats floats)) {
      return drawn;
    }
    boolean[] seen = new boolean[floats.columns()];
    for (int row : data.rows(Split.TRAIN)) {
      for (int column = 0; column < seen.length; column++) {
        seen[column] |= floats.values()[row * seen.length + column] != 0;
      }
    }
    Tensor weight = drawn.layout().blocks().get(0).tensors().get(0);
    float[] values = drawn.values().clone();
    for (int column = 0; column < seen.length; column++) {
      if (!seen[column]) {
        int at = weight.offset() + column * weight.columns();
        Arrays.fill(values, at, at + weight.columns(), 0);
      }
    }
    return new State(drawn.layout(), values);
  }
}
