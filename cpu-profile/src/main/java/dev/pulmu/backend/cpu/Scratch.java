package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

/** What one worker writes for itself, in arrays of its own. */
final class Scratch {
  /** Two panels of transposed weights. */
  final float[] strip;

  /** Sums over the rows of a panel. */
  final float[] beta = new float[WIDTH];

  final float[] gamma = new float[WIDTH];

  /** @param outputs of the widest layer */
  Scratch(int outputs) {
    this.strip = new float[2 * outputs * WIDTH];
  }
}
