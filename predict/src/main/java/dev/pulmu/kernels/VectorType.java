package dev.pulmu.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The type of vectors that the kernels use: floats, at the machine's width of 128, 256 or 512 bits.
 *
 * <p>Where a kernel has a vector from an array, from a number or from a loop's variable, and calls
 * a method of it or hands it to one, it says by {@code V.cast} of what class it is. The compiler of
 * JDK 17 cannot know: fromArray and broadcast are declared to give some FloatVector, and what it
 * takes the class to be it reads from profiles of the Vector API's methods, which a whole program
 * shares. Where these are still empty, since the machine was busy, or have seen vectors of another
 * width, the vectors of a kernel stay objects for as long as the JVM runs.
 */
final class VectorType {
  /** The species, of no more lanes than a panel is wide. */
  static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED.length() > Panels.WIDTH
      ? FloatVector.SPECIES_512
      : FloatVector.SPECIES_PREFERRED;

  /** The class of its vectors. A cast to it is no instruction. */
  @SuppressWarnings("unchecked")
  static final Class<FloatVector> V = (Class<FloatVector>) (Class<?>) S.vectorType();

  private VectorType() {}
}
