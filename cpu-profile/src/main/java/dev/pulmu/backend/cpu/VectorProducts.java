package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

/** Products as in {@link Kernels}, cut into {@link RowTiles} and {@link ColumnTiles}. */
final class VectorProducts {
  private static final int LANES = VectorKernels.SPECIES.length();

  /** x86 has 32 registers of 512 bits, but 16 shorter ones; others have 32. */
  private static final boolean EIGHT_ROWS =
      LANES == WIDTH || !System.getProperty("os.arch").equals("amd64");

  private VectorProducts() {}

  static void rows(
      float[] a,
      int a0,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int rows,
      int panels,
      boolean add) {
    int panel = 0;
    if (LANES == WIDTH) {
      for (; panel + 2 <= panels; panel += 2) {
        int bAt = b0 + panel * bNext;
        rows2(a, a0, aNext, b, bAt, bNext, k, c, c0 + panel * cNext, cNext, rows, add);
      }
      if (panel < panels) {
        int bAt = b0 + panel * bNext;
        rows1(a, a0, aNext, b, bAt, k, c, c0 + panel * cNext, rows, add);
      }
      return;
    }
    for (; panel < panels; panel++) {
      for (int lane = 0; lane < WIDTH; lane += 2 * LANES) {
        int bAt = b0 + panel * bNext + lane;
        int cAt = c0 + panel * cNext + lane;
        rows2(a, a0, aNext, b, bAt, LANES, k, c, cAt, LANES, rows, add);
      }
    }
  }

  /** Two vectors of each row of c. */
  private static void rows2(
      float[] a,
      int a0,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int rows,
      boolean add) {
    int row = 0;
    while (row < rows) {
      int at = row * WIDTH;
      if (EIGHT_ROWS && row + 4 < rows) {
        RowTiles.tile8x2(a, a0 + at, aNext, b, b0, bNext, k, c, c0 + at, cNext, add);
        row += 8;
      } else {
        RowTiles.tile4x2(a, a0 + at, aNext, b, b0, bNext, k, c, c0 + at, cNext, add);
        row += 4;
      }
    }
  }

  /** One vector of each row of c. */
  private static void rows1(
      float[] a,
      int a0,
      int aNext,
      float[] b,
      int b0,
      int k,
      float[] c,
      int c0,
      int rows,
      boolean add) {
    int row = 0;
    while (row < rows) {
      int at = row * WIDTH;
      if (row + 4 < rows) {
        RowTiles.tile8x1(a, a0 + at, aNext, b, b0, k, c, c0 + at, add);
        row += 8;
      } else {
        RowTiles.tile4x1(a, a0 + at, aNext, b, b0, k, c, c0 + at, add);
        row += 4;
      }
    }
  }

  static void columns(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int columns,
      int panels,
      boolean add) {
    int panel = 0;
    if (LANES == WIDTH) {
      for (; panel + 2 <= panels; panel += 2) {
        int cAt = c0 + panel * cNext;
        columns2(a, a0, b, b0 + panel * bNext, bNext, k, c, cAt, cNext, columns, add);
      }
      if (panel < panels) {
        columns1(a, a0, b, b0 + panel * bNext, k, c, c0 + panel * cNext, columns, add);
      }
      return;
    }
    for (; panel < panels; panel++) {
      for (int lane = 0; lane < WIDTH; lane += 2 * LANES) {
        int bAt = b0 + panel * bNext + lane;
        int cAt = c0 + panel * cNext + lane;
        columns2(a, a0, b, bAt, LANES, k, c, cAt, LANES, columns, add);
      }
    }
  }

  private static void columns2(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int columns,
      boolean add) {
    int column = 0;
    while (column < columns) {
      int cAt = c0 + column * WIDTH;
      if (EIGHT_ROWS && column + 4 < columns) {
        ColumnTiles.tile8x2(a, a0 + column, b, b0, bNext, k, c, cAt, cNext, add);
        column += 8;
      } else {
        ColumnTiles.tile4x2(a, a0 + column, b, b0, bNext, k, c, cAt, cNext, add);
        column += 4;
      }
    }
  }

  private static void columns1(
      float[] a, int a0, float[] b, int b0, int k, float[] c, int c0, int columns, boolean add) {
    int column = 0;
    while (column < columns) {
      int cAt = c0 + column * WIDTH;
      if (column + 4 < columns) {
        ColumnTiles.tile8x1(a, a0 + column, b, b0, k, c, cAt, add);
        column += 8;
      } else {
        ColumnTiles.tile4x1(a, a0 + column, b, b0, k, c, cAt, add);
        column += 4;
      }
    }
  }
}
