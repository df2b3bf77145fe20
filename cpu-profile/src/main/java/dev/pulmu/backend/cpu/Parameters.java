package dev.pulmu.backend.cpu;

import dev.pulmu.kernels.Places;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Role;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All parameters of a plan in one array, at their {@link Places}. Gradients, slots and the moving
 * average have the same layout. Padding is 0.
 */
final class Parameters {
  private final Plan plan;
  private final Places places;
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
    this.places = new Places(plan);
    this.values = arena.floats(places.size(), Arena.WEIGHTS);
    this.size = (int) places.size();
    this.gradient = arena.floats(size, Arena.WEIGHTS);
    this.slots = new float[plan.update().rule().slots().size()][];
    Arrays.setAll(slots, slot -> arena.floats(size, Arena.WEIGHTS));
    this.average =
        plan.averageWeight().isPresent() ? arena.floats(size, Arena.WEIGHTS) : new float[0];
    this.means = new float[plan.blocks().size()][];
    this.variances = new float[plan.blocks().size()][];
    this.seen = new float[plan.blocks().size()];
    for (Place place : places.all()) {
      if (place.block().hasBatchNorm()) {
        means[place.block().index()] = arena.floats(place.length(), Arena.WEIGHTS);
        variances[place.block().index()] = arena.floats(place.length(), Arena.WEIGHTS);
      }
    }
  }

  /** Where a block's parameters lie. */
  Place place(Block block) {
    return places.of(block);
  }

  /** The place of the first vector; the weights lie before it. */
  int vectors() {
    return places.vectors();
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
    places.copy(canonical, 0, gradient, false);
    return canonical;
  }

  private void copyAll(float[] canonical, boolean in) {
    places.copy(canonical, 0, values, in);
    for (int slot = 0; slot < slots.length; slot++) {
      places.copy(canonical, plan.slot(slot).from(), slots[slot], in);
    }
    plan.averageWeight().ifPresent(weight -> {
      places.copy(canonical, plan.range(Role.EMA).from(), average, in);
      Places.vector(canonical, weight.offset(), averageWeight, 0, 1, in);
    });
    for (Place place : places.all()) {
      int i = place.block().index();
      place.block().norm().ifPresent(norm -> {
        int outputs = place.block().outputs();
        Places.vector(canonical, norm.runningMean().offset(), means[i], 0, outputs, in);
        Places.vector(canonical, norm.runningVariance().offset(), variances[i], 0, outputs, in);
        Places.vector(canonical, norm.runningWeight().offset(), seen, i, 1, in);
      });
    }
  }
}
