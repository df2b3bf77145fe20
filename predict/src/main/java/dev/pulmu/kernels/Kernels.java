package dev.pulmu.kernels;

/**
 * The operations on {@link Panels} of which the passes of a network consist, as plain loops or on
 * the JDK's Vector API. All of them do the same operations on every number in the same order, so
 * that they give the same bits: a product is one chain of fused multiply-adds, a sum over rows has
 * {@link #CHAINS} chains.
 *
 * <p>Places are indices into the arrays; a panel is {@link Panels#WIDTH} columns wide.
 */
public sealed interface Kernels permits PlainKernels, VectorKernels {
  /** A sum over rows adds row r to chain r mod 4, and then chain 0 + 1 to chain 2 + 3. */
  int CHAINS = 4;

  /** Panels of the widest tile. */
  int WIDEST = 3;

  /** The module of the JDK's Vector API. */
  String VECTOR_MODULE = "jdk.incubator.vector";

  /** The fastest that this JVM has: vectors where it has {@link #VECTOR_MODULE}. */
  static Kernels fastest() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
        ? new VectorKernels()
        : new PlainKernels();
  }

  /** Panels of the next tile if so many are left: a tile of one is a quarter slower. */
  static int tile(int left) {
    return left == 4 ? 2 : Math.min(WIDEST, left);
  }

  /** What it runs on, for people. */
  String describe();

  /**
   * c = a · b: element (r, j) is Σ over i of a(r, i) · b(i, j). Rows are worked on in fours: up to
   * three rows more are read and written, which the panels must have.
   *
   * @param a0 the first row of a's first panel; the k columns of a go on in its next panels
   * @param aNext from a panel of a to its next
   * @param b0 the first row of the first of b's panels, each of k rows
   * @param bNext from a panel of b to its next
   * @param c0 the first row of the first of c's panels
   * @param cNext from a panel of c to its next
   * @param rows of a and c
   * @param panels of b and c, at most {@link #WIDEST}
   */
  void rows(
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
      int panels);

  /**
   * The same of one row, which is no panels: its numbers lie one after the other, and no others are
   * read or written.
   *
   * @param a0 the first of k numbers
   * @param b0 the first row of the first of b's panels, each of k rows
   * @param bNext from a panel of b to its next
   * @param c0 the first of as many numbers as the panels have columns
   * @param panels of b
   */
  void row(float[] a, int a0, float[] b, int b0, int bNext, int k, float[] c, int c0, int panels);

  /**
   * c = aᵀ · b: element (i, j) is Σ over r of a(r, i) · b(r, j), never −0, for columns i of one
   * panel of a. Columns are worked on in fours: up to three more rows of c are written.
   *
   * @param a0 the first row of a's panel
   * @param b0 the first row of the first of b's panels
   * @param bNext from a panel of b to its next
   * @param k rows of a and b
   * @param c0 the first row of the first of c's panels
   * @param cNext from a panel of c to its next
   * @param columns of a, at most a panel's; rows of c
   * @param panels of b and c, at most {@link #WIDEST}
   */
  void columns(
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
      int panels);

  /**
   * A part of a row of panels: c(r, j) = byte · scale + shift.
   *
   * @param from the first of 16 bytes a panel
   * @param c0 the place of the row in the first of the panels
   * @param cNext from a panel to its next
   */
  void convert(
      byte[] bytes, int from, int panels, float scale, float shift, float[] c, int c0, int cNext);

  /**
   * A part of a row of panels: c(r, j) = number · scale + shift, in two operations.
   *
   * @param from the first of 16 numbers a panel
   * @param c0 the place of the row in the first of the panels
   * @param cNext from a panel to its next
   */
  void convert(
      float[] numbers,
      int from,
      int panels,
      float scale,
      float shift,
      float[] c,
      int c0,
      int cNext);

  /** c(r, j) = a(r, j) + b(r, j). */
  void add(float[] a, int a0, float[] b, int b0, int rows, float[] c, int c0);

  /** u(r, j) += vector(j). */
  void addVector(float[] u, int u0, int rows, float[] vector, int v0);

  /** out(j) = Σ over r of u(r, j). */
  void sum(float[] u, int u0, int rows, float[] out, int out0);

  /**
   * Mean and biased variance of a panel's columns, over differences to the first row and then to
   * the mean: safe where the mean is much larger than the deviation.
   */
  void statistics(float[] u, int u0, int rows, float[] mean, float[] variance, int at);

  /** u(r, j) = (u(r, j) − mean(j)) · scale(j). */
  void normalise(float[] u, int u0, int rows, float[] mean, float[] scale, int at);

  /** z(r, j) = x(r, j) · gamma(j) + beta(j), with 0 for z ≤ 0 if asked for. */
  void scale(
      float[] x,
      int x0,
      int rows,
      float[] gamma,
      int gamma0,
      float[] beta,
      int beta0,
      float[] z,
      int z0,
      boolean relu);

  /** y(r, j) = z(r, j) where that is above 0, or not a number; 0 elsewhere. */
  void relu(float[] z, int z0, int rows, float[] y, int y0);

  /** d(r, j) = 0 where z(r, j) ≤ 0. */
  void reluSlope(float[] z, int z0, int rows, float[] d, int d0);

  /** dBeta(j) = Σ d(r, j), dGamma(j) = Σ d(r, j) · x(r, j). */
  void normSums(
      float[] d,
      int d0,
      float[] x,
      int x0,
      int rows,
      float[] dBeta,
      int dBeta0,
      float[] dGamma,
      int dGamma0);

  /** d(r, j) = factor(j) · (d(r, j) − dBeta(j) / rows − x(r, j) · dGamma(j) / rows). */
  void normSlope(
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
      int factor0);

  /**
   * to(j) = exp(x(j) − largest) for the first columns of a row of panels, and 0 in the rest of the
   * last of them.
   *
   * @param x0 the row in the first panel
   * @param next from a panel to its next, in both
   * @param to not x
   */
  void exponentials(float[] x, int x0, int next, int columns, float largest, float[] to);

  /** Whether all numbers from ≤ i < to are finite. */
  boolean finite(float[] values, int from, int to);
}
