package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Panels;
import dev.pulmu.network.Dropout;
import dev.pulmu.random.Draws;

/**
 * The mask of a dropout, drawn in the forward pass and kept as bits for the backward pass: to draw
 * it takes eight times as long as to multiply by its bits (128×1024: 1,537 and 193 µs by
 * {@code MaskBenchmark}, one worker, JDK 17).
 */
final class Mask {
  private final int outputs;
  private final Panels shape;
  private final long threshold;
  private final float factor;

  /** By panel and row: bit j is set where column j is kept. */
  private final short[] kept;

  Mask(Arena arena, int outputs, Dropout dropout, Panels shape) {
    this.outputs = outputs;
    this.shape = shape;
    this.threshold = (long) (dropout.probability() * 0x1p32);
    this.factor = dropout.style().kept(dropout.probability());
    this.kept = arena.shorts((long) shape.count() * shape.rows(), Arena.BATCH);
  }

  /**
   * Draws the mask of some rows of a panel: an element is dropped where its word, taken as a number
   * in [0, 2^32), lies below p · 2^32.
   *
   * @param draws the words of this step
   * @param firstRow the place of row 0 in the step
   * @param words room for a panel's
   */
  void draw(int panel, int from, int rows, Draws draws, int firstRow, int[] words) {
    int width = shape.width(panel);
    for (int row = from; row < from + rows; row++) {
      draws.words((long) (firstRow + row) * outputs + panel * WIDTH, words, 0, width);
      int bits = 0;
      for (int j = 0; j < width; j++) {
        bits |= (words[j] & 0xFFFFFFFFL) < threshold ? 0 : 1 << j;
      }
      kept[panel * shape.rows() + row] = (short) bits;
    }
  }

  /** Multiplies what is kept in some rows of a panel by its factor, and everything else by 0. */
  void apply(int panel, int from, int rows, float[] values) {
    for (int row = from; row < from + rows; row++) {
      int bits = kept[panel * shape.rows() + row];
      int at = shape.at(row, panel * WIDTH);
      for (int j = 0; j < WIDTH; j++) {
        values[at + j] *= (bits >> j & 1) == 0 ? 0 : factor;
      }
    }
  }
}
