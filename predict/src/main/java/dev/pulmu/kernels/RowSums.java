package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.FloatVector;

/**
 * The product of one row with panels, four vectors of its columns at a time. Every weight is read
 * once, and that takes as long as the sums do: with eight vectors at a time it was a quarter
 * slower.
 *
 * <p>Where fewer than four are left, the last is summed several times, to the same bits, while
 * others would have to wait for their multiply-adds.
 */
final class RowSums {
  private static final int LANES = S.length();
  private static final int VECTORS = WIDTH / LANES;

  private RowSums() {}

  static void row(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int panels) {
    int vectors = panels * VECTORS;
    for (int vector = 0; vector < vectors; vector += 4) {
      tile(a, a0, b, b0, bNext, k, c, c0, vector, vectors - 1);
    }
  }

  /** From the first panel's row to a vector of columns. */
  private static int place(int vector, int next) {
    return vector / VECTORS * next + vector % VECTORS * LANES;
  }

  private static void tile(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int vector,
      int last) {
    int v1 = Math.min(vector + 1, last);
    int v2 = Math.min(vector + 2, last);
    int v3 = Math.min(vector + 3, last);
    int p0 = b0 + place(vector, bNext);
    int p1 = b0 + place(v1, bNext);
    int p2 = b0 + place(v2, bNext);
    int p3 = b0 + place(v3, bNext);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    for (int i = 0, row = 0; i < k; i++, row += WIDTH) {
      FloatVector x = V.cast(FloatVector.broadcast(S, a[a0 + i]));
      s0 = x.fma(V.cast(FloatVector.fromArray(S, b, p0 + row)), s0);
      s1 = x.fma(V.cast(FloatVector.fromArray(S, b, p1 + row)), s1);
      s2 = x.fma(V.cast(FloatVector.fromArray(S, b, p2 + row)), s2);
      s3 = x.fma(V.cast(FloatVector.fromArray(S, b, p3 + row)), s3);
    }
    V.cast(s0).intoArray(c, c0 + vector * LANES);
    V.cast(s1).intoArray(c, c0 + v1 * LANES);
    V.cast(s2).intoArray(c, c0 + v2 * LANES);
    V.cast(s3).intoArray(c, c0 + v3 * LANES);
  }
}
