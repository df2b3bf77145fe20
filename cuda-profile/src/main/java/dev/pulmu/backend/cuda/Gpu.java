package dev.pulmu.backend.cuda;

import java.nio.ByteBuffer;

/**
 * One GPU, as far as the engine needs it: memory, copies, kernels, matrix products, graphs, events,
 * attributes. Used by one thread. Work is queued in the order of the calls, on one stream of its
 * own; copies wait for all work before them.
 *
 * <p>Every method throws {@link GpuException} with the error's name, its text and what was being
 * done. Addresses are bytes on the device, never 0.
 */
interface Gpu extends AutoCloseable {
  /** What it is and what it can do. */
  GpuInfo info();

  /** Bytes of device memory that are free now. */
  long freeBytes();

  /** Device memory, aligned to 256 bytes; its content is not defined. */
  long allocate(long bytes);

  void free(long address);

  /** Copies what remains of a direct buffer to the device. */
  void upload(ByteBuffer from, long to);

  /** Fills what remains of a direct buffer from the device. */
  void download(long from, ByteBuffer to);

  /** Sets bytes to 0. */
  void clear(long address, long bytes);

  /**
   * Compiles a kernel, or takes it from the cache, and loads it.
   *
   * @throws GpuException if it does not compile, with the compiler's log and the name of the file
   */
  LoadedKernel load(Kernel kernel);

  void unload(LoadedKernel kernel);

  /**
   * Queues a kernel.
   *
   * @param sharedBytes dynamic shared memory
   * @param arguments 64 bits each, in the order of the parameters
   */
  void launch(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long... arguments);

  /** Queues a matrix product; only where {@link GpuInfo#hasBlas}. */
  void multiply(Product product);

  /** From here on work is recorded instead of done. */
  void beginCapture();

  /** Ends recording, and makes what was recorded ready to run any number of times. */
  long endCapture();

  /** Ends recording after a failure and throws away what was recorded. */
  void abandonCapture();

  /** Queues a recording. */
  void run(long graph);

  void discard(long graph);

  /** Waits for all work, and reports what went wrong in it. */
  void synchronize();

  /** Queues a mark in time. */
  long mark();

  /** Microseconds between two marks, which are used up. */
  double microsBetween(long from, long to);

  /** Frees everything that is left. */
  @Override
  void close();

  /**
   * C(M,N) = A · B, or C += A · B; row-major f32 without gaps.
   *
   * @param a address of A(M,K), or of its transpose A(K,M)
   * @param b address of B(K,N), or of its transpose B(N,K)
   * @param c address of C(M,N)
   * @param add whether the product is added to C
   * @param tf32 whether factors may be rounded to 10 bits of mantissa
   */
  record Product(
      long a,
      boolean aTransposed,
      long b,
      boolean bTransposed,
      long c,
      int m,
      int n,
      int k,
      boolean add,
      boolean tf32) {}

  /**
   * A kernel that can be launched.
   *
   * @param kernel what it is
   * @param handle what the driver knows it by
   * @param registers of a thread
   * @param sharedBytes static shared memory of a block
   * @param spilledBytes of a thread's local memory
   */
  record LoadedKernel(
      Kernel kernel, long handle, int registers, int sharedBytes, int spilledBytes) {}
}
