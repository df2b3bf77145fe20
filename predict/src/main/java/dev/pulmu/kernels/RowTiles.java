package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.FloatVector;

/**
 * Products of rows of a with one to three vectors of b's columns, whose sums stay in registers:
 * eight where the machine has 32 vector registers, four where it has 16. One vector of 512 bits is
 * a panel's row, a shorter one a part.
 *
 * <p>The rows lie 64 bytes apart, so one pointer and constant distances reach all of them. Each sum
 * has its own variable: the compiler keeps no array in registers.
 */
final class RowTiles {
  private RowTiles() {}

  static void tile8x3(
      float[] a,
      int at,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c0c = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c4b = FloatVector.zero(S);
    FloatVector c4c = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c5b = FloatVector.zero(S);
    FloatVector c5c = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c6b = FloatVector.zero(S);
    FloatVector c6c = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    FloatVector c7b = FloatVector.zero(S);
    FloatVector c7c = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector bc = V.cast(FloatVector.fromArray(S, b, from + 2 * bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4 * WIDTH]));
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      c4c = x4.fma(bc, c4c);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5 * WIDTH]));
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      c5c = x5.fma(bc, c5c);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6 * WIDTH]));
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      c6c = x6.fma(bc, c6c);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7 * WIDTH]));
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      c7c = x7.fma(bc, c7c);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c0b).intoArray(c, c0 + cNext);
    V.cast(c0c).intoArray(c, c0 + 2 * cNext);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c1b).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(c1c).intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c2b).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(c2c).intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
    V.cast(c3b).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(c3c).intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
    V.cast(c4a).intoArray(c, c0 + 4 * WIDTH);
    V.cast(c4b).intoArray(c, c0 + 4 * WIDTH + cNext);
    V.cast(c4c).intoArray(c, c0 + 4 * WIDTH + 2 * cNext);
    V.cast(c5a).intoArray(c, c0 + 5 * WIDTH);
    V.cast(c5b).intoArray(c, c0 + 5 * WIDTH + cNext);
    V.cast(c5c).intoArray(c, c0 + 5 * WIDTH + 2 * cNext);
    V.cast(c6a).intoArray(c, c0 + 6 * WIDTH);
    V.cast(c6b).intoArray(c, c0 + 6 * WIDTH + cNext);
    V.cast(c6c).intoArray(c, c0 + 6 * WIDTH + 2 * cNext);
    V.cast(c7a).intoArray(c, c0 + 7 * WIDTH);
    V.cast(c7b).intoArray(c, c0 + 7 * WIDTH + cNext);
    V.cast(c7c).intoArray(c, c0 + 7 * WIDTH + 2 * cNext);
  }

  static void tile8x2(
      float[] a,
      int at,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c4b = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c5b = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c6b = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    FloatVector c7b = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4 * WIDTH]));
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5 * WIDTH]));
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6 * WIDTH]));
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7 * WIDTH]));
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c0b).intoArray(c, c0 + cNext);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c1b).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c2b).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
    V.cast(c3b).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(c4a).intoArray(c, c0 + 4 * WIDTH);
    V.cast(c4b).intoArray(c, c0 + 4 * WIDTH + cNext);
    V.cast(c5a).intoArray(c, c0 + 5 * WIDTH);
    V.cast(c5b).intoArray(c, c0 + 5 * WIDTH + cNext);
    V.cast(c6a).intoArray(c, c0 + 6 * WIDTH);
    V.cast(c6b).intoArray(c, c0 + 6 * WIDTH + cNext);
    V.cast(c7a).intoArray(c, c0 + 7 * WIDTH);
    V.cast(c7b).intoArray(c, c0 + 7 * WIDTH + cNext);
  }

  static void tile8x1(float[] a, int at, int aNext, float[] b, int b0, int k, float[] c, int c0) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4 * WIDTH]));
      c4a = x4.fma(ba, c4a);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5 * WIDTH]));
      c5a = x5.fma(ba, c5a);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6 * WIDTH]));
      c6a = x6.fma(ba, c6a);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7 * WIDTH]));
      c7a = x7.fma(ba, c7a);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
    V.cast(c4a).intoArray(c, c0 + 4 * WIDTH);
    V.cast(c5a).intoArray(c, c0 + 5 * WIDTH);
    V.cast(c6a).intoArray(c, c0 + 6 * WIDTH);
    V.cast(c7a).intoArray(c, c0 + 7 * WIDTH);
  }

  static void tile4x3(
      float[] a,
      int at,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c0c = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c1c = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c2c = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    FloatVector c3c = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector bc = V.cast(FloatVector.fromArray(S, b, from + 2 * bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c0b).intoArray(c, c0 + cNext);
    V.cast(c0c).intoArray(c, c0 + 2 * cNext);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c1b).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(c1c).intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c2b).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(c2c).intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
    V.cast(c3b).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(c3c).intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
  }

  static void tile4x2(
      float[] a,
      int at,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c0b).intoArray(c, c0 + cNext);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c1b).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c2b).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
    V.cast(c3b).intoArray(c, c0 + 3 * WIDTH + cNext);
  }

  static void tile4x1(float[] a, int at, int aNext, float[] b, int b0, int k, float[] c, int c0) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    int from = b0;
    int end = b0 + k * WIDTH;
    while (from < end) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1 * WIDTH]));
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2 * WIDTH]));
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3 * WIDTH]));
      c3a = x3.fma(ba, c3a);
      from += WIDTH;
      at++;
      if ((from - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aNext - WIDTH;
      }
    }
    V.cast(c0a).intoArray(c, c0);
    V.cast(c1a).intoArray(c, c0 + 1 * WIDTH);
    V.cast(c2a).intoArray(c, c0 + 2 * WIDTH);
    V.cast(c3a).intoArray(c, c0 + 3 * WIDTH);
  }
}
