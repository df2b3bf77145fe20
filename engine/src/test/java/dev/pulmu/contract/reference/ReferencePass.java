package dev.pulmu.contract.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch forward through a network, and its loss. Written to be checked by reading: every loop
 * is the formula above it. Arrays are row-major.
 */
public final class ReferencePass {
  /** What a layer remembers for its way back; B rows. */
  static final class Memory {
    double[] x; // (B,I)
    double[] mean; // (O), of x·w
    double[] variance; // (O), of x·w, biased
    double[] normal; // (B,O), x̂
    double[] before; // (B,O), before the activation
    boolean[] dropped; // (B,O), or null
    double[] y; // (B,O)
  }

  final List<ReferenceLayer> layers;
  private final Map<String, double[]> tensors;
  final int[] labels;
  final int rows;
  final double weightDecay;
  private final boolean training;
  final List<Memory> memories = new ArrayList<>();

  private ReferencePass(
      List<ReferenceLayer> layers,
      Map<String, double[]> tensors,
      int[] labels,
      double weightDecay,
      boolean training) {
    this.layers = layers;
    this.tensors = tensors;
    this.labels = labels;
    this.rows = labels.length;
    this.weightDecay = weightDecay;
    this.training = training;
  }

  /**
   * As in training: statistics of the batch, and dropout.
   *
   * @param x (B,I) features
   * @param labels (B) classes
   * @param dropped for each layer what dropout zeroes, (B,O), or null for nothing
   * @param weightDecay λ of the penalty
   */
  public static ReferencePass training(
      List<ReferenceLayer> layers,
      Map<String, double[]> tensors,
      double[] x,
      int[] labels,
      List<boolean[]> dropped,
      double weightDecay) {
    ReferencePass pass = new ReferencePass(layers, tensors, labels, weightDecay, true);
    pass.forward(x, dropped);
    return pass;
  }

  /** As in use: running statistics, no dropout. */
  public static ReferencePass use(
      List<ReferenceLayer> layers, Map<String, double[]> tensors, double[] x, int[] labels) {
    ReferencePass pass = new ReferencePass(layers, tensors, labels, 0, false);
    pass.forward(x, Collections.nCopies(layers.size(), null));
    return pass;
  }

  private void forward(double[] x, List<boolean[]> dropped) {
    for (int l = 0; l < layers.size(); l++) {
      ReferenceLayer layer = layers.get(l);
      Memory memory = new Memory();
      memory.x = x;
      memory.dropped = dropped.get(l);
      // z = x · w
      double[] z = product(x, tensor(layer, "w"), layer.inputs(), layer.outputs());
      memory.before = layer.batchNorm() ? normalize(layer, memory, z) : plusBias(layer, z);
      // y = max(before, 0) / (1 − p), or 0 where dropped
      memory.y = memory.before.clone();
      for (int i = 0; i < memory.y.length; i++) {
        if (layer.relu()) {
          memory.y[i] = Math.max(memory.y[i], 0);
        }
        if (memory.dropped != null) {
          memory.y[i] = memory.dropped[i] ? 0 : memory.y[i] / (1 - layer.dropout());
        }
      }
      memories.add(memory);
      x = memory.y;
    }
  }

  private double[] plusBias(ReferenceLayer layer, double[] z) {
    double[] b = tensor(layer, "b");
    double[] sum = z.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i % b.length];
    }
    return sum;
  }

  /** γ (z − mean) / √(variance + ε) + β. */
  private double[] normalize(ReferenceLayer layer, Memory memory, double[] z) {
    int outputs = layer.outputs();
    memory.mean = new double[outputs];
    memory.variance = new double[outputs];
    if (training) {
      for (int i = 0; i < z.length; i++) {
        memory.mean[i % outputs] += z[i] / rows;
      }
      for (int i = 0; i < z.length; i++) {
        double distance = z[i] - memory.mean[i % outputs];
        memory.variance[i % outputs] += distance * distance / rows;
      }
    } else {
      double weight = tensor(layer, "runningWeight")[0];
      for (int o = 0; o < outputs; o++) {
        memory.mean[o] = weight == 0 ? 0 : tensor(layer, "runningMean")[o] / weight;
        memory.variance[o] = weight == 0 ? 1 : tensor(layer, "runningVariance")[o] / weight;
      }
    }
    double[] gamma = tensor(layer, "gamma");
    double[] beta = tensor(layer, "beta");
    memory.normal = new double[z.length];
    double[] scaled = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      int o = i % outputs;
      memory.normal[i] = (z[i] - memory.mean[o]) / Math.sqrt(memory.variance[o] + layer.epsilon());
      scaled[i] = gamma[o] * memory.normal[i] + beta[o];
    }
    return scaled;
  }

  /** logits(B,O). */
  public double[] logits() {
    return memories.get(memories.size() - 1).y;
  }

  /** y(B,O) of a layer. */
  public double[] output(int layer) {
    return memories.get(layer).y;
  }

  /** −log softmax(logits) at each row's label: log Σ exp(logit) − logit, by the largest logit. */
  public double[] losses() {
    double[] losses = new double[rows];
    int classes = logits().length / rows;
    for (int row = 0; row < rows; row++) {
      double largest = logits()[row * classes + answer(row)];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits()[row * classes + c] - largest);
      }
      losses[row] = largest + Math.log(sum) - logits()[row * classes + labels[row]];
    }
    return losses;
  }

  /** Sum of the rows' losses. */
  public double lossSum() {
    double sum = 0;
    for (double loss : losses()) {
      sum += loss;
    }
    return sum;
  }

  /** The largest logit of a row, the first one if several are. */
  public int answer(int row) {
    int classes = logits().length / rows;
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits()[row * classes + c] > logits()[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }

  /** How many answers are their row's label. */
  public int correct() {
    int correct = 0;
    for (int row = 0; row < rows; row++) {
      correct += answer(row) == labels[row] ? 1 : 0;
    }
    return correct;
  }

  /** How many rows have a second logit so near the largest that rounding may change the answer. */
  public int closeCalls(double distance) {
    int classes = logits().length / rows;
    int close = 0;
    for (int row = 0; row < rows; row++) {
      int near = 0;
      for (int c = 0; c < classes; c++) {
        double gap = logits()[row * classes + answer(row)] - logits()[row * classes + c];
        near += gap <= distance ? 1 : 0;
      }
      close += near > 1 ? 1 : 0;
    }
    return close;
  }

  /** ½ λ Σ w² over the weights of the dense layers. */
  public double penalty() {
    double sum = 0;
    for (ReferenceLayer layer : layers) {
      for (double w : tensor(layer, "w")) {
        sum += w * w;
      }
    }
    return weightDecay / 2 * sum;
  }

  /**
   * How far the nearest element is from a kink of ReLU, as a share of its layer's largest. Two
   * computations that round differently agree on the slope only away from it.
   */
  public double distanceToKink() {
    double nearest = 1;
    for (int l = 0; l < layers.size(); l++) {
      double largest = 0;
      for (double value : memories.get(l).before) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (double value : memories.get(l).before) {
        if (layers.get(l).relu()) {
          nearest = Math.min(nearest, Math.abs(value) / largest);
        }
      }
    }
    return nearest;
  }

  /** Slopes of mean loss + penalty. */
  public ReferenceGradient gradient() {
    return new ReferenceGradient(this);
  }

  /** The running statistics after this pass: r = μ r + (1 − μ) batch, their weight towards 1. */
  public Map<String, double[]> statistics() {
    Map<String, double[]> statistics = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      ReferenceLayer layer = layers.get(l);
      if (layer.batchNorm()) {
        Memory memory = memories.get(l);
        put(statistics, layer, "runningMean", memory.mean);
        put(statistics, layer, "runningVariance", memory.variance);
        put(statistics, layer, "runningWeight", new double[] {1});
      }
    }
    return statistics;
  }

  private void put(
      Map<String, double[]> statistics, ReferenceLayer layer, String name, double[] batch) {
    double[] running = tensor(layer, name).clone();
    ReferenceUpdate.average(running, batch, layer.momentum());
    statistics.put(layer.name() + "." + name, running);
  }

  private double[] product(double[] x, double[] w, int inputs, int outputs) {
    double[] z = new double[rows * outputs];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          z[row * outputs + o] += x[row * inputs + i] * w[i * outputs + o];
        }
      }
    }
    return z;
  }

  double[] tensor(ReferenceLayer layer, String name) {
    return tensors.get(layer.name() + "." + name);
  }
}
