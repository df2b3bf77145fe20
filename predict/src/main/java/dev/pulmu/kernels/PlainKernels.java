package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;

import java.util.Arrays;

/**
 * The kernels as plain loops, which run on every JVM; {@link Math#fma} is one instruction where
 * there is one.
 */
public final class PlainKernels implements Kernels {
  @Override
  public String describe() {
    return "plain loops";
  }

  @Override
  public void rows(
      float[] a,
      int a0,
      int aNext,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int rows,
      int panels) {
    for (int panel = 0; panel < panels; panel++) {
      for (int row = 0; row < rows; row++) {
        int cAt = c0 + panel * cNext + row * WIDTH;
        Arrays.fill(c, cAt, cAt + WIDTH, 0);
        for (int i = 0; i < k; i += WIDTH) {
          int aAt = a0 + i / WIDTH * aNext + row * WIDTH;
          int bAt = b0 + panel * bNext + i * WIDTH;
          multiplyAdd(a, aAt, 1, b, bAt, Math.min(WIDTH, k - i), c, cAt);
        }
      }
    }
  }

  @Override
  public void row(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int panels) {
    Arrays.fill(c, c0, c0 + panels * WIDTH, 0);
    for (int panel = 0; panel < panels; panel++) {
      multiplyAdd(a, a0, 1, b, b0 + panel * bNext, k, c, c0 + panel * WIDTH);
    }
  }

  @Override
  public void columns(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int bNext,
      int k,
      float[] c,
      int c0,
      int cNext,
      int columns,
      int panels) {
    for (int panel = 0; panel < panels; panel++) {
      for (int column = 0; column < columns; column++) {
        int cAt = c0 + panel * cNext + column * WIDTH;
        Arrays.fill(c, cAt, cAt + WIDTH, 0);
        multiplyAdd(a, a0 + column, WIDTH, b, b0 + panel * bNext, k, c, cAt);
        for (int j = cAt; j < cAt + WIDTH; j++) {
          c[j] += 0f;
        }
      }
    }
  }

  /**
   * Adds to sixteen numbers of c the products of k numbers of a, {@code aNext} apart, with rows of
   * b. Each sum has its own variable: in an array they took three times as long.
   */
  private static void multiplyAdd(
      float[] a, int aAt, int aNext, float[] b, int bAt, int k, float[] c, int c0) {
    float s0 = c[c0];
    float s1 = c[c0 + 1];
    float s2 = c[c0 + 2];
    float s3 = c[c0 + 3];
    float s4 = c[c0 + 4];
    float s5 = c[c0 + 5];
    float s6 = c[c0 + 6];
    float s7 = c[c0 + 7];
    float s8 = c[c0 + 8];
    float s9 = c[c0 + 9];
    float s10 = c[c0 + 10];
    float s11 = c[c0 + 11];
    float s12 = c[c0 + 12];
    float s13 = c[c0 + 13];
    float s14 = c[c0 + 14];
    float s15 = c[c0 + 15];
    for (int i = 0; i < k; i++) {
      float factor = a[aAt];
      s0 = Math.fma(factor, b[bAt], s0);
      s1 = Math.fma(factor, b[bAt + 1], s1);
      s2 = Math.fma(factor, b[bAt + 2], s2);
      s3 = Math.fma(factor, b[bAt + 3], s3);
      s4 = Math.fma(factor, b[bAt + 4], s4);
      s5 = Math.fma(factor, b[bAt + 5], s5);
      s6 = Math.fma(factor, b[bAt + 6], s6);
      s7 = Math.fma(factor, b[bAt + 7], s7);
      s8 = Math.fma(factor, b[bAt + 8], s8);
      s9 = Math.fma(factor, b[bAt + 9], s9);
      s10 = Math.fma(factor, b[bAt + 10], s10);
      s11 = Math.fma(factor, b[bAt + 11], s11);
      s12 = Math.fma(factor, b[bAt + 12], s12);
      s13 = Math.fma(factor, b[bAt + 13], s13);
      s14 = Math.fma(factor, b[bAt + 14], s14);
      s15 = Math.fma(factor, b[bAt + 15], s15);
      aAt += aNext;
      bAt += WIDTH;
    }
    c[c0] = s0;
    c[c0 + 1] = s1;
    c[c0 + 2] = s2;
    c[c0 + 3] = s3;
    c[c0 + 4] = s4;
    c[c0 + 5] = s5;
    c[c0 + 6] = s6;
    c[c0 + 7] = s7;
    c[c0 + 8] = s8;
    c[c0 + 9] = s9;
    c[c0 + 10] = s10;
    c[c0 + 11] = s11;
    c[c0 + 12] = s12;
    c[c0 + 13] = s13;
    c[c0 + 14] = s14;
    c[c0 + 15] = s15;
  }

  @Override
  public void convert(
      byte[] bytes, int from, int panels, float scale, float shift, float[] c, int c0, int cNext) {
    for (int panel = 0; panel < panels; panel++) {
      for (int j = 0; j < WIDTH; j++) {
        int stored = bytes[from + panel * WIDTH + j] & 0xFF;
        c[c0 + panel * cNext + j] = stored * scale + shift;
      }
    }
  }

  @Override
  public void convert(
      float[] numbers,
      int from,
      int panels,
      float scale,
      float shift,
      float[] c,
      int c0,
      int cNext) {
    for (int panel = 0; panel < panels; panel++) {
      for (int j = 0; j < WIDTH; j++) {
        c[c0 + panel * cNext + j] = numbers[from + panel * WIDTH + j] * scale + shift;
      }
    }
  }

  @Override
  public void add(float[] a, int a0, float[] b, int b0, int rows, float[] c, int c0) {
    for (int i = 0; i < rows * WIDTH; i++) {
      c[c0 + i] = a[a0 + i] + b[b0 + i];
    }
  }

  @Override
  public void addVector(float[] u, int u0, int rows, float[] vector, int v0) {
    for (int i = 0; i < rows * WIDTH; i++) {
      u[u0 + i] += vector[v0 + i % WIDTH];
    }
  }

  @Override
  public void sum(float[] u, int u0, int rows, float[] out, int out0) {
    for (int j = 0; j < WIDTH; j++) {
      float[] chains = new float[CHAINS];
      for (int row = 0; row < rows; row++) {
        chains[row % CHAINS] += u[u0 + row * WIDTH + j];
      }
      out[out0 + j] = total(chains);
    }
  }

  private static float total(float[] chains) {
    return chains[0] + chains[1] + (chains[2] + chains[3]);
  }

  @Override
  public void statistics(float[] u, int u0, int rows, float[] mean, float[] variance, int at) {
    for (int j = 0; j < WIDTH; j++) {
      float first = u[u0 + j];
      float[] sums = new float[CHAINS];
      for (int row = 0; row < rows; row++) {
        sums[row % CHAINS] += u[u0 + row * WIDTH + j] - first;
      }
      mean[at + j] = first + total(sums) / rows;
      float[] squares = new float[CHAINS];
      for (int row = 0; row < rows; row++) {
        float difference = u[u0 + row * WIDTH + j] - mean[at + j];
        squares[row % CHAINS] = Math.fma(difference, difference, squares[row % CHAINS]);
      }
      variance[at + j] = total(squares) / rows;
    }
  }

  @Override
  public void normalise(float[] u, int u0, int rows, float[] mean, float[] scale, int at) {
    for (int i = 0; i < rows * WIDTH; i++) {
      int j = at + i % WIDTH;
      u[u0 + i] = (u[u0 + i] - mean[j]) * scale[j];
    }
  }

  @Override
  public void scale(
      float[] x,
      int x0,
      int rows,
      float[] gamma,
      int gamma0,
      float[] beta,
      int beta0,
      float[] z,
      int z0,
      boolean relu) {
    for (int i = 0; i < rows * WIDTH; i++) {
      float value = Math.fma(x[x0 + i], gamma[gamma0 + i % WIDTH], beta[beta0 + i % WIDTH]);
      z[z0 + i] = relu && value <= 0 ? 0 : value;
    }
  }

  @Override
  public void relu(float[] z, int z0, int rows, float[] y, int y0) {
    for (int i = 0; i < rows * WIDTH; i++) {
      y[y0 + i] = z[z0 + i] <= 0 ? 0 : z[z0 + i];
    }
  }

  @Override
  public void reluSlope(float[] z, int z0, int rows, float[] d, int d0) {
    for (int i = 0; i < rows * WIDTH; i++) {
      d[d0 + i] = z[z0 + i] <= 0 ? 0 : d[d0 + i];
    }
  }

  @Override
  public void normSums(
      float[] d,
      int d0,
      float[] x,
      int x0,
      int rows,
      float[] dBeta,
      int dBeta0,
      float[] dGamma,
      int dGamma0) {
    for (int j = 0; j < WIDTH; j++) {
      float[] sums = new float[CHAINS];
      float[] products = new float[CHAINS];
      for (int row = 0; row < rows; row++) {
        float slope = d[d0 + row * WIDTH + j];
        int chain = row % CHAINS;
        sums[chain] += slope;
        products[chain] = Math.fma(slope, x[x0 + row * WIDTH + j], products[chain]);
      }
      dBeta[dBeta0 + j] = total(sums);
      dGamma[dGamma0 + j] = total(products);
    }
  }

  @Override
  public void normSlope(
      float[] d,
      int d0,
      float[] x,
      int x0,
      int rows,
      float[] dBeta,
      int dBeta0,
      float[] dGamma,
      int dGamma0,
      float[] factor,
      int factor0) {
    float share = 1f / rows;
    for (int i = 0; i < rows * WIDTH; i++) {
      int j = i % WIDTH;
      float centred = d[d0 + i] - dBeta[dBeta0 + j] * share;
      d[d0 + i] =
          Math.fma(x[x0 + i], -(dGamma[dGamma0 + j] * share), centred) * factor[factor0 + j];
    }
  }

  @Override
  public void exponentials(float[] x, int x0, int next, int columns, float largest, float[] to) {
    for (int j = 0; j < Panels.count(columns) * WIDTH; j++) {
      int at = x0 + j / WIDTH * next + j % WIDTH;
      to[at] = j < columns ? Exponential.of(x[at] - largest) : 0;
    }
  }

  @Override
  public boolean finite(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }
}
