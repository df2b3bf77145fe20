package dev.pulmu.contract.reference;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The way back of a pass: slopes of mean loss + penalty, by the names of the weights; 0 for those
 * of frozen layers.
 */
public final class ReferenceGradient {
  private final ReferencePass pass;
  private final int rows;
  private final Map<String, double[]> slopes = new LinkedHashMap<>();
  private final Map<String, Double> sizes = new LinkedHashMap<>();

  ReferenceGradient(ReferencePass pass) {
    this.pass = pass;
    this.rows = pass.rows;
    double[] d = pass.loss.slopes(pass.logits());
    for (int l = pass.layers.size() - 1; l >= 0; l--) {
      d = back(pass.layers.get(l), pass.memories.get(l), d);
    }
    for (ReferenceLayer layer : pass.layers) {
      if (layer.frozen()) {
        slopes.replaceAll((name, slope) ->
            name.startsWith(layer.name() + ".") ? new double[slope.length] : slope);
        sizes.replaceAll((name, size) -> name.startsWith(layer.name() + ".") ? 0 : size);
      }
    }
  }

  /** One array for each array of weights. */
  public Map<String, double[]> slopes() {
    return slopes;
  }

  /**
   * How large slopes would be if the terms that they sum had signs at random: the largest root of a
   * sum of squares. Rounding is a share of this, even where terms cancel, as those of every bias do
   * whose layer a batch norm follows.
   */
  public double size(String name) {
    return sizes.get(name);
  }

  /** The slope of x, from that of y, which is used up. */
  private double[] back(ReferenceLayer layer, ReferencePass.Memory memory, double[] d) {
    for (int i = 0; i < d.length; i++) {
      if (memory.dropped != null) {
        d[i] = memory.dropped[i] ? 0 : layer.book() ? d[i] : d[i] / (1 - layer.dropout());
      }
      d[i] *= ReferenceActivation.slope(layer.activation(), memory.before[i]);
    }
    double[] dz = d;
    if (layer.batchNorm()) {
      dz = backThroughBatchNorm(layer, memory, d);
    } else {
      put(layer.name() + ".b", columnSums(d, layer.outputs()), d, layer.outputs());
    }
    slopeOfWeights(layer, memory.x, dz);
    return backThroughWeights(layer, dz);
  }

  /** dγ = Σ d x̂, dβ = Σ d, dz = γ / √(variance + ε) (d − dβ/B − x̂ dγ/B). */
  private double[] backThroughBatchNorm(
      ReferenceLayer layer, ReferencePass.Memory memory, double[] d) {
    int outputs = layer.outputs();
    double[] scaled = new double[d.length];
    for (int i = 0; i < d.length; i++) {
      scaled[i] = d[i] * memory.normal[i];
    }
    double[] dGamma = columnSums(scaled, outputs);
    double[] dBeta = columnSums(d, outputs);
    put(layer.name() + ".gamma", dGamma, scaled, outputs);
    put(layer.name() + ".beta", dBeta, d, outputs);
    double[] gamma = pass.tensor(layer, "gamma");
    double[] dz = new double[d.length];
    for (int i = 0; i < d.length; i++) {
      int o = i % outputs;
      double scale = gamma[o] / Math.sqrt(memory.variance[o] + layer.epsilon());
      dz[i] = scale * (d[i] - dBeta[o] / rows - memory.normal[i] * dGamma[o] / rows);
    }
    return dz;
  }

  /** dw = xᵀ · dz + λ₂ w + λ₁ sign(w). */
  private void slopeOfWeights(ReferenceLayer layer, double[] x, double[] dz) {
    int outputs = layer.outputs();
    double[] dw = pass.tensor(layer, "w").clone();
    for (int i = 0; i < dw.length; i++) {
      dw[i] = pass.weightDecay * dw[i] + pass.l1 * Math.signum(dw[i]);
    }
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < layer.inputs(); i++) {
        double value = x[row * layer.inputs() + i];
        squares += value * value / x.length;
        for (int o = 0; o < outputs; o++) {
          dw[i * outputs + o] += value * dz[row * outputs + o];
        }
      }
    }
    slopes.put(layer.name() + ".w", dw);
    sizes.put(layer.name() + ".w", Math.sqrt(squares) * largestColumn(dz, outputs));
  }

  /** dx = dz · wᵀ. */
  private double[] backThroughWeights(ReferenceLayer layer, double[] dz) {
    int outputs = layer.outputs();
    double[] w = pass.tensor(layer, "w");
    double[] dx = new double[rows * layer.inputs()];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < outputs; o++) {
          dx[row * layer.inputs() + i] += dz[row * outputs + o] * w[i * outputs + o];
        }
      }
    }
    return dx;
  }

  private void put(String name, double[] slope, double[] terms, int outputs) {
    slopes.put(name, slope);
    sizes.put(name, largestColumn(terms, outputs));
  }

  private static double[] columnSums(double[] d, int outputs) {
    double[] sums = new double[outputs];
    for (int i = 0; i < d.length; i++) {
      sums[i % outputs] += d[i];
    }
    return sums;
  }

  /** The largest length of a column. */
  private static double largestColumn(double[] d, int outputs) {
    double[] squares = d.clone();
    for (int i = 0; i < d.length; i++) {
      squares[i] *= d[i];
    }
    double largest = 0;
    for (double sum : columnSums(squares, outputs)) {
      largest = Math.max(largest, Math.sqrt(sum));
    }
    return largest;
  }
}
