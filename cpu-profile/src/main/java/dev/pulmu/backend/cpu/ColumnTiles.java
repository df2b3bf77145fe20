package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Panels.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of columns of a with one to three vectors of b's columns, whose sums stay in registers:
 * eight where the machine has 32 vector registers, four where it has 16. One vector of 512 bits is
 * a panel's row, a shorter one a part.
 *
 * <p>The columns lie side by side. Each sum has its own variable: the compiler keeps no array in
 * registers. It begins at zero: where it began at c, JDK 17 often kept the address of b in a vector
 * register and fetched it in every turn, at two thirds of the speed.
 */
final class ColumnTiles {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;

  private ColumnTiles() {}

  static void tile8x3(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
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
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector bb = FloatVector.fromArray(S, b, from + bNext);
      FloatVector bc = FloatVector.fromArray(S, b, from + 2 * bNext);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      FloatVector x4 = FloatVector.broadcast(S, a[at + 4]);
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      c4c = x4.fma(bc, c4c);
      FloatVector x5 = FloatVector.broadcast(S, a[at + 5]);
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      c5c = x5.fma(bc, c5c);
      FloatVector x6 = FloatVector.broadcast(S, a[at + 6]);
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      c6c = x6.fma(bc, c6c);
      FloatVector x7 = FloatVector.broadcast(S, a[at + 7]);
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      c7c = x7.fma(bc, c7c);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c0b.add(FloatVector.fromArray(S, c, c0 + cNext)).intoArray(c, c0 + cNext);
    c0c.add(FloatVector.fromArray(S, c, c0 + 2 * cNext)).intoArray(c, c0 + 2 * cNext);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c1b.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + cNext))
        .intoArray(c, c0 + 1 * WIDTH + cNext);
    c1c.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c2b.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + cNext))
        .intoArray(c, c0 + 2 * WIDTH + cNext);
    c2c.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
    c3b.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + cNext))
        .intoArray(c, c0 + 3 * WIDTH + cNext);
    c3c.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
    c4a.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH)).intoArray(c, c0 + 4 * WIDTH);
    c4b.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH + cNext))
        .intoArray(c, c0 + 4 * WIDTH + cNext);
    c4c.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 4 * WIDTH + 2 * cNext);
    c5a.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH)).intoArray(c, c0 + 5 * WIDTH);
    c5b.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH + cNext))
        .intoArray(c, c0 + 5 * WIDTH + cNext);
    c5c.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 5 * WIDTH + 2 * cNext);
    c6a.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH)).intoArray(c, c0 + 6 * WIDTH);
    c6b.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH + cNext))
        .intoArray(c, c0 + 6 * WIDTH + cNext);
    c6c.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 6 * WIDTH + 2 * cNext);
    c7a.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH)).intoArray(c, c0 + 7 * WIDTH);
    c7b.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH + cNext))
        .intoArray(c, c0 + 7 * WIDTH + cNext);
    c7c.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 7 * WIDTH + 2 * cNext);
  }

  static void tile8x2(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
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
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      FloatVector x4 = FloatVector.broadcast(S, a[at + 4]);
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      FloatVector x5 = FloatVector.broadcast(S, a[at + 5]);
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      FloatVector x6 = FloatVector.broadcast(S, a[at + 6]);
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      FloatVector x7 = FloatVector.broadcast(S, a[at + 7]);
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c0b.add(FloatVector.fromArray(S, c, c0 + cNext)).intoArray(c, c0 + cNext);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c1b.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + cNext))
        .intoArray(c, c0 + 1 * WIDTH + cNext);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c2b.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + cNext))
        .intoArray(c, c0 + 2 * WIDTH + cNext);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
    c3b.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + cNext))
        .intoArray(c, c0 + 3 * WIDTH + cNext);
    c4a.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH)).intoArray(c, c0 + 4 * WIDTH);
    c4b.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH + cNext))
        .intoArray(c, c0 + 4 * WIDTH + cNext);
    c5a.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH)).intoArray(c, c0 + 5 * WIDTH);
    c5b.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH + cNext))
        .intoArray(c, c0 + 5 * WIDTH + cNext);
    c6a.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH)).intoArray(c, c0 + 6 * WIDTH);
    c6b.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH + cNext))
        .intoArray(c, c0 + 6 * WIDTH + cNext);
    c7a.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH)).intoArray(c, c0 + 7 * WIDTH);
    c7b.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH + cNext))
        .intoArray(c, c0 + 7 * WIDTH + cNext);
  }

  static void tile8x1(float[] a, int a0, float[] b, int b0, int k, float[] c, int c0) {
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
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      FloatVector x4 = FloatVector.broadcast(S, a[at + 4]);
      c4a = x4.fma(ba, c4a);
      FloatVector x5 = FloatVector.broadcast(S, a[at + 5]);
      c5a = x5.fma(ba, c5a);
      FloatVector x6 = FloatVector.broadcast(S, a[at + 6]);
      c6a = x6.fma(ba, c6a);
      FloatVector x7 = FloatVector.broadcast(S, a[at + 7]);
      c7a = x7.fma(ba, c7a);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
    c4a.add(FloatVector.fromArray(S, c, c0 + 4 * WIDTH)).intoArray(c, c0 + 4 * WIDTH);
    c5a.add(FloatVector.fromArray(S, c, c0 + 5 * WIDTH)).intoArray(c, c0 + 5 * WIDTH);
    c6a.add(FloatVector.fromArray(S, c, c0 + 6 * WIDTH)).intoArray(c, c0 + 6 * WIDTH);
    c7a.add(FloatVector.fromArray(S, c, c0 + 7 * WIDTH)).intoArray(c, c0 + 7 * WIDTH);
  }

  static void tile4x3(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
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
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = FloatVector.fromArray(S, b, from);
      FloatVector bb = FloatVector.fromArray(S, b, from + bNext);
      FloatVector bc = FloatVector.fromArray(S, b, from + 2 * bNext);
      FloatVector x0 = FloatVector.broadcast(S, a[at]);
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c0b.add(FloatVector.fromArray(S, c, c0 + cNext)).intoArray(c, c0 + cNext);
    c0c.add(FloatVector.fromArray(S, c, c0 + 2 * cNext)).intoArray(c, c0 + 2 * cNext);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c1b.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + cNext))
        .intoArray(c, c0 + 1 * WIDTH + cNext);
    c1c.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c2b.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + cNext))
        .intoArray(c, c0 + 2 * WIDTH + cNext);
    c2c.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
    c3b.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + cNext))
        .intoArray(c, c0 + 3 * WIDTH + cNext);
    c3c.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + 2 * cNext))
        .intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
  }

  static void tile4x2(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
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
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c0b.add(FloatVector.fromArray(S, c, c0 + cNext)).intoArray(c, c0 + cNext);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c1b.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH + cNext))
        .intoArray(c, c0 + 1 * WIDTH + cNext);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c2b.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH + cNext))
        .intoArray(c, c0 + 2 * WIDTH + cNext);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
    c3b.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH + cNext))
        .intoArray(c, c0 + 3 * WIDTH + cNext);
  }

  static void tile4x1(float[] a, int a0, float[] b, int b0, int k, float[] c, int c0) {
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
      FloatVector x1 = FloatVector.broadcast(S, a[at + 1]);
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = FloatVector.broadcast(S, a[at + 2]);
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = FloatVector.broadcast(S, a[at + 3]);
      c3a = x3.fma(ba, c3a);
      at += WIDTH;
    }
    c0a.add(FloatVector.fromArray(S, c, c0)).intoArray(c, c0);
    c1a.add(FloatVector.fromArray(S, c, c0 + 1 * WIDTH)).intoArray(c, c0 + 1 * WIDTH);
    c2a.add(FloatVector.fromArray(S, c, c0 + 2 * WIDTH)).intoArray(c, c0 + 2 * WIDTH);
    c3a.add(FloatVector.fromArray(S, c, c0 + 3 * WIDTH)).intoArray(c, c0 + 3 * WIDTH);
  }
}
