package dev.pulmu.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** exp against that of the JDK in double precision, and the vector twin against the plain one. */
class ExponentialTest {
  @Test
  void isNearTheTrueValueOverTheWholeRange() {
    double worst = 0;
    for (int i = Integer.MIN_VALUE; i < Integer.MAX_VALUE - 4001; i += 4001) {
      float x = Float.intBitsToFloat(i);
      double wanted = Math.exp(x);
      if (!(x <= 88.72283f && wanted >= Float.MIN_NORMAL)) {
        continue;
      }
      double error = Math.abs(Exponential.of(x) - wanted) / Math.ulp((float) wanted);
      worst = Math.max(worst, error);
    }
    assertThat(worst).as("units in the last place").isLessThanOrEqualTo(2);
  }

  @Test
  void endsOfTheRange() {
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(-0f)).isEqualTo(1);
    assertThat(Exponential.of(Float.MIN_VALUE)).isEqualTo(1);
    assertThat(Exponential.of(Float.NaN)).isNaN();
    assertThat(Exponential.of(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.of(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.of(-Float.MAX_VALUE)).isZero();
    assertThat(Exponential.of(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
    float last = 88.72283f; // the largest whose exp a float holds
    assertThat(Exponential.of(last)).isFinite();
    assertThat(Exponential.of(Math.nextUp(last))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.of(-87.4f)).isZero();
    assertThat(Exponential.of(-87.33f)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
  }

  @Test
  void vectorsHaveTheBitsOfThePlainOne() {
    int lanes = VectorType.S.length();
    float[] x = new float[lanes];
    float[] came = new float[lanes];
    long wrong = 0;
    int bits = Integer.MIN_VALUE;
    while (bits < Integer.MAX_VALUE - 20011 * lanes) {
      for (int i = 0; i < lanes; i++, bits += 20011) {
        x[i] = Float.intBitsToFloat(bits);
      }
      VectorExponential.shifted(x, 0, lanes, 0, came);
      for (int i = 0; i < lanes; i++) {
        int wanted = Float.floatToIntBits(Exponential.of(x[i]));
        wrong += wanted == Float.floatToIntBits(came[i]) ? 0 : 1;
      }
    }
    assertThat(wrong).isZero();
  }
}
