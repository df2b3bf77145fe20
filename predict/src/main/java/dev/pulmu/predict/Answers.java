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

  /** Puts the answers of some rows in place of their logits. */
  void replace(Matrix logits, int from, int end) {
    switch (link) {
      case SOFTMAX -> softmax(logits, from, end);
      case SIGMOID -> sigmoid(logits.values(), from * logits.columns(), end * logits.columns());
      case IDENTITY -> {}
    }
  }

  private void softmax(Matrix matrix, int from, int end) {
    int columns = matrix.columns();
    float[] row = new float[Panels.count(columns) * Panels.WIDTH];
    float[] powers = new float[row.length];
    for (int i = from; i < end; i++) {
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

  private static void sigmoid(float[] values, int from, int end) {
    for (int i = from; i < end; i++) {
      values[i] = Activation.SIGMOID.value(values[i]);
    }
  }
}
