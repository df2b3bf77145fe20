package dev.pulmu.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

/**
 * Panels in the midst of an array, with places of their own reckoning: what a test expects of some
 * places is said one by one, and all others must be as they were.
 */
final class Area {
  private static final int WIDTH = 16;

  final float[] values;
  final int at;
  final int next;
  private final float[] before;
  private final boolean[] named;

  /** Random numbers, some more of them than asked for on all sides. */
  Area(SplittableRandom random, int rows, int panels) {
    this.at = 32;
    this.next = ((rows + 3) / 4 * 4 + 1) * WIDTH;
    this.values = new float[at + panels * next + 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    this.before = values.clone();
    this.named = new boolean[values.length];
  }

  /** Changes what there was before the operation. */
  void put(int row, int column, float value) {
    values[place(row, column)] = value;
    before[place(row, column)] = value;
  }

  /** What there was before the operation. */
  double was(int row, int column) {
    return before[place(row, column)];
  }

  /** What is there now. */
  float now(int row, int column) {
    return values[place(row, column)];
  }

  void is(int row, int column, double wanted, double tolerance) {
    named[place(row, column)] = true;
    double came = now(row, column);
    if (Double.compare(wanted, came) != 0 && !(Math.abs(wanted - came) <= tolerance)) {
      assertThat(came)
          .as("row %d, column %d, within %s", row, column, tolerance)
          .isEqualTo(wanted);
    }
  }

  /** Of no account. */
  void mayBeAnything(int row, int column) {
    named[place(row, column)] = true;
  }

  void restIsAsItWas() {
    for (int i = 0; i < values.length; i++) {
      if (!named[i] && Float.floatToRawIntBits(values[i]) != Float.floatToRawIntBits(before[i])) {
        assertThat(values[i]).as("place %d, with the first row at %d", i, at).isEqualTo(before[i]);
      }
    }
  }

  private int place(int row, int column) {
    return at + column / WIDTH * next + row * WIDTH + column % WIDTH;
  }
}
