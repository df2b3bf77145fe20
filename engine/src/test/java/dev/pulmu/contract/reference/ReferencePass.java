package dev.pulmu.contract.reference;

import java.util.ArrayList;
import java.util.Arrays;
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
  final ReferenceLoss loss;
  final int rows;
  final double weightDecay;
  final double l1;
  private final boolean training;
  final List<Memory> memories = new ArrayList<>();

  private ReferencePass(
      List<ReferenceLayer> layers,
      Map<String, double[]> tensors,
      ReferenceLoss loss,
      double weightDecay,
      double l1,
      boolean training) {
    this.layers = layers;
    this.tensors = tensors;
    this.loss = loss;
    this.rows = loss.rows();
    this.weightDecay = weightDecay;
    this.l1 = l1;
    this.training = training;
  }

  /**
   * As in training: statistics of the batch, and dropout.
   *
   * @param x (B,I) features
   * @param loss what the logits are held against
   * @param dropped for each layer what dropout zeroes, (B,O), or null for nothing
   * @param weightDecay λ₂ of the penalty
   * @param l1 λ₁ of the penalty
   */
  public static ReferencePass training(
      List<ReferenceLayer> layers,
      Map<String, double[]> tensors,
      double[] x,
      ReferenceLoss loss,
      List<boolean[]> dropped,
      double weightDecay,
      double l1) {
    ReferencePass pass = new ReferencePass(layers, tensors, loss, weightDecay, l1, true);
    pass.forward(x, dropped);
    return pass;
  }

  /** As in use: running statistics, no dropout. */
  public static ReferencePass use(
      List<ReferenceLayer> layers, Map<String, double[]> tensors, double[] x, ReferenceLoss loss) {
    ReferencePass pass = new ReferencePass(layers, tensors, loss, 0, 0, false);
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
      // y = f(before) / (1 − p), or 0 where dropped; by the book f(before), in use · (1 − p)
      memory.y = memory.before.clone();
      for (int i = 0; i < memory.y.length; i++) {
        double y = ReferenceActivation.value(layer.activation(), memory.before[i]);
        double kept = 1 - layer.dropout();
        double scaled = y;
        if (training && !layer.book()) {
          scaled = y / kept;
        } else if (!training && layer.book()) {
          scaled = y * kept;
        }
        memory.y[i] = memory.dropped != null && memory.dropped[i] ? 0 : scaled;
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

  /** Each row's loss. */
  public double[] losses() {
    return loss.losses(logits());
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
    return loss.answer(logits(), row);
  }

  /** Whether answers can be right or wrong. */
  public boolean judges() {
    return loss.judges();
  }

  /** How many answers are right; 0 where there is no right and wrong. */
  public int correct() {
    int correct = 0;
    for (int row = 0; row < rows; row++) {
      correct += loss.judges() && loss.right(logits(), row) ? 1 : 0;
    }
    return correct;
  }

  /** How many rows have logits so near each other, or 0, that rounding may change the answer. */
  public int closeCalls(double distance) {
    int close = 0;
    for (int row = 0; row < rows; row++) {
      close += loss.isClose(logits(), row, distance) ? 1 : 0;
    }
    return close;
  }

  /** ½ λ₂ Σ w² + λ₁ Σ |w| over the weights of the dense layers that are not frozen. */
  public double penalty() {
    double sum = 0;
    for (ReferenceLayer layer : layers) {
      for (double w : layer.frozen() ? new double[0] : tensor(layer, "w")) {
        sum += weightDecay / 2 * w * w + l1 * Math.abs(w);
      }
    }
    return sum;
  }

  /**
   * How far the nearest element is from a kink of its activation, as a share of its layer's
   * largest. Two computations that round differently agree on the slope only away from it.
   */
  public double distanceToKink() {
    double nearest = 1;
    for (int l = 0; l < layers.size(); l++) {
      double largest = 0;
      for (double value : memories.get(l).before) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (double value : memories.get(l).before) {
        if (ReferenceActivation.hasKink(layers.get(l).activation())) {
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
    return statistics(tensors);
  }

  /** The same, where the running statistics were these before. */
  Map<String, double[]> statistics(Map<String, double[]> before) {
    Map<String, double[]> statistics = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      ReferenceLayer layer = layers.get(l);
      if (layer.batchNorm()) {
        Memory memory = memories.get(l);
        put(statistics, before, layer, "runningMean", memory.mean);
        double factor = layer.unbiased() && rows > 1 ? rows / (rows - 1.0) : 1;
        double[] variance = Arrays.stream(memory.variance).map(v -> v * factor).toArray();
        put(statistics, before, layer, "runningVariance", variance);
        put(statistics, before, layer, "runningWeight", new double[] {1});
      }
    }
    return statistics;
  }

  private void put(
      Map<String, double[]> statistics,
      Map<String, double[]> before,
      ReferenceLayer layer,
      String name,
      double[] batch) {
    double[] running = before.get(layer.name() + "." + name).clone();
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
