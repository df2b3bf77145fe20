package dev.pulmu.contract.reference;

import java.util.Arrays;

/**
 * What a batch of logits(B,O) is held against.
 *
 * @param kind {@code softmax}, or the text of a {@link ReferenceTerm}
 * @param wanted t(B,O)
 * @param outputs O
 * @param labels (B) classes, or null where the targets are numbers
 * @param weights (O) of the terms; those of {@code softmax} are in t
 */
public record ReferenceLoss(
    String kind, double[] wanted, int outputs, int[] labels, double[] weights) {
  /** All terms weigh 1. */
  public ReferenceLoss(String kind, double[] wanted, int outputs, int[] labels) {
    this(kind, wanted, outputs, labels, ones(outputs));
  }

  /** −Σ t log softmax; t = weight of the label · (1 − s at the label, and s/O everywhere). */
  public static ReferenceLoss softmax(
      int[] labels, int outputs, double smoothing, double[] weights) {
    double[] wanted = new double[labels.length * outputs];
    for (int row = 0; row < labels.length; row++) {
      double weight = weights.length == 0 ? 1 : weights[labels[row]];
      for (int o = 0; o < outputs; o++) {
        double hit = o == labels[row] ? 1 - smoothing : 0;
        wanted[row * outputs + o] = weight * (hit + smoothing / outputs);
      }
    }
    return new ReferenceLoss("softmax", wanted, outputs, labels);
  }

  /** Of another kind on labels: t is 1 at the label and 0 elsewhere. */
  public static ReferenceLoss onLabels(String kind, int[] labels, int outputs) {
    double[] wanted = softmax(labels, outputs, 0, new double[0]).wanted;
    return new ReferenceLoss(kind, wanted, outputs, labels);
  }

  /** The same with other weights of its terms. */
  public ReferenceLoss weighted(double[] weights) {
    return new ReferenceLoss(kind, wanted, outputs, labels, weights);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  int rows() {
    return wanted.length / outputs;
  }

  /** Each row's loss. */
  double[] losses(double[] logits) {
    double[] losses = new double[rows()];
    double[] logSoftmax = logSoftmax(logits);
    for (int i = 0; i < logits.length; i++) {
      double x = logits[i];
      double t = wanted[i];
      double c = weights[i % outputs];
      losses[i / outputs] += switch (kind) {
        case "softmax" -> -t * logSoftmax[i];
        default -> c * ReferenceTerm.named(kind).value(x, t) / outputs;
      };
    }
    return losses;
  }

  /** Slopes of the mean of the rows' losses. */
  double[] slopes(double[] logits) {
    double[] slopes = new double[logits.length];
    double[] logSoftmax = logSoftmax(logits);
    double[] wantedInRow = wantedInRow();
    for (int i = 0; i < logits.length; i++) {
      double x = logits[i];
      double t = wanted[i];
      double c = weights[i % outputs];
      slopes[i] = switch (kind) {
        case "softmax" -> (Math.exp(logSoftmax[i]) * wantedInRow[i / outputs] - t) / rows();
        default -> c * ReferenceTerm.named(kind).slope(x, t) / outputs / rows();
      };
    }
    return slopes;
  }

  private double[] wantedInRow() {
    double[] sums = new double[rows()];
    for (int i = 0; i < wanted.length; i++) {
      sums[i / outputs] += wanted[i];
    }
    return sums;
  }

  /** logit − log Σ exp(logit) of its row, by the row's largest logit. */
  private double[] logSoftmax(double[] logits) {
    double[] logarithms = new double[logits.length];
    for (int row = 0; row < rows(); row++) {
      double largest = logits[row * outputs + answer(logits, row)];
      double sum = 0;
      for (int i = row * outputs; i < (row + 1) * outputs; i++) {
        sum += Math.exp(logits[i] - largest);
      }
      for (int i = row * outputs; i < (row + 1) * outputs; i++) {
        logarithms[i] = logits[i] - largest - Math.log(sum);
      }
    }
    return logarithms;
  }

  /** The largest logit of a row, the first one if several are. */
  int answer(double[] logits, int row) {
    int best = 0;
    for (int o = 1; o < outputs; o++) {
      if (logits[row * outputs + o] > logits[row * outputs + best]) {
        best = o;
      }
    }
    return best;
  }

  /** Whether there are right answers: labels, or yes-or-no questions. */
  boolean judges() {
    return labels != null || kind.equals("sigmoid-cross-entropy");
  }

  /** Whether a row's largest logit is its label, or all its logits have the signs of yes and no. */
  boolean right(double[] logits, int row) {
    if (labels != null) {
      return answer(logits, row) == labels[row];
    }
    boolean right = true;
    for (int i = row * outputs; i < (row + 1) * outputs; i++) {
      right &= logits[i] > 0 == wanted[i] > 0.5;
    }
    return right;
  }

  /** Whether rounding by this distance may change a row's answer. */
  boolean isClose(double[] logits, int row, double distance) {
    int near = 0;
    double largest = logits[row * outputs + answer(logits, row)];
    for (int i = row * outputs; i < (row + 1) * outputs; i++) {
      double gap = labels != null ? largest - logits[i] : Math.abs(logits[i]);
      near += gap <= distance ? 1 : 0;
    }
    return near > (labels != null ? 1 : 0);
  }
}
