package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;
import static dev.pulmu.kernels.VectorType.S;
import static dev.pulmu.kernels.VectorType.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The kernels on the JDK's Vector API, at the machine's width: 128, 256 or 512 bits. Sweeps go over
 * the vectors of a panel's row and then over its rows, so that what belongs to a column stays in
 * registers.
 */
public final class VectorKernels implements Kernels {
  private static final int LANES = S.length();

  /** Places of the next three rows. */
  private static final int ROW1 = WIDTH;

  private static final int ROW2 = 2 * WIDTH;
  private static final int ROW3 = 3 * WIDTH;

  /** Bits of a vector. */
  public static int bits() {
    return S.vectorBitSize();
  }

  @Override
  public String describe() {
    return "Java Vector API, " + bits() + " bits";
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
    VectorProducts.rows(a, a0, aNext, b, b0, bNext, k, c, c0, cNext, rows, panels);
  }

  @Override
  public void row(
      float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int panels) {
    RowSums.row(a, a0, b, b0, bNext, k, c, c0, panels);
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
    VectorProducts.columns(a, a0, b, b0, bNext, k, c, c0, cNext, columns, panels);
  }

  @Override
  public void convert(
      byte[] bytes, int from, int panels, float scale, float shift, float[] c, int c0, int cNext) {
    VectorConversions.convert(bytes, from, panels, scale, shift, c, c0, cNext);
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
    VectorConversions.convert(numbers, from, panels, scale, shift, c, c0, cNext);
  }

  @Override
  public void add(float[] a, int a0, float[] b, int b0, int rows, float[] c, int c0) {
    for (int i = 0; i < rows * WIDTH; i += LANES) {
      V.cast(FloatVector.fromArray(S, a, a0 + i))
          .add(V.cast(FloatVector.fromArray(S, b, b0 + i)))
          .intoArray(c, c0 + i);
    }
  }

  @Override
  public void addVector(float[] u, int u0, int rows, float[] vector, int v0) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector v = V.cast(FloatVector.fromArray(S, vector, v0 + lane));
      int end = u0 + lane + rows * WIDTH;
      for (int at = u0 + lane; at < end; at += WIDTH) {
        V.cast(FloatVector.fromArray(S, u, at)).add(v).intoArray(u, at);
      }
    }
  }

  @Override
  public void sum(float[] u, int u0, int rows, float[] out, int out0) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector c0 = V.cast(FloatVector.broadcast(S, 0f));
      FloatVector c1 = c0;
      FloatVector c2 = c0;
      FloatVector c3 = c0;
      int at = u0 + lane;
      int end = at + rows * WIDTH;
      for (; at + ROW3 < end; at += CHAINS * WIDTH) {
        c0 = V.cast(FloatVector.fromArray(S, u, at)).add(c0);
        c1 = V.cast(FloatVector.fromArray(S, u, at + ROW1)).add(c1);
        c2 = V.cast(FloatVector.fromArray(S, u, at + ROW2)).add(c2);
        c3 = V.cast(FloatVector.fromArray(S, u, at + ROW3)).add(c3);
      }
      c0 = at < end ? V.cast(FloatVector.fromArray(S, u, at)).add(c0) : c0;
      c1 = at + ROW1 < end ? V.cast(FloatVector.fromArray(S, u, at + ROW1)).add(c1) : c1;
      c2 = at + ROW2 < end ? V.cast(FloatVector.fromArray(S, u, at + ROW2)).add(c2) : c2;
      V.cast(c0).add(c1).add(V.cast(c2).add(c3)).intoArray(out, out0 + lane);
    }
  }

  @Override
  public void statistics(float[] u, int u0, int rows, float[] mean, float[] variance, int at0) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      means(u, u0 + lane, rows, mean, at0 + lane);
      variances(u, u0 + lane, rows, mean, variance, at0 + lane);
    }
  }

  // No method takes or gives vectors: where the compiler does not inline it, they become objects.
  // Numbers are spread by the species: a vector's own methods for that were not always inlined.

  /** u₀ + Σ (u − u₀) / rows. */
  private static void means(float[] u, int u0, int rows, float[] mean, int mean0) {
    FloatVector from = V.cast(FloatVector.fromArray(S, u, u0));
    FloatVector c0 = V.cast(FloatVector.broadcast(S, 0f));
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    int at = u0;
    int end = at + rows * WIDTH;
    for (; at + ROW3 < end; at += CHAINS * WIDTH) {
      c0 = V.cast(FloatVector.fromArray(S, u, at)).sub(from).add(c0);
      c1 = V.cast(FloatVector.fromArray(S, u, at + ROW1)).sub(from).add(c1);
      c2 = V.cast(FloatVector.fromArray(S, u, at + ROW2)).sub(from).add(c2);
      c3 = V.cast(FloatVector.fromArray(S, u, at + ROW3)).sub(from).add(c3);
    }
    c0 = at < end ? V.cast(FloatVector.fromArray(S, u, at)).sub(from).add(c0) : c0;
    c1 = at + ROW1 < end
        ? V.cast(FloatVector.fromArray(S, u, at + ROW1)).sub(from).add(c1)
        : c1;
    c2 = at + ROW2 < end
        ? V.cast(FloatVector.fromArray(S, u, at + ROW2)).sub(from).add(c2)
        : c2;
    from.add(V.cast(c0).add(c1).add(V.cast(c2).add(c3)).div(V.cast(FloatVector.broadcast(S, (float)
            rows))))
        .intoArray(mean, mean0);
  }

  /** Σ (u − mean)² / rows. */
  private static void variances(
      float[] u, int u0, int rows, float[] mean, float[] variance, int at0) {
    FloatVector from = V.cast(FloatVector.fromArray(S, mean, at0));
    FloatVector c0 = V.cast(FloatVector.broadcast(S, 0f));
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    int at = u0;
    int end = at + rows * WIDTH;
    for (; at + ROW3 < end; at += CHAINS * WIDTH) {
      FloatVector x0 = V.cast(FloatVector.fromArray(S, u, at)).sub(from);
      FloatVector x1 = V.cast(FloatVector.fromArray(S, u, at + ROW1)).sub(from);
      FloatVector x2 = V.cast(FloatVector.fromArray(S, u, at + ROW2)).sub(from);
      FloatVector x3 = V.cast(FloatVector.fromArray(S, u, at + ROW3)).sub(from);
      c0 = x0.fma(x0, c0);
      c1 = x1.fma(x1, c1);
      c2 = x2.fma(x2, c2);
      c3 = x3.fma(x3, c3);
    }
    if (at < end) {
      FloatVector x0 = V.cast(FloatVector.fromArray(S, u, at)).sub(from);
      c0 = x0.fma(x0, c0);
    }
    if (at + ROW1 < end) {
      FloatVector x1 = V.cast(FloatVector.fromArray(S, u, at + ROW1)).sub(from);
      c1 = x1.fma(x1, c1);
    }
    if (at + ROW2 < end) {
      FloatVector x2 = V.cast(FloatVector.fromArray(S, u, at + ROW2)).sub(from);
      c2 = x2.fma(x2, c2);
    }
    V.cast(c0)
        .add(c1)
        .add(V.cast(c2).add(c3))
        .div(V.cast(FloatVector.broadcast(S, (float) rows)))
        .intoArray(variance, at0);
  }

  @Override
  public void normalise(float[] u, int u0, int rows, float[] mean, float[] scale, int at0) {
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector middle = V.cast(FloatVector.fromArray(S, mean, at0 + lane));
      FloatVector factor = V.cast(FloatVector.fromArray(S, scale, at0 + lane));
      int end = u0 + lane + rows * WIDTH;
      for (int at = u0 + lane; at < end; at += WIDTH) {
        V.cast(FloatVector.fromArray(S, u, at)).sub(middle).mul(factor).intoArray(u, at);
      }
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
    FloatVector zero = V.cast(FloatVector.broadcast(S, 0f));
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector factor = V.cast(FloatVector.fromArray(S, gamma, gamma0 + lane));
      FloatVector shift = V.cast(FloatVector.fromArray(S, beta, beta0 + lane));
      int to = z0 + lane;
      int from = x0 + lane;
      int end = from + rows * WIDTH;
      if (relu) {
        for (; from < end; from += WIDTH, to += WIDTH) {
          FloatVector value = V.cast(FloatVector.fromArray(S, x, from)).fma(factor, shift);
          value.blend(zero, value.compare(VectorOperators.LE, zero)).intoArray(z, to);
        }
      } else {
        for (; from < end; from += WIDTH, to += WIDTH) {
          V.cast(FloatVector.fromArray(S, x, from)).fma(factor, shift).intoArray(z, to);
        }
      }
    }
  }

  @Override
  public void relu(float[] z, int z0, int rows, float[] y, int y0) {
    FloatVector zero = V.cast(FloatVector.broadcast(S, 0f));
    for (int i = 0; i < rows * WIDTH; i += LANES) {
      FloatVector value = V.cast(FloatVector.fromArray(S, z, z0 + i));
      value.blend(zero, value.compare(VectorOperators.LE, zero)).intoArray(y, y0 + i);
    }
  }

  @Override
  public void reluSlope(float[] z, int z0, int rows, float[] d, int d0) {
    FloatVector zero = V.cast(FloatVector.broadcast(S, 0f));
    for (int i = 0; i < rows * WIDTH; i += LANES) {
      FloatVector slope = V.cast(FloatVector.fromArray(S, d, d0 + i));
      slope
          .blend(
              zero, V.cast(FloatVector.fromArray(S, z, z0 + i)).compare(VectorOperators.LE, zero))
          .intoArray(d, d0 + i);
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
    sum(d, d0, rows, dBeta, dBeta0);
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector c0 = V.cast(FloatVector.broadcast(S, 0f));
      FloatVector c1 = c0;
      FloatVector c2 = c0;
      FloatVector c3 = c0;
      int at = d0 + lane;
      int to = x0 - d0;
      int end = at + rows * WIDTH;
      for (; at + ROW3 < end; at += CHAINS * WIDTH) {
        c0 = V.cast(FloatVector.fromArray(S, d, at))
            .fma(V.cast(FloatVector.fromArray(S, x, at + to)), c0);
        c1 = V.cast(FloatVector.fromArray(S, d, at + ROW1))
            .fma(V.cast(FloatVector.fromArray(S, x, at + to + ROW1)), c1);
        c2 = V.cast(FloatVector.fromArray(S, d, at + ROW2))
            .fma(V.cast(FloatVector.fromArray(S, x, at + to + ROW2)), c2);
        c3 = V.cast(FloatVector.fromArray(S, d, at + ROW3))
            .fma(V.cast(FloatVector.fromArray(S, x, at + to + ROW3)), c3);
      }
      c0 = at < end
          ? V.cast(FloatVector.fromArray(S, d, at))
              .fma(V.cast(FloatVector.fromArray(S, x, at + to)), c0)
          : c0;
      c1 = at + ROW1 < end
          ? V.cast(FloatVector.fromArray(S, d, at + ROW1))
              .fma(V.cast(FloatVector.fromArray(S, x, at + to + ROW1)), c1)
          : c1;
      c2 = at + ROW2 < end
          ? V.cast(FloatVector.fromArray(S, d, at + ROW2))
              .fma(V.cast(FloatVector.fromArray(S, x, at + to + ROW2)), c2)
          : c2;
      V.cast(c0).add(c1).add(V.cast(c2).add(c3)).intoArray(dGamma, dGamma0 + lane);
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
    FloatVector share = V.cast(FloatVector.broadcast(S, 1f / rows));
    FloatVector minus = V.cast(FloatVector.broadcast(S, -1f / rows));
    for (int lane = 0; lane < WIDTH; lane += LANES) {
      FloatVector mean = V.cast(FloatVector.fromArray(S, dBeta, dBeta0 + lane)).mul(share);
      FloatVector slope =
          V.cast(FloatVector.fromArray(S, dGamma, dGamma0 + lane)).mul(minus);
      FloatVector scale = V.cast(FloatVector.fromArray(S, factor, factor0 + lane));
      int from = x0 + lane;
      int end = d0 + lane + rows * WIDTH;
      for (int at = d0 + lane; at < end; at += WIDTH, from += WIDTH) {
        V.cast(FloatVector.fromArray(S, x, from))
            .fma(slope, V.cast(FloatVector.fromArray(S, d, at)).sub(mean))
            .mul(scale)
            .intoArray(d, at);
      }
    }
  }

  @Override
  public void exponentials(float[] x, int x0, int next, int columns, float largest, float[] to) {
    for (int column = 0; column < columns; column += LANES) {
      int at = x0 + column / WIDTH * next + column % WIDTH;
      VectorExponential.shifted(x, at, Math.min(LANES, columns - column), largest, to);
    }
    for (int column = columns; column % WIDTH != 0; column++) {
      to[x0 + column / WIDTH * next + column % WIDTH] = 0;
    }
  }

  @Override
  public boolean finite(float[] values, int from, int to) {
    FloatVector zero = V.cast(FloatVector.broadcast(S, 0f));
    FloatVector even = zero; // stays 0, or is NaN for ever
    FloatVector odd = zero;
    int i = from;
    for (; i + 2 * LANES <= to; i += 2 * LANES) {
      even = V.cast(FloatVector.fromArray(S, values, i)).fma(zero, even);
      odd = V.cast(FloatVector.fromArray(S, values, i + LANES)).fma(zero, odd);
    }
    boolean finite = V.cast(even).add(odd).compare(VectorOperators.EQ, zero).allTrue();
    for (; i < to; i++) {
      finite &= Float.isFinite(values[i]);
    }
    return finite;
  }
}
