package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Loss;
import dev.pulmu.network.LossVisitor;
import dev.pulmu.network.SoftmaxCrossEntropy;

/**
 * Computes the loss, the gradient of the logits and the right answers, row by row. Losses are kept
 * by row, so that their sum does not depend on which worker computed them.
 */
final class LossSweep {
  private final Kernels kernels;
  private final Examples examples;
  private final int outputs;
  private final RowLoss loss;
  private final Panels shape;
  private final double[] losses;
  private final int[] answers;

  /** A sweep over logits of this shape. */
  LossSweep(Arena arena, Kernels kernels, Loss loss, Examples examples, Panels shape) {
    this.kernels = kernels;
    this.examples = examples;
    this.outputs = shape.columns();
    this.shape = shape;
    this.losses = arena.doubles(shape.rows(), Arena.BATCH);
    this.answers = arena.ints(shape.rows(), Arena.BATCH);
    this.loss = loss.accept(new LossVisitor<>() {
      @Override
      public RowLoss softmax(SoftmaxCrossEntropy softmax) {
        return LossSweep.this::softmax;
      }

      @Override
      public RowLoss elements(ElementLoss elements) {
        float[] weights = elements.termWeights(outputs);
        return (row, sample, samples, logits, largest, gradient) ->
            terms(elements, weights, row, sample, samples, logits, gradient);
      }
    });
  }

  /** The loss of a row, and its part of the gradient; {@code answer} is the largest logit. */
  private interface RowLoss {
    double of(int row, int sample, int samples, float[] x, int answer, float[] gradient);
  }

  /**
   * Some rows of a batch.
   *
   * @param from the first of them
   * @param to the place behind the last
   * @param logits (B,O)
   * @param gradient where that of the mean loss over the whole step goes, (B,O)
   */
  void rows(int from, int to, Batch batch, float[] logits, float[] gradient) {
    for (int row = from; row < to; row++) {
      int sample = batch.order()[batch.from() + row];
      int largest = largest(row, logits);
      losses[row] = loss.of(row, sample, batch.samples(), logits, largest, gradient);
      if (examples.judges) {
        answers[row] = examples.labels.length > 0 ? largest : allSignsRight(row, sample, logits);
      }
    }
  }

  /** −Σ t log softmax(x); the logarithm is taken of the sum alone. */
  private double softmax(
      int row, int sample, int samples, float[] x, int answer, float[] gradient) {
    float[] wanted = examples.targets;
    float largest = x[shape.at(row, answer)];
    kernels.exponentials(x, shape.at(row, 0), shape.stride(), outputs, largest, gradient);
    float sum = 0;
    float weight = 0;
    float inner = 0;
    int t = sample * outputs;
    for (int column = 0; column < outputs; column += WIDTH) {
      int at = shape.at(row, column);
      int end = at + Math.min(WIDTH, outputs - column);
      for (; at < end; at++, t++) {
        sum += gradient[at];
        weight += wanted[t];
        inner += wanted[t] * (x[at] - largest);
      }
    }
    float scale = 1f / samples;
    float share = weight / sum * scale;
    t = sample * outputs;
    for (int column = 0; column < outputs; column += WIDTH) {
      int at = shape.at(row, column);
      int end = at + Math.min(WIDTH, outputs - column);
      for (; at < end; at++, t++) {
        gradient[at] = gradient[at] * share - wanted[t] * scale;
      }
    }
    return weight * StrictMath.log(sum) - inner;
  }

  /** The mean over the outputs of the weighted terms. */
  private double terms(
      ElementLoss loss,
      float[] weights,
      int row,
      int sample,
      int samples,
      float[] logits,
      float[] gradient) {
    double total = 0;
    for (int i = 0; i < outputs; i++) {
      int at = shape.at(row, i);
      float x = logits[at];
      float t = examples.targets[sample * outputs + i];
      total += weights[i] * loss.term(x, t);
      gradient[at] = weights[i] * loss.slope(x, t) / (samples * outputs);
    }
    return total / outputs;
  }

  /** The largest logit, the first one if several are. */
  private int largest(int row, float[] logits) {
    int answer = 0;
    float largest = logits[shape.at(row, 0)];
    for (int column = 0; column < outputs; column += WIDTH) {
      int from = shape.at(row, column);
      for (int j = 0; j < Math.min(WIDTH, outputs - column); j++) {
        if (logits[from + j] > largest) {
          largest = logits[from + j];
          answer = column + j;
        }
      }
    }
    return answer;
  }

  private int allSignsRight(int row, int sample, float[] logits) {
    for (int i = 0; i < outputs; i++) {
      boolean yes = examples.targets[sample * outputs + i] > 0.5f;
      if (logits[shape.at(row, i)] > 0 != yes) {
        return 0;
      }
    }
    return 1;
  }

  /** The sum of a batch's losses, once all workers are done. */
  double sum(Batch batch) {
    double sum = 0;
    for (int row = 0; row < batch.rows(); row++) {
      sum += losses[row];
    }
    return sum;
  }

  /** How many answers of a batch are right; 0 where there is no right and wrong. */
  int right(Batch batch) {
    int right = 0;
    for (int row = 0; examples.judges && row < batch.rows(); row++) {
      right += examples.labels.length == 0
          ? answers[row]
          : answers[row] == examples.labels[batch.order()[batch.from() + row]] ? 1 : 0;
    }
    return right;
  }

  /** The classes that the rows of the last batch were given. */
  int[] answers() {
    return answers;
  }
}
