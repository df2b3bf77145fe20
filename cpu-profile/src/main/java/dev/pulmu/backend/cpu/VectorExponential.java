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

  static FloatVector of(FloatVector x) {
    FloatVector shifted = x.mul(LOG2_E).add(ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
    FloatVector p = all(Exponential.P0);
    p = p.fma(r, all(Exponential.P1));
    p = p.fma(r, all(Exponential.P2));
    p = p.fma(r, all(Exponential.P3));
    p = p.fma(r, all(Exponential.P4));
    p = p.fma(r, all(Exponential.P5));
    p = p.fma(r.mul(r), r).add(1);
    // The whole number in its last bits: JDK 17 has no instruction for F2I, and allocates instead
    IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    FloatVector value = p.mul(power(half)).mul(power(exponent.sub(half)));
    return value
        .blend(0, x.compare(VectorOperators.LT, SMALLEST))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST));
  }

  /** 2 to the n-th. */
  private static FloatVector power(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }
}
