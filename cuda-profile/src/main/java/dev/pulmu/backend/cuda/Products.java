package dev.pulmu.backend.cuda;

/**
 * Who multiplies matrices.
 *
 * @param blas whether there is a cuBLAS
 * @param fromOperations the least number of multiplications and additions that are given to it;
 *     below, a launch of an own kernel, with its epilogue, takes less
 */
record Products(boolean blas, long fromOperations) {
  /** Not measured on a GPU yet: 33 million operations are about 1 µs of an H200. */
  private static final long WORTH_A_CALL = 1L << 25;

  /** Own kernels only. */
  static final Products OWN = new Products(false, 0);

  /** cuBLAS, where its call is worth it. */
  static final Products FASTER = new Products(true, WORTH_A_CALL);

  /** Whether cuBLAS makes this product. */
  boolean byBlas(Node.Multiply product) {
    return blas && 2L * product.m() * product.n() * product.k() >= fromOperations;
  }
}
