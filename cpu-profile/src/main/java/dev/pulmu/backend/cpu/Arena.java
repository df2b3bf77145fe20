package dev.pulmu.backend.cpu;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * Makes the arrays of a session and counts their bytes, or only counts them. So the code that lays
 * out a session also says how much memory it takes, before any of it is made.
 */
final class Arena {
  /** What an array is for, and what to do if it is too long. */
  static final String WEIGHTS = "weights; take narrower layers";

  static final String BATCH = "a batch; take a smaller one, or narrower layers";
  static final String TARGETS = "targets; take fewer rows or outputs";

  /** Elements of the longest array that every JVM makes. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private final boolean makes;
  private long bytes;

  private Arena(boolean makes) {
    this.makes = makes;
  }

  /** Makes every array. */
  static Arena making() {
    return new Arena(true);
  }

  /** Only counts; every array that it gives is empty. */
  static Arena counting() {
    return new Arena(false);
  }

  /** Bytes of all arrays so far. */
  long bytes() {
    return bytes;
  }

  /**
   * An array of zeros.
   *
   * @throws IllegalStateException if no array can be so long, saying what to do
   */
  float[] floats(long length, String what) {
    return floats(length, what, () -> new float[(int) length]);
  }

  /** An array that someone else makes. */
  float[] floats(long length, String what, Supplier<float[]> maker) {
    return take(length, Float.BYTES, what) ? maker.get() : new float[0];
  }

  double[] doubles(long length, String what) {
    return new double[take(length, Double.BYTES, what) ? (int) length : 0];
  }

  int[] ints(long length, String what) {
    return new int[take(length, Integer.BYTES, what) ? (int) length : 0];
  }

  short[] shorts(long length, String what) {
    return new short[take(length, Short.BYTES, what) ? (int) length : 0];
  }

  /** Counts an array, and says whether to make it. */
  private boolean take(long length, int width, String what) {
    if (length > LONGEST) {
      throw new IllegalStateException(String.format(
          Locale.ROOT,
          "backend 'cpu' wants an array of %d numbers, where %d are possible, for %s",
          length,
          LONGEST,
          what));
    }
    bytes += length * width;
    return makes;
  }
}
