package dev.pulmu.predict;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.layout.Matrix;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Loss.Link;

/** Makes answers of logits, as the loss of a network's training says. */
final class Answers {
  private final Kernels kernels;
  private final Link link;

  Answers(Kernels kernels, Link link) {
    this.kernels = kernels;
    this.link = link;
  }

  /** The answers (N,O) in place of the logits (N,O). */
  Matrix of(Matrix logits) {
    switch (link) {
      case SOFTMAX -> softmax(logits);
      case SIGMOID -> sigmoid(logits.values());
      case IDENTITY -> {}
    }
    return logits;
  }

  private void softmax(Matrix matrix) {
    int columns = matrix.columns();
    float[] row = new float[Panels.count(columns) * Panels.WIDTH];
    float[] powers = new float[row.length];
    for (int i = 0; i < matrix.rows(); i++) {
      float largest = matrix.at(i, matrix.largest(i));
      System.arraycopy(matrix.values(), i * columns, row, 0, columns);
      kernels.exponentials(row, 0, Panels.WIDTH, columns, largest, powers);
      float sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += powers[j];
      }
      for (int j = 0; j < columns; j++) {
        matrix.values()[i * columns + j] = powers[j] / sum;
      }
    }
  }

  private static void sigmoid(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Activation.SIGMOID.value(values[i]);
    }
  }
}
