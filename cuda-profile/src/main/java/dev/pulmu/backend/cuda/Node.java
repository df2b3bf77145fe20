package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.Argument.At;
import java.util.List;
import java.util.function.Function;

/**
 * A node of a {@link Program}, that is one task of the GPU: a kernel launch or a matrix product.
 */
sealed interface Node {
  /** The purpose, for people: {@code dense1: batch norm + relu}. */
  String does();

  /** The code that runs: a kernel with its constants, or cuBLAS with M×N×K. */
  String by();

  /** Bytes that it reads and writes at least, each once. */
  long bytes();

  /** Calls the function for nodes of this kind and returns its result. */
  <R> R match(Function<Launch, R> launch, Function<Multiply, R> multiply);

  /**
   * A kernel.
   *
   * @param threads of a block
   * @param sharedBytes dynamic shared memory of a block
   */
  record Launch(
      String does,
      Kernel kernel,
      int gridX,
      int gridY,
      int threads,
      int sharedBytes,
      List<Argument> arguments,
      long bytes)
      implements Node {
    private static final int THREADS = 256;

    /** More blocks of a launch over all elements only wait for each other. */
    private static final int MOST_BLOCKS = 2048;

    public Launch {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String by() {
      return kernel.toString();
    }

    @Override
    public <R> R match(Function<Launch, R> launch, Function<Multiply, R> multiply) {
      return launch.apply(this);
    }

    /**
     * A launch whose threads share some elements: of T threads, thread t takes the elements t, t +
     * T, ….
     */
    static Launch overAll(
        String does, Kernel kernel, long elements, List<Argument> arguments, long bytes) {
      int blocks = (int) Math.min(MOST_BLOCKS, (elements + THREADS - 1) / THREADS);
      return new Launch(does, kernel, blocks, 1, THREADS, 0, arguments, bytes);
    }
  }

  /**
   * C(M,N) = A · B or C += A · B; as a node of a program by cuBLAS.
   *
   * @param aTransposed whether A is stored as A(K,M)
   * @param bTransposed whether B is stored as B(N,K)
   */
  record Multiply(
      String does,
      At a,
      boolean aTransposed,
      At b,
      boolean bTransposed,
      At c,
      int m,
      int n,
      int k,
      boolean add)
      implements Node {
    /** The same under another name. */
    Multiply named(String other) {
      return new Multiply(other, a, aTransposed, b, bTransposed, c, m, n, k, add);
    }

    @Override
    public <R> R match(Function<Launch, R> launch, Function<Multiply, R> multiply) {
      return multiply.apply(this);
    }

    @Override
    public String by() {
      return "cuBLAS " + m + "×" + n + "×" + k;
    }

    @Override
    public long bytes() {
      return 4L * ((long) m * k + (long) k * n + (add ? 2L : 1L) * m * n);
    }
  }
}
