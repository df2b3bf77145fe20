package dev.pulmu.metrics;

import dev.pulmu.layout.Matrix;

/** Makes probabilities of logits, computed in double and rounded to 32 bits, as predictions are. */
final class Link {
  private Link() {}

  static Matrix softmax(Matrix logits) {
    float[] shares = new float[logits.values().length];
    double[] powers = new double[logits.columns()];
    for (int row = 0; row < logits.rows(); row++) {
      double largest = logits.at(row, logits.largest(row));
      double sum = 0;
      for (int i = 0; i < powers.length; i++) {
        powers[i] = StrictMath.exp(logits.at(row, i) - largest);
        sum += powers[i];
      }
      for (int i = 0; i < powers.length; i++) {
        shares[row * powers.length + i] = (float) (powers[i] / sum);
      }
    }
    return new Matrix(logits.rows(), logits.columns(), shares);
  }

  static Matrix sigmoid(Matrix logits) {
    float[] shares = new float[logits.values().length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (1 / (1 + StrictMath.exp(-logits.values()[i])));
    }
    return new Matrix(logits.rows(), logits.columns(), shares);
  }
}
