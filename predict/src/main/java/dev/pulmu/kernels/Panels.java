package dev.pulmu.kernels;

import java.util.Arrays;

/**
 * The layout of a matrix in memory: panels of 16 columns, 64 bytes a row, the rows of a panel one
 * after the other. Every product then reads all its operands in order, weights as they are for x·W
 * and xᵀ·dy; a batch norm's columns lie together; and nothing but the weights of dy·Wᵀ is ever
 * transposed. Columns that the matrix does not have are 0, or are never read.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 */
public record Panels(int rows, int columns) {
  /** Columns of a panel. */
  public static final int WIDTH = 16;

  /** How many panels there are. */
  public int count() {
    return count(columns);
  }

  /** How many panels this many columns fill. */
  public static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /**
   * The distance from a panel to the next, with room for rows in fours, and for an odd number of
   * rows: distances that are a multiple of a large power of two would put all panels into the same
   * few lines of a cache.
   */
  public int stride() {
    return Math.toIntExact(stride(rows));
  }

  /** From a panel of so many rows to its next. */
  public static long stride(long rows) {
    return ((rows + 3) / 4 * 4 + 1) * WIDTH;
  }

  /** Elements of the whole matrix with its padding. */
  public int size() {
    return Math.toIntExact(numbers());
  }

  /** The same, which may be more than an array can have. */
  public long numbers() {
    return Math.multiplyExact((long) count(), stride(rows));
  }

  /** The place of an element. */
  public int at(int row, int column) {
    return column / WIDTH * stride() + row * WIDTH + column % WIDTH;
  }

  /** How many columns of a panel the matrix has. */
  public int width(int panel) {
    return Math.min(WIDTH, columns - panel * WIDTH);
  }

  /** Copies a row-major matrix into panels. */
  public void pack(float[] matrix, int from, float[] panels, int to) {
    for (int row = 0; row < rows; row++) {
      for (int panel = 0; panel < count(); panel++) {
        System.arraycopy(
            matrix,
            from + row * columns + panel * WIDTH,
            panels,
            to + at(row, panel * WIDTH),
            width(panel));
      }
    }
  }

  /** Copies panels into a row-major matrix. */
  public void unpack(float[] panels, int from, float[] matrix, int to) {
    unpack(panels, from, rows, matrix, to);
  }

  /** Copies the first rows of panels into a row-major matrix. */
  public void unpack(float[] panels, int from, int count, float[] matrix, int to) {
    for (int row = 0; row < count; row++) {
      for (int panel = 0; panel < count(); panel++) {
        System.arraycopy(
            panels,
            from + at(row, panel * WIDTH),
            matrix,
            to + row * columns + panel * WIDTH,
            width(panel));
      }
    }
  }

  /**
   * A part of a panel with rows and columns exchanged: column i of {@code to} is row i of
   * {@code panel}. No kernel: gathering loads are no faster, and on JDK 17 they sometimes remain
   * objects.
   *
   * @param from the first of the rows
   * @param rows how many there are, at most 16; further columns become 0
   * @param columns how many columns, which become rows
   */
  public static void transpose(
      float[] panel, int from, int rows, int columns, float[] to, int to0) {
    for (int column = 0; column < columns; column++) {
      int target = to0 + column * WIDTH;
      if (rows == WIDTH) {
        transpose(panel, from + column, to, target);
        continue;
      }
      for (int row = 0; row < rows; row++) {
        to[target + row] = panel[from + column + row * WIDTH];
      }
      Arrays.fill(to, target + rows, target + WIDTH, 0);
    }
  }

  /** A column of sixteen rows; a loop takes more than twice as long. */
  private static void transpose(float[] panel, int from, float[] to, int at) {
    to[at] = panel[from];
    to[at + 1] = panel[from + WIDTH];
    to[at + 2] = panel[from + 2 * WIDTH];
    to[at + 3] = panel[from + 3 * WIDTH];
    to[at + 4] = panel[from + 4 * WIDTH];
    to[at + 5] = panel[from + 5 * WIDTH];
    to[at + 6] = panel[from + 6 * WIDTH];
    to[at + 7] = panel[from + 7 * WIDTH];
    to[at + 8] = panel[from + 8 * WIDTH];
    to[at + 9] = panel[from + 9 * WIDTH];
    to[at + 10] = panel[from + 10 * WIDTH];
    to[at + 11] = panel[from + 11 * WIDTH];
    to[at + 12] = panel[from + 12 * WIDTH];
    to[at + 13] = panel[from + 13 * WIDTH];
    to[at + 14] = panel[from + 14 * WIDTH];
    to[at + 15] = panel[from + 15 * WIDTH];
  }
}
