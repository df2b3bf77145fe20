package dev.pulmu.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Runs the kernels' own texts on this machine's processor, one thread at a time, and is stricter
 * than any GPU: memory has guard bands and starts as NaN, shared memory too; barriers that not all
 * threads reach are errors; so are accesses beyond an allocation, calls that a capture does not
 * allow, and anything that is left when it is closed. Work is done at once, so errors are thrown by
 * the call that made them.
 */
final class HostGpu implements Gpu {
  /** In which order the threads of a block take their turns, and the blocks of a grid. */
  enum Order {
    UPWARDS,
    DOWNWARDS,
    SHUFFLED
  }

  private static final long TOTAL_BYTES = 4L << 30;
  private static final int SHARED_BYTES = 101_376;
  private static final int MOST_THREADS = 1024;
  private static final int MOST_ARGUMENTS = 24;
  private static final int MOST_CONSTANTS = 32;
  /** In front of the arguments in a {@code Launch}, see {@code launch.h}. */
  private static final int HEAD = 9;

  private final Order order;
  private final boolean blas;
  private final HostKernels kernels;
  private final Optional<HostTape> tape;
  private final HostMemory memory = new HostMemory(TOTAL_BYTES);
  private final Map<Long, Kernel> loaded = new HashMap<>();
  private final Map<Long, List<Runnable>> graphs = new HashMap<>();
  private final Map<Long, Long> marks = new HashMap<>();
  private final ByteBuffer words = ByteBuffer.allocateDirect(
          (HEAD + MOST_ARGUMENTS + MOST_CONSTANTS) * Long.BYTES)
      .order(ByteOrder.nativeOrder());
  private List<Runnable> recording;
  private long handles;
  private long launches;
  private boolean closed;

  private HostGpu(Order order, boolean blas, UnaryOperator<String> texts, Optional<HostTape> tape) {
    this.order = order;
    this.blas = blas;
    this.kernels = new HostKernels(texts);
    this.tape = tape;
  }

  /** With the kernels of this package's resources. */
  static HostGpu open(Order order, boolean blas) {
    return open(order, blas, HostKernels::resource);
  }

  /**
   * With other texts.
   *
   * @param texts of a file by its name, such as {@code place.cuh}; null if there is no such file
   */
  static HostGpu open(Order order, boolean blas, UnaryOperator<String> texts) {
    return new HostGpu(order, blas, texts, Optional.empty());
  }

  /** With other texts, and a tape that all is written to; whoever made the tape closes it. */
  static HostGpu recorded(Order order, boolean blas, UnaryOperator<String> texts, HostTape tape) {
    return new HostGpu(order, blas, texts, Optional.of(tape));
  }

  /** Whether kernels can be compiled here. */
  static boolean available() {
    return HostCompiler.find().isPresent();
  }

  @Override
  public GpuInfo info() {
    return new GpuInfo(
        "host", 9, 0, TOTAL_BYTES, 4, SHARED_BYTES, blas, Map.of("cublas", blas ? "host" : "none"));
  }

  @Override
  public long freeBytes() {
    return memory.free();
  }

  @Override
  public long allocate(long bytes) {
    requireNoCapture("allocate");
    long address = memory.allocate(bytes);
    tape.ifPresent(it -> it.allocate(address, bytes));
    return address;
  }

  @Override
  public void free(long address) {
    requireNoCapture("free");
    memory.free(address);
    tape.ifPresent(it -> it.free(address));
  }

  @Override
  public void upload(ByteBuffer from, long to) {
    requireNoCapture("upload");
    memory.require(to, from.remaining(), "upload");
    HostNative.copy(direct(from) + from.position(), to, from.remaining());
    tape.ifPresent(it -> it.upload(from, to));
  }

  @Override
  public void download(long from, ByteBuffer to) {
    requireNoCapture("download");
    memory.require(from, to.remaining(), "download");
    HostNative.copy(from, direct(to) + to.position(), to.remaining());
    tape.ifPresent(it -> it.download(from, to));
  }

  private static long direct(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new GpuException("copies want direct buffers");
    }
    return HostNative.address(buffer);
  }

  @Override
  public void clear(long address, long bytes) {
    memory.require(address, bytes, "clear");
    queue(() -> {
      memory.require(address, bytes, "clear");
      HostNative.fill(address, 0, bytes);
      tape.ifPresent(it -> it.clear(address, bytes));
    });
  }

  @Override
  public LoadedKernel load(Kernel kernel) {
    requireNoCapture("load of " + kernel);
    if (kernel.constants().size() > MOST_CONSTANTS) {
      throw new GpuException(kernel + ": the shim knows " + MOST_CONSTANTS + " constants");
    }
    long handle = HostNative.open(kernels.library(kernel, HostBuild.PLAIN));
    loaded.put(handle, kernel);
    return new LoadedKernel(kernel, handle, 0, (int) HostNative.staticBytes(handle), 0);
  }

  @Override
  public void unload(LoadedKernel kernel) {
    if (loaded.remove(kernel.handle()) == null) {
      throw new GpuException(kernel.kernel() + " is unloaded, but was not loaded");
    }
    HostNative.close(kernel.handle());
  }

  @Override
  public void launch(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long... arguments) {
    requireLaunchable(kernel, gridX, gridY, threads, sharedBytes, arguments.length);
    long[] kept = arguments.clone();
    queue(() -> run(kernel, gridX, gridY, threads, sharedBytes, kept));
  }

  private void requireLaunchable(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, int arguments) {
    requireLoaded(kernel);
    long parameters = HostNative.parameters(kernel.handle());
    String wrong = gridX < 1 || gridY < 1 || gridY > 65_535
        ? String.format(Locale.ROOT, "a grid of %d x %d blocks", gridX, gridY)
        : threads < 1 || threads > MOST_THREADS
            ? String.format(
                Locale.ROOT, "%d threads, and a block has 1 to %d", threads, MOST_THREADS)
            : sharedBytes < 0 || sharedBytes + kernel.sharedBytes() > SHARED_BYTES
                ? String.format(
                    Locale.ROOT,
                    "%d + %d bytes of shared memory, and a block has %d",
                    sharedBytes,
                    kernel.sharedBytes(),
                    SHARED_BYTES)
                : arguments != parameters || arguments > MOST_ARGUMENTS
                    ? String.format(
                        Locale.ROOT, "%d arguments for %d parameters", arguments, parameters)
                    : "";
    if (!wrong.isEmpty()) {
      throw new GpuException("launch of " + kernel.kernel() + ": " + wrong);
    }
  }

  private void requireLoaded(LoadedKernel kernel) {
    if (!loaded.containsKey(kernel.handle())) {
      throw new GpuException("launch of " + kernel.kernel() + ", which is not loaded");
    }
  }

  private void run(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long[] arguments) {
    requireLoaded(kernel);
    tape.ifPresent(it -> it.launch(kernel, gridX, gridY, threads, sharedBytes, arguments));
    launches++;
    words.position(3 * Long.BYTES);
    for (long word : new long[] {gridX, gridY, threads, sharedBytes, order.ordinal(), launches}) {
      words.putLong(word);
    }
    for (int i = 0; i < arguments.length; i++) {
      words.putLong((HEAD + i) * Long.BYTES, arguments[i]);
    }
    words.position((HEAD + MOST_ARGUMENTS) * Long.BYTES);
    kernel.kernel().constants().values().forEach(words::putLong);
    String failure;
    synchronized (HostNative.class) {
      failure = HostNative.launch(kernel.handle(), words);
    }
    if (!failure.isEmpty()) {
      throw new GpuException(kernel.kernel() + ": " + failure);
    }
    memory.check(kernel.kernel().toString());
  }

  @Override
  public void multiply(Product product) {
    if (!blas) {
      throw new GpuException(product + ": there is no library for it");
    }
    requireOperands(product);
    queue(() -> {
      requireOperands(product);
      tape.ifPresent(it -> it.multiply(product));
      HostNative.multiply(
          product.a(),
          product.aTransposed() ? 1 : 0,
          product.b(),
          product.bTransposed() ? 1 : 0,
          product.c(),
          product.m(),
          product.n(),
          product.k(),
          product.add() ? 1 : 0);
    });
  }

  private void requireOperands(Product product) {
    long m = product.m();
    long n = product.n();
    long k = product.k();
    if (m < 1 || n < 1 || k < 1) {
      throw new GpuException(product + ": sizes must be at least 1");
    }
    memory.require(product.a(), m * k * Float.BYTES, product + ": A");
    memory.require(product.b(), k * n * Float.BYTES, product + ": B");
    memory.require(product.c(), m * n * Float.BYTES, product + ": C");
  }

  private void queue(Runnable work) {
    if (recording == null) {
      work.run();
    } else {
      recording.add(work);
    }
  }

  private void requireNoCapture(String what) {
    if (recording != null) {
      throw new GpuException(what + " while work is captured");
    }
  }

  @Override
  public void beginCapture() {
    requireNoCapture("beginCapture");
    recording = new ArrayList<>();
  }

  @Override
  public long endCapture() {
    requireCapture("endCapture");
    graphs.put(++handles, recording);
    recording = null;
    return handles;
  }

  @Override
  public void abandonCapture() {
    requireCapture("abandonCapture");
    recording = null;
  }

  private void requireCapture(String what) {
    if (recording == null) {
      throw new GpuException(what + " while no work is captured");
    }
  }

  @Override
  public void run(long graph) {
    requireNoCapture("run of a graph");
    List<Runnable> work = graphs.get(graph);
    if (work == null) {
      throw new GpuException("run of graph " + graph + ", which there is not");
    }
    work.forEach(Runnable::run);
  }

  @Override
  public void discard(long graph) {
    if (graphs.remove(graph) == null) {
      throw new GpuException("discard of graph " + graph + ", which there is not");
    }
  }

  @Override
  public void synchronize() {
    requireNoCapture("synchronize");
  }

  @Override
  public long mark() {
    requireNoCapture("mark");
    marks.put(++handles, System.nanoTime());
    return handles;
  }

  @Override
  public double microsBetween(long from, long to) {
    Long began = marks.remove(from);
    Long ended = marks.remove(to);
    if (began == null || ended == null) {
      throw new GpuException("marks " + from + " and " + to + " are not both there");
    }
    return (ended - began) / 1e3;
  }

  /**
   * Frees everything that is left.
   *
   * @throws GpuException if anything was left: sessions free what they take
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<String> left = new ArrayList<>();
    memory.allocations().forEach((address, bytes) -> {
      left.add("an allocation of " + bytes + " bytes");
      memory.free(address);
    });
    loaded.forEach((handle, kernel) -> {
      left.add("kernel " + kernel);
      HostNative.close(handle);
    });
    graphs.keySet().forEach(graph -> left.add("graph " + graph));
    marks.keySet().forEach(mark -> left.add("mark " + mark));
    if (recording != null) {
      left.add("an open capture");
    }
    if (!left.isEmpty()) {
      throw new GpuException("left when it was closed: " + String.join(", ", left));
    }
  }
}
