package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Range;
import dev.pulmu.layout.Role;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
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
   * @param block whose they are
   * @param parts of the weights: one, or two where the block's product is cut along its inputs
   * @param shift the place of its bias, or of β with batch norm
   * @param gamma the place of γ; −1 without batch norm
   */
  record Place(DenseBlock block, List<Part> parts, int shift, int gamma) {
    /** Numbers of each vector, in whole panels. */
    int length() {
      return Panels.count(block.outputs()) * WIDTH;
    }

    /** The place of the first vector. */
    int vectors() {
      return gamma >= 0 ? gamma : shift;
    }

    /** The part that has a panel of inputs. */
    Part part(int inputPanel) {
      Part first = parts.get(0);
      return inputPanel < first.inputPanelEnd() ? first : parts.get(1);
    }
  }

  private final Plan plan;
  private final List<Place> places = new ArrayList<>();
  private final int vectors;
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

  Parameters(Arena arena, Plan plan) {
    this.plan = plan;
    List<DenseBlock> blocks = plan.blocks().stream()
        .<DenseBlock>map(block -> block.accept(dense -> dense))
        .toList();
    long at = 0; // may become more than an array can have, which then refuses
    List<List<Part>> parts = new ArrayList<>();
    for (DenseBlock block : blocks) {
      List<Part> own = new ArrayList<>();
      for (Range inputs : Sharing.parts(block)) {
        at += own.isEmpty() ? 0 : Replicated.ROOM;
        Panels shape = new Panels(inputs.size(), block.outputs());
        own.add(new Part(shape, (int) at, inputs.from()));
        at += shape.numbers();
      }
      parts.add(own);
    }
    this.vectors = (int) at;
    for (DenseBlock block : blocks) {
      int length = Panels.count(block.outputs()) * WIDTH;
      int gamma = block.hasBatchNorm() ? (int) at : -1;
      at += block.hasBatchNorm() ? length : 0;
      places.add(new Place(block, parts.get(block.index()), (int) at, gamma));
      at += length;
    }
    this.values = arena.floats(at, Arena.WEIGHTS);
    this.size = (int) at;
    this.gradient = arena.floats(size, Arena.WEIGHTS);
    this.slots = new float[plan.update().rule().slots().size()][];
    Arrays.setAll(slots, slot -> arena.floats(size, Arena.WEIGHTS));
    this.average =
        plan.averageWeight().isPresent() ? arena.floats(size, Arena.WEIGHTS) : new float[0];
    this.means = new float[blocks.size()][];
    this.variances = new float[blocks.size()][];
    this.seen = new float[blocks.size()];
    for (Place place : places) {
      if (place.block().hasBatchNorm()) {
        means[place.block().index()] = arena.floats(place.length(), Arena.WEIGHTS);
        variances[place.block().index()] = arena.floats(place.length(), Arena.WEIGHTS);
      }
    }
  }

  /** Where a block's parameters lie. */
  Place place(Block block) {
    return places.get(block.index());
  }

  /** The place of the first vector; the weights lie before it. */
  int vectors() {
    return vectors;
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
    copy(canonical, 0, values, in);
    for (int slot = 0; slot < slots.length; slot++) {
      copy(canonical, plan.slot(slot).from(), slots[slot], in);
    }
    plan.averageWeight().ifPresent(weight -> {
      copy(canonical, plan.range(Role.EMA).from(), average, in);
      vector(canonical, weight.offset(), averageWeight, 0, 1, in);
    });
    for (Place place : places) {
      int i = place.block().index();
      place.block().norm().ifPresent(norm -> {
        int outputs = place.block().outputs();
        vector(canonical, norm.runningMean().offset(), means[i], 0, outputs, in);
        vector(canonical, norm.runningVariance().offset(), variances[i], 0, outputs, in);
        vector(canonical, norm.runningWeight().offset(), seen, i, 1, in);
      });
    }
  }

  /** All parameters, or what lies beside them. */
  private void copy(float[] canonical, int from, float[] array, boolean in) {
    for (Place place : places) {
      DenseBlock block = place.block();
      int outputs = block.outputs();
      for (Part part : place.parts()) {
        int first = from + block.weight().offset() + part.input() * outputs;
        if (in) {
          part.shape().pack(canonical, first, array, part.place());
        } else {
          part.shape().unpack(array, part.place(), canonical, first);
        }
      }
      block
          .bias()
          .ifPresent(
              bias -> vector(canonical, from + bias.offset(), array, place.shift(), outputs, in));
      block.norm().ifPresent(norm -> {
        vector(canonical, from + norm.beta().offset(), array, place.shift(), outputs, in);
        vector(canonical, from + norm.gamma().offset(), array, place.gamma(), outputs, in);
      });
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
