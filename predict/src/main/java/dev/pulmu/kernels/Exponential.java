package dev.pulmu.kernels;

/**
 * Computes exp in single precision, to the last bit or the one before: 2ⁿ times a polynomial in
 * what is left of x (Cody and Waite 1980; coefficients of Moshier's Cephes). The same bits on every
 * JVM, compiled or not, which {@link Math#exp} does not promise.
 */
final class Exponential {
  private static final float LARGEST = 88.72283f;
  private static final float SMALLEST = -87.33654f;
  static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, of which the first has few bits. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = -2.12194440e-4f;

  /** To add this and subtract it again rounds to a whole number. */
  static final float ROUNDER = 1.5f * (1 << 23);

  static final float P0 = 1.9875691500e-4f;
  static final float P1 = 1.3981999507e-3f;
  static final float P2 = 8.3334519073e-3f;
  static final float P3 = 4.1665795894e-2f;
  static final float P4 = 1.6666665459e-1f;
  static final float P5 = 5.0000001201e-1f;

  private Exponential() {}

  /** exp(x); 0 where it would be less than the smallest normal number. */
  static float of(float x) {
    float n = whole(x);
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = P0;
    p = Math.fma(p, r, P1);
    p = Math.fma(p, r, P2);
    p = Math.fma(p, r, P3);
    p = Math.fma(p, r, P4);
    p = Math.fma(p, r, P5);
    return scaled(Math.fma(p, r * r, r) + 1, x);
  }

  /** How often ln 2 goes into x, to the nearest. */
  private static float whole(float x) {
    return x * LOG2_E + ROUNDER - ROUNDER;
  }

  /** exp(x) from its polynomial: times 2ⁿ, or what lies past the ends of the range. */
  static float scaled(float polynomial, float x) {
    if (x < SMALLEST) {
      return 0;
    }
    if (x > LARGEST) {
      return Float.POSITIVE_INFINITY;
    }
    int n = (int) whole(x); // of up to 128, so it is put on in two halves
    return polynomial
        * Float.intBitsToFloat(((n >> 1) + 127) << 23)
        * Float.intBitsToFloat((n - (n >> 1) + 127) << 23);
  }
}
