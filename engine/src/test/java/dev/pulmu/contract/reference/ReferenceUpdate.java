package dev.pulmu.contract.reference;

import java.util.Map;

/** How weights move, in double. */
public final class ReferenceUpdate {
  private ReferenceUpdate() {}

  /** Shortens slopes that are longer together than the norm to exactly that. */
  public static void clip(Map<String, double[]> slopes, double norm) {
    double squares = 0;
    for (double[] part : slopes.values()) {
      for (double slope : part) {
        squares += slope * slope;
      }
    }
    double scale = Math.min(1, norm / Math.sqrt(squares));
    slopes.replaceAll((name, part) -> {
      double[] scaled = part.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
      return scaled;
    });
  }

  /** w −= η λ w. */
  public static void decay(double[] w, double rate, double lambda) {
    for (int i = 0; i < w.length; i++) {
      w[i] -= rate * lambda * w[i];
    }
  }

  /** w −= η g. */
  public static void sgd(double[] w, double[] g, double rate) {
    for (int i = 0; i < w.length; i++) {
      w[i] -= rate * g[i];
    }
  }

  /** Adam (Kingma and Ba 2015, algorithm 1); t is the step, counted from 1. */
  public static void adam(
      double[] w,
      double[] g,
      double[] m,
      double[] v,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      long t) {
    for (int i = 0; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      double firstMoment = m[i] / (1 - Math.pow(beta1, t));
      double secondMoment = v[i] / (1 - Math.pow(beta2, t));
      w[i] -= rate * firstMoment / (Math.sqrt(secondMoment) + epsilon);
    }
  }

  /**
   * LAMB (You et al. 2020, algorithm 2), of one tensor; λ is 0 where weight decay is not for it.
   */
  public static void lamb(
      double[] w,
      double[] g,
      double[] m,
      double[] v,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double lambda,
      long t) {
    double[] u = new double[w.length];
    double size = 0;
    double length = 0;
    for (int i = 0; i < w.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      double firstMoment = m[i] / (1 - Math.pow(beta1, t));
      double secondMoment = v[i] / (1 - Math.pow(beta2, t));
      u[i] = firstMoment / (Math.sqrt(secondMoment) + epsilon) + lambda * w[i];
      size += w[i] * w[i];
      length += u[i] * u[i];
    }
    double trust = size > 0 && length > 0 ? Math.sqrt(size) / Math.sqrt(length) : 1;
    for (int i = 0; i < w.length; i++) {
      w[i] -= rate * trust * u[i];
    }
  }

  /** average = decay · average + (1 − decay) · value. */
  public static void average(double[] average, double[] value, double decay) {
    for (int i = 0; i < average.length; i++) {
      average[i] = decay * average[i] + (1 - decay) * value[i];
    }
  }
}
