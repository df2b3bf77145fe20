package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Places;

/** What one worker writes for itself, in arrays of its own. */
final class Scratch {
  /** Panels of transposed weights. */
  final float[] strip;

  /** What belongs to the columns of a panel. */
  final float[] shift = new float[WIDTH];

  final float[] scale = new float[WIDTH];

  /** A product that is to be added to another. */
  final float[] product = new float[Kernels.WIDEST * WIDTH * WIDTH];

  /** Random words of a row of a panel. */
  final int[] words = new int[WIDTH];

  /** What reading ahead came to; nobody looks at it. */
  int touched;

  /** @param outputs of the widest layer */
  Scratch(Arena arena, int outputs) {
    long strip = (long) BackwardProduct.GROUP * outputs * WIDTH;
    this.strip = arena.floats(strip + Places.ROOM, Arena.WEIGHTS);
  }
}
