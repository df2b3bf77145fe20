package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.FloatVector;

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
  private ColumnTiles() {}

  static void tile8x3(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
    FloatVector zero = FloatVector.zero(S);
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
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector bc = V.cast(FloatVector.fromArray(S, b, from + 2 * bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4]));
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      c4c = x4.fma(bc, c4c);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5]));
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      c5c = x5.fma(bc, c5c);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6]));
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      c6c = x6.fma(bc, c6c);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7]));
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      c7c = x7.fma(bc, c7c);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c0b).add(zero)).intoArray(c, c0 + cNext);
    V.cast(V.cast(c0c).add(zero)).intoArray(c, c0 + 2 * cNext);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c1b).add(zero)).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(V.cast(c1c).add(zero)).intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c2b).add(zero)).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(V.cast(c2c).add(zero)).intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
    V.cast(V.cast(c3b).add(zero)).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(V.cast(c3c).add(zero)).intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
    V.cast(V.cast(c4a).add(zero)).intoArray(c, c0 + 4 * WIDTH);
    V.cast(V.cast(c4b).add(zero)).intoArray(c, c0 + 4 * WIDTH + cNext);
    V.cast(V.cast(c4c).add(zero)).intoArray(c, c0 + 4 * WIDTH + 2 * cNext);
    V.cast(V.cast(c5a).add(zero)).intoArray(c, c0 + 5 * WIDTH);
    V.cast(V.cast(c5b).add(zero)).intoArray(c, c0 + 5 * WIDTH + cNext);
    V.cast(V.cast(c5c).add(zero)).intoArray(c, c0 + 5 * WIDTH + 2 * cNext);
    V.cast(V.cast(c6a).add(zero)).intoArray(c, c0 + 6 * WIDTH);
    V.cast(V.cast(c6b).add(zero)).intoArray(c, c0 + 6 * WIDTH + cNext);
    V.cast(V.cast(c6c).add(zero)).intoArray(c, c0 + 6 * WIDTH + 2 * cNext);
    V.cast(V.cast(c7a).add(zero)).intoArray(c, c0 + 7 * WIDTH);
    V.cast(V.cast(c7b).add(zero)).intoArray(c, c0 + 7 * WIDTH + cNext);
    V.cast(V.cast(c7c).add(zero)).intoArray(c, c0 + 7 * WIDTH + 2 * cNext);
  }

  static void tile8x2(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
    FloatVector zero = FloatVector.zero(S);
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
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4]));
      c4a = x4.fma(ba, c4a);
      c4b = x4.fma(bb, c4b);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5]));
      c5a = x5.fma(ba, c5a);
      c5b = x5.fma(bb, c5b);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6]));
      c6a = x6.fma(ba, c6a);
      c6b = x6.fma(bb, c6b);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7]));
      c7a = x7.fma(ba, c7a);
      c7b = x7.fma(bb, c7b);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c0b).add(zero)).intoArray(c, c0 + cNext);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c1b).add(zero)).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c2b).add(zero)).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
    V.cast(V.cast(c3b).add(zero)).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(V.cast(c4a).add(zero)).intoArray(c, c0 + 4 * WIDTH);
    V.cast(V.cast(c4b).add(zero)).intoArray(c, c0 + 4 * WIDTH + cNext);
    V.cast(V.cast(c5a).add(zero)).intoArray(c, c0 + 5 * WIDTH);
    V.cast(V.cast(c5b).add(zero)).intoArray(c, c0 + 5 * WIDTH + cNext);
    V.cast(V.cast(c6a).add(zero)).intoArray(c, c0 + 6 * WIDTH);
    V.cast(V.cast(c6b).add(zero)).intoArray(c, c0 + 6 * WIDTH + cNext);
    V.cast(V.cast(c7a).add(zero)).intoArray(c, c0 + 7 * WIDTH);
    V.cast(V.cast(c7b).add(zero)).intoArray(c, c0 + 7 * WIDTH + cNext);
  }

  static void tile8x1(float[] a, int a0, float[] b, int b0, int k, float[] c, int c0) {
    FloatVector zero = FloatVector.zero(S);
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
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      FloatVector x4 = V.cast(FloatVector.broadcast(S, a[at + 4]));
      c4a = x4.fma(ba, c4a);
      FloatVector x5 = V.cast(FloatVector.broadcast(S, a[at + 5]));
      c5a = x5.fma(ba, c5a);
      FloatVector x6 = V.cast(FloatVector.broadcast(S, a[at + 6]));
      c6a = x6.fma(ba, c6a);
      FloatVector x7 = V.cast(FloatVector.broadcast(S, a[at + 7]));
      c7a = x7.fma(ba, c7a);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
    V.cast(V.cast(c4a).add(zero)).intoArray(c, c0 + 4 * WIDTH);
    V.cast(V.cast(c5a).add(zero)).intoArray(c, c0 + 5 * WIDTH);
    V.cast(V.cast(c6a).add(zero)).intoArray(c, c0 + 6 * WIDTH);
    V.cast(V.cast(c7a).add(zero)).intoArray(c, c0 + 7 * WIDTH);
  }

  static void tile4x3(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
    FloatVector zero = FloatVector.zero(S);
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
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector bc = V.cast(FloatVector.fromArray(S, b, from + 2 * bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      c0c = x0.fma(bc, c0c);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      c1c = x1.fma(bc, c1c);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      c2c = x2.fma(bc, c2c);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      c3c = x3.fma(bc, c3c);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c0b).add(zero)).intoArray(c, c0 + cNext);
    V.cast(V.cast(c0c).add(zero)).intoArray(c, c0 + 2 * cNext);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c1b).add(zero)).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(V.cast(c1c).add(zero)).intoArray(c, c0 + 1 * WIDTH + 2 * cNext);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c2b).add(zero)).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(V.cast(c2c).add(zero)).intoArray(c, c0 + 2 * WIDTH + 2 * cNext);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
    V.cast(V.cast(c3b).add(zero)).intoArray(c, c0 + 3 * WIDTH + cNext);
    V.cast(V.cast(c3c).add(zero)).intoArray(c, c0 + 3 * WIDTH + 2 * cNext);
  }

  static void tile4x2(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int cNext) {
    FloatVector zero = FloatVector.zero(S);
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
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector bb = V.cast(FloatVector.fromArray(S, b, from + bNext));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      c0b = x0.fma(bb, c0b);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      c1b = x1.fma(bb, c1b);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      c2b = x2.fma(bb, c2b);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      c3b = x3.fma(bb, c3b);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c0b).add(zero)).intoArray(c, c0 + cNext);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c1b).add(zero)).intoArray(c, c0 + 1 * WIDTH + cNext);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c2b).add(zero)).intoArray(c, c0 + 2 * WIDTH + cNext);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
    V.cast(V.cast(c3b).add(zero)).intoArray(c, c0 + 3 * WIDTH + cNext);
  }

  static void tile4x1(float[] a, int a0, float[] b, int b0, int k, float[] c, int c0) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    int at = a0;
    int end = b0 + k * WIDTH;
    for (int from = b0; from < end; from += WIDTH) {
      FloatVector ba = V.cast(FloatVector.fromArray(S, b, from));
      FloatVector x0 = V.cast(FloatVector.broadcast(S, a[at]));
      c0a = x0.fma(ba, c0a);
      FloatVector x1 = V.cast(FloatVector.broadcast(S, a[at + 1]));
      c1a = x1.fma(ba, c1a);
      FloatVector x2 = V.cast(FloatVector.broadcast(S, a[at + 2]));
      c2a = x2.fma(ba, c2a);
      FloatVector x3 = V.cast(FloatVector.broadcast(S, a[at + 3]));
      c3a = x3.fma(ba, c3a);
      at += WIDTH;
    }
    V.cast(V.cast(c0a).add(zero)).intoArray(c, c0);
    V.cast(V.cast(c1a).add(zero)).intoArray(c, c0 + 1 * WIDTH);
    V.cast(V.cast(c2a).add(zero)).intoArray(c, c0 + 2 * WIDTH);
    V.cast(V.cast(c3a).add(zero)).intoArray(c, c0 + 3 * WIDTH);
  }
}
