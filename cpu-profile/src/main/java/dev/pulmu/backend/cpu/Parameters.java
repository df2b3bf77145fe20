package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Range;
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
   * Where the weights of some inputs lie, to all outputs.
   *
   * @param shape of these weights
   * @param place of the first of them
   * @param input the first of the inputs, where a panel of them begins
   */
  record Part(Panels shape, int place, int input) {
    /** The first panel of inputs. */
    int inputPanel() {
      return input / WIDTH;
    }

    /** The place behind the last panel of inputs. */
    int inputPanelEnd() {
      return inputPanel() + Panels.count(shape.rows());
    }

    /** The place of the first weight of a panel of inputs in a panel of outputs. */
    int at(int inputPanel, int panel) {
      return place + shape.at(inputPanel * WIDTH - input, panel * WIDTH);
    }

    /** The place behind the last weight of the panels of inputs before this one. */
    int end(int inputPanel, int panel) {
      return place + shape.at(Math.min(inputPanel * WIDTH - input, shape.rows()), panel * WIDTH);
    }
  }

  /**
   * Where a dense block's parameters lie.
   *
   * @param parts of the weights: one, or two where the block's product is cut along its inputs
   * @param shift the place of its bias, or of β with batch norm
   * @param gamma the place of γ; −1 without batch norm
   */
  record Place(List<Part> parts, int shift, int gamma) {
    /** The part that has a panel of inputs. */
    Part part(int inputPanel) {
      Part first = parts.get(0);
      return inputPanel < first.inputPanelEnd() ? first : parts.get(1);
    }
  }

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
    List<List<Part>> parts = new ArrayList<>();
    for (DenseBlock block : blocks) {
      List<Part> own = new ArrayList<>();
      for (Range inputs : Sharing.parts(block)) {
        at = own.isEmpty() ? at : Math.addExact(at, Replicated.ROOM);
        Panels shape = new Panels(inputs.size(), block.outputs());
        own.add(new Part(shape, at, inputs.from()));
        at = Math.addExact(at, shape.size());
      }
      parts.add(own);
    }
    this.means = new float[blocks.size()][];
    this.variances = new float[blocks.size()][];
    this.seen = new float[blocks.size()];
    for (DenseBlock block : blocks) {
      int length = Panels.count(block.outputs()) * WIDTH;
      int gamma = -1;
      if (block.batchNorm().isPresent()) {
        gamma = at;
        at += length;
        means[block.index()] = new float[length];
        variances[block.index()] = new float[length];
      }
      places.add(new Place(parts.get(block.index()), at, gamma));
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
      for (Part part : place.parts()) {
        int first = from + weights.offset() + part.input() * block.outputs();
        if (in) {
          part.shape().pack(canonical, first, array, part.place());
        } else {
          part.shape().unpack(array, part.place(), canonical, first);
        }
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
