package dev.pulmu.kernels;

import static dev.pulmu.kernels.Exponential.LN2_HIGH;
import static dev.pulmu.kernels.Exponential.LN2_LOW;
import static dev.pulmu.kernels.Exponential.LOG2_E;
import static dev.pulmu.kernels.Exponential.ROUNDER;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.FloatVector;

/** Computes exp by vectors, with the bits of {@link Exponential}. */
final class VectorExponential {
  private VectorExponential() {}

  /**
   * Up to a vector: to(i) = exp(x(i) − largest); the rest of that vector in {@code to} is
   * overwritten. In one method: vectors handed on may become objects. So did vectors of n, where
   * JDK 17's compiler came early; so 2ⁿ is put on number by number.
   *
   * @param to not {@code from}
   */
  static void shifted(float[] from, int at, int count, float largest, float[] to) {
    FloatVector rounder = V.cast(FloatVector.broadcast(S, ROUNDER));
    FloatVector x =
        V.cast(FloatVector.fromArray(S, from, at)).sub(V.cast(FloatVector.broadcast(S, largest)));
    FloatVector n = x.mul(V.cast(FloatVector.broadcast(S, LOG2_E))).add(rounder).sub(rounder);
    FloatVector high = n.fma(V.cast(FloatVector.broadcast(S, -LN2_HIGH)), x);
    FloatVector r = n.fma(V.cast(FloatVector.broadcast(S, -LN2_LOW)), high);
    FloatVector p = V.cast(FloatVector.broadcast(S, Exponential.P0));
    p = p.fma(r, V.cast(FloatVector.broadcast(S, Exponential.P1)));
    p = p.fma(r, V.cast(FloatVector.broadcast(S, Exponential.P2)));
    p = p.fma(r, V.cast(FloatVector.broadcast(S, Exponential.P3)));
    p = p.fma(r, V.cast(FloatVector.broadcast(S, Exponential.P4)));
    p = p.fma(r, V.cast(FloatVector.broadcast(S, Exponential.P5)));
    p.fma(r.mul(r), r).add(V.cast(FloatVector.broadcast(S, 1f))).intoArray(to, at);
    for (int i = at; i < at + count; i++) {
      to[i] = Exponential.scaled(to[i], from[i] - largest);
    }
  }
}
