package dev.pulmu.backend.cpu;

/**
 * How a matrix lies in memory: in panels of 16 columns, 64 bytes a row, the rows of a panel one
 * after the other. Every product then reads all its operands in order, weights as they are for x·W
 * and xᵀ·dy; a batch norm's columns lie together; and nothing but the weights of dy·Wᵀ is ever
 * transposed. Columns that the matrix does not have are 0, or of no account.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 */
record Panels(int rows, int columns) {
  /** Columns of a panel. */
  static final int WIDTH = 16;

  /** How many panels there are. */
  int count() {
    return count(columns);
  }

  /** How many panels so many columns fill. */
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /**
   * From a panel to its next. Room for rows in fours, and an odd number of rows: distances that are
   * a multiple of a large power of two would put all panels into the same few lines of a cache.
   */
  int stride() {
    return Math.toIntExact(stride(rows));
  }

  /** From a panel of so many rows to its next. */
  static long stride(long rows) {
    return ((rows + 3) / 4 * 4 + 1) * WIDTH;
  }

  /** Elements of the whole matrix with its padding. */
  int size() {
    return Math.multiplyExact(count(), stride());
  }

  /** The place of an element. */
  int at(int row, int column) {
    return column / WIDTH * stride() + row * WIDTH + column % WIDTH;
  }

  /** How many columns of a panel the matrix has. */
  int width(int panel) {
    return Math.min(WIDTH, columns - panel * WIDTH);
  }

  /** Copies a row-major matrix into panels. */
  void pack(float[] matrix, int from, float[] panels, int to) {
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
  void unpack(float[] panels, int from, float[] matrix, int to) {
    unpack(panels, from, rows, matrix, to);
  }

  /** Copies the first rows of panels into a row-major matrix. */
  void unpack(float[] panels, int from, int count, float[] matrix, int to) {
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
}
