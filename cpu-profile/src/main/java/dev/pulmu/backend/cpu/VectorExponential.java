package dev.pulmu.backend.cpu;

import static dev.pulmu.backend.cpu.Exponential.LARGEST;
import static dev.pulmu.backend.cpu.Exponential.LN2_HIGH;
import static dev.pulmu.backend.cpu.Exponential.LN2_LOW;
import static dev.pulmu.backend.cpu.Exponential.LOG2_E;
import static dev.pulmu.backend.cpu.Exponential.ROUNDER;
import static dev.pulmu.backend.cpu.Exponential.SMALLEST;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The twin of {@link Exponential}, with the same bits. */
final class VectorExponential {
  private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private VectorExponential() {}

  /**
   * One vector: to(i) = exp(x(i) − largest). In one method: vectors handed on may become objects.
   */
  static void shifted(float[] from, int at, float largest, float[] to) {
    FloatVector x = FloatVector.fromArray(S, from, at).sub(largest);
    FloatVector shifted = x.mul(LOG2_E).add(ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector high = n.fma(FloatVector.broadcast(S, -LN2_HIGH), x);
    FloatVector r = n.fma(FloatVector.broadcast(S, -LN2_LOW), high);
    FloatVector p = FloatVector.broadcast(S, Exponential.P0);
    p = p.fma(r, FloatVector.broadcast(S, Exponential.P1));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.P2));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.P3));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.P4));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.P5));
    p = p.fma(r.mul(r), r).add(1);
    // The whole number in its last bits: JDK 17 has no instruction for F2I, and allocates instead
    IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    IntVector other = exponent.sub(half);
    // 2 to the half-th, and to the other half-th
    FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    FloatVector second = other.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    FloatVector value = p.mul(first).mul(second);
    value
        .blend(0, x.compare(VectorOperators.LT, SMALLEST))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST))
        .intoArray(to, at);
  }
}
