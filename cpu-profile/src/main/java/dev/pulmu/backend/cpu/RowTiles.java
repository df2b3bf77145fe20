package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;
import static dev.pulmu.backend.cpu.VectorKernels.put;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of rows of a with one or two vectors of b's columns, whose sums stay in registers: eight
 * where the machine has 32 vector registers, four where it has 16. One vector of 512 bits is a
 * panel's row, a shorter one a part.
 *
 * <p>The rows lie 64 bytes apart, so one pointer and constant distances reach all of them. Each sum
 * has its own variable: the compiler keeps no array in registers.
 */
final class RowTiles {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;

  private RowTiles() {}

  static void tile8x2(
      float[] a,
      int a0,
      int aPanel,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      boolean add) {
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
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector bb = FloatVector.fromArray(S, b, from + bNext);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1 * WIDTH]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2 * WIDTH]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3 * WIDTH]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      FloatVector x4 = FloatVector.broadcast(S, a[at + 4 * WIDTH]);
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      FloatVector x5 = FloatVector.broadcast(S, a[at + 5 * WIDTH]);
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      FloatVector x6 = FloatVector.broadcast(S, a[at + 6 * WIDTH]);
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      FloatVector x7 = FloatVector.broadcast(S, a[at + 7 * WIDTH]);
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      at++;
      if ((from + WIDTH - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aPanel - WIDTH;
      }
    }
    put(c0a, c, c0, add);
    put(c0b, c, c0 + cNext, add);
    put(c1a, c, c0 + 1 * WIDTH, add);
    put(c1b, c, c0 + 1 * WIDTH + cNext, add);
    put(c2a, c, c0 + 2 * WIDTH, add);
    put(c2b, c, c0 + 2 * WIDTH + cNext, add);
    put(c3a, c, c0 + 3 * WIDTH, add);
    put(c3b, c, c0 + 3 * WIDTH + cNext, add);
    put(c4a, c, c0 + 4 * WIDTH, add);
    put(c4b, c, c0 + 4 * WIDTH + cNext, add);
    put(c5a, c, c0 + 5 * WIDTH, add);
    put(c5b, c, c0 + 5 * WIDTH + cNext, add);
    put(c6a, c, c0 + 6 * WIDTH, add);
    put(c6b, c, c0 + 6 * WIDTH + cNext, add);
    put(c7a, c, c0 + 7 * WIDTH, add);
    put(c7b, c, c0 + 7 * WIDTH + cNext, add);
  }

  static void tile8x1(
      float[] a, int a0, int aPanel, float[] b, int b0, int k, float[] c, int c0, boolean add) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c4a = FloatVector.zero(S);
    FloatVector c5a = FloatVector.zero(S);
    FloatVector c6a = FloatVector.zero(S);
    FloatVector c7a = FloatVector.zero(S);
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1 * WIDTH]);
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2 * WIDTH]);
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3 * WIDTH]);
      c3a = x3.fma(ba, c3a);
      FloatVector x4 = FloatVector.broadcast(S, a[at + 4 * WIDTH]);
      c4a = x4.fma(ba, c4a);
      FloatVector x5 = FloatVector.broadcast(S, a[at + 5 * WIDTH]);
      c5a = x5.fma(ba, c5a);
      FloatVector x6 = FloatVector.broadcast(S, a[at + 6 * WIDTH]);
      c6a = x6.fma(ba, c6a);
      FloatVector x7 = FloatVector.broadcast(S, a[at + 7 * WIDTH]);
      c7a = x7.fma(ba, c7a);
      at++;
      if ((from + WIDTH - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aPanel - WIDTH;
      }
    }
    put(c0a, c, c0, add);
    put(c1a, c, c0 + 1 * WIDTH, add);
    put(c2a, c, c0 + 2 * WIDTH, add);
    put(c3a, c, c0 + 3 * WIDTH, add);
    put(c4a, c, c0 + 4 * WIDTH, add);
    put(c5a, c, c0 + 5 * WIDTH, add);
    put(c6a, c, c0 + 6 * WIDTH, add);
    put(c7a, c, c0 + 7 * WIDTH, add);
  }

  static void tile4x2(
      float[] a,
      int a0,
      int aPanel,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      boolean add) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector bb = FloatVector.fromArray(S, b, from + bNext);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1 * WIDTH]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2 * WIDTH]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3 * WIDTH]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      at++;
      if ((from + WIDTH - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aPanel - WIDTH;
      }
    }
    put(c0a, c, c0, add);
    put(c0b, c, c0 + cNext, add);
    put(c1a, c, c0 + 1 * WIDTH, add);
    put(c1b, c, c0 + 1 * WIDTH + cNext, add);
    put(c2a, c, c0 + 2 * WIDTH, add);
    put(c2b, c, c0 + 2 * WIDTH + cNext, add);
    put(c3a, c, c0 + 3 * WIDTH, add);
    put(c3b, c, c0 + 3 * WIDTH + cNext, add);
  }

  static void tile4x1(
      float[] a, int a0, int aPanel, float[] b, int b0, int k, float[] c, int c0, boolean add) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1 * WIDTH]);
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2 * WIDTH]);
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3 * WIDTH]);
      c3a = x3.fma(ba, c3a);
      at++;
      if ((from + WIDTH - b0 & WIDTH * WIDTH - 1) == 0) {
        at += aPanel - WIDTH;
      }
    }
    put(c0a, c, c0, add);
    put(c1a, c, c0 + 1 * WIDTH, add);
    put(c2a, c, c0 + 2 * WIDTH, add);
    put(c3a, c, c0 + 3 * WIDTH, add);
  }
}
