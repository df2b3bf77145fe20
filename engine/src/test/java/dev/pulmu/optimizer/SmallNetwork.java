package dev.pulmu.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * The mean softmax cross-entropy of a 4-5-3 network with tanh, and ½ λ Σ w², in plain double loops.
 * A point is w1(4,5), b1(5), w2(5,3), b2(3).
 */
final class SmallNetwork implements Minima.Formula {
  private static final int I = 4;
  private static final int H = 5;
  private static final int O = 3;
  private static final int B1 = I * H;
  private static final int W2 = B1 + H;
  private static final int B2 = W2 + H * O;

  private final double[][] rows;
  private final int[] labels;
  private final double decay;

  SmallNetwork(JsonNode data) {
    this.rows = new double[data.get("inputs").size()][];
    this.labels = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Minima.numbers(data.get("inputs").get(row));
      labels[row] = data.get("labels").get(row).asInt();
    }
    this.decay = data.get("decay").asDouble();
  }

  @Override
  public double at(double[] p, double[] gradient) {
    Arrays.fill(gradient, 0);
    double value = 0;
    for (int row = 0; row < rows.length; row++) {
      value += row(rows[row], labels[row], p, gradient) / rows.length;
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= rows.length;
      if (i < B1 || i >= W2 && i < B2) {
        value += decay / 2 * p[i] * p[i];
        gradient[i] += decay * p[i];
      }
    }
    return value;
  }

  private static double row(double[] x, int label, double[] p, double[] gradient) {
    double[] y = new double[H];
    for (int h = 0; h < H; h++) {
      y[h] = p[B1 + h];
      for (int i = 0; i < I; i++) {
        y[h] += x[i] * p[i * H + h];
      }
      y[h] = Math.tanh(y[h]);
    }
    double[] exp = new double[O];
    double sum = 0;
    for (int o = 0; o < O; o++) {
      double logit = p[B2 + o];
      for (int h = 0; h < H; h++) {
        logit += y[h] * p[W2 + h * O + o];
      }
      exp[o] = Math.exp(logit);
      sum += exp[o];
    }
    double[] dy = new double[H];
    for (int o = 0; o < O; o++) {
      double dLogit = exp[o] / sum - (o == label ? 1 : 0);
      gradient[B2 + o] += dLogit;
      for (int h = 0; h < H; h++) {
        gradient[W2 + h * O + o] += dLogit * y[h];
        dy[h] += dLogit * p[W2 + h * O + o];
      }
    }
    for (int h = 0; h < H; h++) {
      double du = dy[h] * (1 - y[h] * y[h]);
      gradient[B1 + h] += du;
      for (int i = 0; i < I; i++) {
        gradient[i * H + h] += du * x[i];
      }
    }
    return -Math.log(exp[label] / sum);
  }
}
