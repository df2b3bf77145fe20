package dev.pulmu.backend.cpu;

/**
 * exp in single precision, to the last bit or the one before: 2ⁿ times a polynomial in what is left
 * of x (Cody and Waite 1980; coefficients of Moshier's Cephes). The same bits on every JVM,
 * compiled or not, which {@link Math#exp} does not promise.
 */
final class Exponential {
  private static final float LARGEST = 88.72283f;
  private static final float SMALLEST = -87.33654f;
  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, of which the first has few bits. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added and taken away again, it rounds to a whole number. */
  private static final float ROUNDER = 1.5f * (1 << 23);

  private Exponential() {}

  /** exp(x); 0 where it would be less than the smallest normal number. */
  static float of(float x) {
    if (x < SMALLEST) {
      return 0;
    }
    if (x > LARGEST) {
      return Float.POSITIVE_INFINITY;
    }
    float n = x * LOG2_E + ROUNDER - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = 1.9875691500e-4f;
    p = Math.fma(p, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    p = Math.fma(p, r * r, r) + 1;
    int exponent = (int) n; // 128 only for p below 2
    return p
        * Float.intBitsToFloat((exponent / 2 + 127) << 23)
        * Float.intBitsToFloat((exponent - exponent / 2 + 127) << 23);
  }
}
