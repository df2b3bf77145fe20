package dev.pulmu.formula;

/**
 * Computes the error function, erf(x) = 2/√π ∫₀ˣ exp(−t²) dt, which the JDK lacks, in double: to
 * 1e-15, with the same bits on every JVM. By Taylor's series around the nearest of points an eighth
 * apart; the coefficients follow from those of Hermite's polynomials (Abramowitz and Stegun 1964,
 * 7.1.19).
 */
public final class ErrorFunction {
  /** Points in a unit. */
  private static final int DENSITY = 8;

  /** From here on 1 − erf(x) is less than half of 1's last bit. */
  private static final int END = 6;

  private static final int TERMS = 12;

  /** Those of the powers of the distance from each point, row by row. */
  private static final double[] COEFFICIENTS = coefficients();

  private ErrorFunction() {}

  /** erf(x). */
  public static double of(double x) {
    double size = Math.abs(x);
    if (!(size < END)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    int point = (int) (size * DENSITY + 0.5);
    double distance = size - (double) point / DENSITY;
    int first = point * TERMS;
    double sum = COEFFICIENTS[first + TERMS - 1];
    for (int i = first + TERMS - 2; i >= first; i--) {
      sum = sum * distance + COEFFICIENTS[i];
    }
    return Math.copySign(sum, x);
  }

  private static double[] coefficients() {
    double[] all = new double[(END * DENSITY + 1) * TERMS];
    for (int point = 0; point <= END * DENSITY; point++) {
      double x = (double) point / DENSITY;
      int at = point * TERMS;
      all[at] = byPowers(x);
      // The slope's derivatives: each is a Hermite polynomial times exp(−x²), here over n!
      double before = 0;
      double slope = 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x);
      for (int n = 0; n < TERMS - 1; n++) {
        all[at + n + 1] = slope / (n + 1);
        double next = -2 * (x * slope + before) / (n + 1);
        before = slope;
        slope = next;
      }
    }
    return all;
  }

  /** 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 ⋯ (2n + 1)), whose terms all have one sign (7.1.6). */
  private static double byPowers(double x) {
    double sum = 0;
    double term = x;
    for (int n = 0; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}
