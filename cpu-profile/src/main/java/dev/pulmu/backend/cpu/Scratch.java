package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Places;

/** The arrays that one worker uses for itself. */
final class Scratch {
  /** Panels of transposed weights. */
  final float[] strip;

  /** Two numbers for each column of a panel, such as a batch norm's shift and scale. */
  final float[] shift = new float[WIDTH];

  final float[] scale = new float[WIDTH];

  /** A product that is to be added to another. */
  final float[] product = new float[Kernels.WIDEST * WIDTH * WIDTH];

  /** Random words of a row of a panel. */
  final int[] words = new int[WIDTH];

  /** The result of reading ahead; it is never used, and keeps the reads from being left out. */
  int touched;

  /** @param outputs of the widest layer */
  Scratch(Arena arena, int outputs) {
    long strip = (long) BackwardProduct.GROUP * outputs * WIDTH;
    this.strip = arena.floats(strip + Places.ROOM, Arena.WEIGHTS);
  }
}
