package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;

import java.util.Set;

/** The products of {@link VectorKernels}, cut into {@link RowTiles} and {@link ColumnTiles}. */
final class VectorProducts {
  private static final int LANES = VectorType.S.length();

  /** x86 has 32 registers of 512 bits, but 16 shorter ones; others have 32. */
  private static final boolean EIGHT =
      LANES == WIDTH || !Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

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
      int panels) {
    if (LANES == WIDTH) {
      rows(panels, a, a0, aNext, b, b0, bNext, k, c, c0, cNext, rows);
      return;
    }
    for (int panel = 0; panel < panels; panel++) {
      for (int lane = 0; lane < WIDTH; lane += 2 * LANES) {
        int bAt = b0 + panel * bNext + lane;
        int cAt = c0 + panel * cNext + lane;
        rows(2, a, a0, aNext, b, bAt, LANES, k, c, cAt, LANES, rows);
      }
    }
  }

  /** So many vectors of each row of c. */
  private static void rows(
      int vectors,
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
      int rows) {
    int row = 0;
    while (row < rows) {
      int aAt = a0 + row * WIDTH;
      int cAt = c0 + row * WIDTH;
      boolean eight = EIGHT && row + 4 < rows;
      if (vectors == 3) {
        if (eight) {
          RowTiles.tile8x3(a, aAt, aNext, b, b0, bNext, k, c, cAt, cNext);
        } else {
          RowTiles.tile4x3(a, aAt, aNext, b, b0, bNext, k, c, cAt, cNext);
        }
      } else if (vectors == 2) {
        if (eight) {
          RowTiles.tile8x2(a, aAt, aNext, b, b0, bNext, k, c, cAt, cNext);
        } else {
          RowTiles.tile4x2(a, aAt, aNext, b, b0, bNext, k, c, cAt, cNext);
        }
      } else if (eight) {
        RowTiles.tile8x1(a, aAt, aNext, b, b0, k, c, cAt);
      } else {
        RowTiles.tile4x1(a, aAt, aNext, b, b0, k, c, cAt);
      }
      row += eight ? 8 : 4;
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
      int panels) {
    if (LANES == WIDTH) {
      columns(panels, a, a0, b, b0, bNext, k, c, c0, cNext, columns);
      return;
    }
    for (int panel = 0; panel < panels; panel++) {
      for (int lane = 0; lane < WIDTH; lane += 2 * LANES) {
        int bAt = b0 + panel * bNext + lane;
        int cAt = c0 + panel * cNext + lane;
        columns(2, a, a0, b, bAt, LANES, k, c, cAt, LANES, columns);
      }
    }
  }

  /** So many vectors of each row of c. */
  private static void columns(
      int vectors,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int columns) {
    int column = 0;
    while (column < columns) {
      int aAt = a0 + column;
      int cAt = c0 + column * WIDTH;
      boolean eight = EIGHT && column + 4 < columns;
      if (vectors == 3) {
        if (eight) {
          ColumnTiles.tile8x3(a, aAt, b, b0, bNext, k, c, cAt, cNext);
        } else {
          ColumnTiles.tile4x3(a, aAt, b, b0, bNext, k, c, cAt, cNext);
        }
      } else if (vectors == 2) {
        if (eight) {
          ColumnTiles.tile8x2(a, aAt, b, b0, bNext, k, c, cAt, cNext);
        } else {
          ColumnTiles.tile4x2(a, aAt, b, b0, bNext, k, c, cAt, cNext);
        }
      } else if (eight) {
        ColumnTiles.tile8x1(a, aAt, b, b0, k, c, cAt);
      } else {
        ColumnTiles.tile4x1(a, aAt, b, b0, k, c, cAt);
      }
      column += eight ? 8 : 4;
    }
  }
}
