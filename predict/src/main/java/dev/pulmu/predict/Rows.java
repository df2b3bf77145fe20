package dev.pulmu.predict;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.model.Normalisation;

/** Rows of features as a data set holds them, of which a network wants normalised ones. */
interface Rows {
  /**
   * Writes a row, normalised, in panels.
   *
   * @param at the place of the row in the first panel
   * @param next from a panel to its next
   */
  void put(int row, float[] x, int at, int next);

  /** Rows of so many numbers. */
  static Rows of(float[] features, int columns, Kernels kernels, Normalisation by) {
    float scale = by.scale();
    float shift = by.shift();
    int whole = columns / WIDTH;
    return (row, x, at, next) -> {
      int from = row * columns;
      kernels.convert(features, from, whole, scale, shift, x, at, next);
      for (int j = whole * WIDTH; j < columns; j++) {
        x[at + whole * next + j % WIDTH] = features[from + j] * scale + shift;
      }
    };
  }

  /** The same of bytes without a sign. */
  static Rows of(byte[] features, int columns, Kernels kernels, Normalisation by) {
    float scale = by.scale();
    float shift = by.shift();
    int whole = columns / WIDTH;
    return (row, x, at, next) -> {
      int from = row * columns;
      kernels.convert(features, from, whole, scale, shift, x, at, next);
      for (int j = whole * WIDTH; j < columns; j++) {
        x[at + whole * next + j % WIDTH] = (features[from + j] & 0xFF) * scale + shift;
      }
    };
  }
}
