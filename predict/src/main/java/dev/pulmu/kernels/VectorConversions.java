package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Makes a row of panels of what a data set holds: {@link Kernels#convert} by vectors. */
final class VectorConversions {
  private static final int LANES = S.length();
  private static final VectorSpecies<Byte> BYTES =
      LANES == WIDTH ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  @SuppressWarnings("unchecked")
  private static final Class<ByteVector> BYTE_VECTOR =
      (Class<ByteVector>) (Class<?>) BYTES.vectorType();

  private VectorConversions() {}

  static void convert(
      byte[] bytes, int from, int panels, float scale, float shift, float[] c, int c0, int cNext) {
    ByteVector signBits = BYTE_VECTOR.cast(ByteVector.broadcast(BYTES, Byte.MIN_VALUE));
    FloatVector middle = V.cast(FloatVector.broadcast(S, 128f));
    FloatVector factor = V.cast(FloatVector.broadcast(S, scale));
    FloatVector addend = V.cast(FloatVector.broadcast(S, shift));
    // Of vectors of bytes that are longer than those of floats, the first lanes are used: the API's
    // way to the others depends on profiles
    int last = bytes.length - BYTES.length();
    int to = c0;
    for (int at = from; at < from + panels * WIDTH; at += WIDTH) {
      for (int lane = 0; lane < WIDTH; lane += LANES) {
        if (at + lane > last) {
          for (int i = lane; i < lane + LANES; i++) {
            c[to + i] = (bytes[at + i] & 0xff) * scale + shift;
          }
          continue;
        }
        // Bytes have signs here: 128 is taken away by the highest bit, and added as a float
        ByteVector stored = BYTE_VECTOR
            .cast(ByteVector.fromArray(BYTES, bytes, at + lane))
            .lanewise(VectorOperators.XOR, signBits);
        FloatVector values = V.cast(stored.convertShape(VectorOperators.B2F, S, 0));
        values.add(middle).mul(factor).add(addend).intoArray(c, to + lane);
      }
      to += cNext;
    }
  }

  static void convert(
      float[] numbers,
      int from,
      int panels,
      float scale,
      float shift,
      float[] c,
      int c0,
      int cNext) {
    FloatVector factor = V.cast(FloatVector.broadcast(S, scale));
    FloatVector addend = V.cast(FloatVector.broadcast(S, shift));
    int to = c0;
    for (int at = from; at < from + panels * WIDTH; at += WIDTH) {
      for (int lane = 0; lane < WIDTH; lane += LANES) {
        FloatVector values = V.cast(FloatVector.fromArray(S, numbers, at + lane));
        values.mul(factor).add(addend).intoArray(c, to + lane);
      }
      to += cNext;
    }
  }
}
