package dev.pulmu.backend.cuda;

/**
 * The choice between cuBLAS and our own kernel for a matrix product, and of the kernel's tile size.
 *
 * @param blas whether there is a cuBLAS
 * @param fromOperations the least number of multiplications and additions that are given to it;
 *     below, a launch of an own kernel, with its epilogue, takes less
 * @param fromTiles how many tiles of 64 × 64 the result of an own kernel must have for tiles of
 *     that size; with fewer most multiprocessors would have none, and tiles are of 32 × 32
 */
record Products(boolean blas, long fromOperations, long fromTiles) {
  /** Not measured on a GPU yet: 33 million operations are about 1 µs of an H200. */
  private static final long WORTH_A_CALL = 1L << 25;

  /** Not measured either; an H200 has 132 multiprocessors. */
  private static final long ENOUGH_TILES = 96;

  /** Own kernels only. */
  static final Products OWN = new Products(false, 0, ENOUGH_TILES);

  /** cuBLAS, where its call is worth it. */
  static final Products FASTER = new Products(true, WORTH_A_CALL, ENOUGH_TILES);

  /** Whether cuBLAS makes this product. */
  boolean byBlas(Node.Multiply product) {
    return blas && 2L * product.m() * product.n() * product.k() >= fromOperations;
  }

  /** A sixteenth of the side of an own kernel's tiles. */
  int micro(Node.Multiply product) {
    long tiles = ((product.m() + 63L) / 64) * ((product.n() + 63L) / 64);
    return tiles >= fromTiles ? 4 : 2;
  }
}
