package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Role;
import dev.pulmu.plan.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan's parameters as they lie in memory, all weights in {@link Panels} and then all vectors
 * (biases, γ and β), padded to whole panels; gradients, slots and the moving average lie alike, so
 * that one index names a parameter in all of them. Padding is 0.
 */
final class Parameters {
  /**
   * Where a dense block's parameters lie.
   *
   * @param shape of the weights
   * @param weights the place of its weights
   * @param shift the place of its bias, or of β with batch norm
   * @param gamma the place of γ; −1 without batch norm
   */
  record Place(Panels shape, int weights, int shift, int gamma) {}

  private final Plan plan;
  private final List<Place> places = new ArrayList<>();
  private final int size;

  /** The parameters, which training moves. */
  final float[] values;

  /** Their gradient. */
  final float[] gradient;

  /** The optimizer's slots, in the order of its names. */
  final float[][] slots;

  /** The sum that becomes the weights' average; empty where the plan keeps none. */
  final float[] average;

  /** How much of the average's start is gone: its first element. */
  final float[] averageWeight = new float[1];

  /** By block: running mean, running variance, and how much of their start is gone. */
  final float[][] means;

  final float[][] variances;
  final float[] seen;

  Parameters(Plan plan) {
    this.plan = plan;
    List<DenseBlock> blocks = plan.denseBlocks();
    int at = 0;
    int[] weights = new int[blocks.size()];
    for (DenseBlock block : blocks) {
      weights[block.index()] = at;
      at = Math.addExact(at, new Panels(block.inputs(), block.outputs()).size());
    }
    this.means = new float[blocks.size()][];
    this.variances = new float[blocks.size()][];
    this.seen = new float[blocks.size()];
    for (DenseBlock block : blocks) {
      Panels shape = new Panels(block.inputs(), block.outputs());
      int length = shape.count() * WIDTH;
      int gamma = -1;
      if (block.batchNorm().isPresent()) {
        gamma = at;
        at += length;
        means[block.index()] = new float[length];
        variances[block.index()] = new float[length];
      }
      places.add(new Place(shape, weights[block.index()], at, gamma));
      at += length;
    }
    this.size = at;
    this.values = new float[size];
    this.gradient = new float[size];
    this.slots = new float[plan.update().rule().slots().size()][size];
    this.average = new float[plan.tensors(Role.EMA).isEmpty() ? 0 : size];
  }

  /** Where a block's parameters lie. */
  Place place(DenseBlock block) {
    return places.get(block.index());
  }

  /** The place of the first vector; the weights lie before it. */
  int vectors() {
    Place first = places.get(0);
    return first.gamma() >= 0 ? first.gamma() : first.shift();
  }

  /** Elements of each array. */
  int size() {
    return size;
  }

  /** Takes over all values of the same plan's parameters. */
  void assign(Parameters other) {
    List<float[]> mine = arrays();
    List<float[]> others = other.arrays();
    for (int i = 0; i < mine.size(); i++) {
      System.arraycopy(others.get(i), 0, mine.get(i), 0, mine.get(i).length);
    }
  }

  /** All that is part of the state. */
  private List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>(List.of(values, average, averageWeight, seen));
    arrays.addAll(List.of(slots));
    for (int i = 0; i < means.length; i++) {
      if (means[i] != null) {
        arrays.addAll(List.of(means[i], variances[i]));
      }
    }
    return arrays;
  }

  /** The corrected average of the values; the values themselves before any was taken. */
  float[] averaged() {
    if (averageWeight[0] == 0) {
      return values;
    }
    float[] averaged = new float[size];
    for (int i = 0; i < size; i++) {
      averaged[i] = average[i] / averageWeight[0];
    }
    return averaged;
  }

  /** Takes over canonical values. */
  void restore(float[] canonical) {
    copyAll(canonical, true);
  }

  /** All persistent tensors in canonical order. */
  float[] canonical() {
    float[] canonical = new float[plan.size()];
    copyAll(canonical, false);
    return canonical;
  }

  /** A gradient in canonical order. */
  float[] canonicalGradient() {
    float[] canonical = new float[plan.parameters()];
    copy(canonical, 0, gradient, false);
    return canonical;
  }

  private void copyAll(float[] canonical, boolean in) {
    int parameters = plan.parameters();
    copy(canonical, 0, values, in);
    for (int slot = 0; slot < slots.length; slot++) {
      copy(canonical, (slot + 1) * parameters, slots[slot], in);
    }
    if (average.length > 0) {
      copy(canonical, plan.tensors(Role.EMA).get(0).offset(), average, in);
      vector(canonical, plan.tensor("ema.weight").offset(), averageWeight, 0, 1, in);
    }
    for (DenseBlock block : plan.denseBlocks()) {
      if (block.batchNorm().isPresent()) {
        int outputs = block.outputs();
        int i = block.index();
        int mean = plan.tensor(block.name() + ".runningMean").offset();
        int variance = plan.tensor(block.name() + ".runningVariance").offset();
        vector(canonical, mean, means[i], 0, outputs, in);
        vector(canonical, variance, variances[i], 0, outputs, in);
        vector(canonical, plan.tensor(block.name() + ".runningWeight").offset(), seen, i, 1, in);
      }
    }
  }

  /** All parameters, or what lies beside them. */
  private void copy(float[] canonical, int from, float[] array, boolean in) {
    for (DenseBlock block : plan.denseBlocks()) {
      Place place = place(block);
      Tensor weights = plan.tensor(block.name() + ".w");
      if (in) {
        place.shape().pack(canonical, from + weights.offset(), array, place.weights());
      } else {
        place.shape().unpack(array, place.weights(), canonical, from + weights.offset());
      }
      String shift = place.gamma() >= 0 ? ".beta" : ".b";
      int outputs = block.outputs();
      int at = from + plan.tensor(block.name() + shift).offset();
      vector(canonical, at, array, place.shift(), outputs, in);
      if (place.gamma() >= 0) {
        int gamma = from + plan.tensor(block.name() + ".gamma").offset();
        vector(canonical, gamma, array, place.gamma(), outputs, in);
      }
    }
  }

  private static void vector(
      float[] canonical, int from, float[] array, int at, int length, boolean in) {
    if (in) {
      System.arraycopy(canonical, from, array, at, length);
    } else {
      System.arraycopy(array, at, canonical, from, length);
    }
  }
}
