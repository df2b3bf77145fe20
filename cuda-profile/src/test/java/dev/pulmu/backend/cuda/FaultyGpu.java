package dev.pulmu.backend.cuda;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A GPU one of whose calls fails. Like a real one, and unlike {@link HostGpu}, it frees whatever is
 * left when it is closed, and remembers what that was.
 */
final class FaultyGpu implements Gpu {
  /** What can fail. */
  enum Call {
    ALLOCATE,
    FREE,
    UPLOAD,
    DOWNLOAD,
    CLEAR,
    LOAD,
    UNLOAD,
    LAUNCH,
    MULTIPLY,
    BEGIN_CAPTURE,
    END_CAPTURE,
    RUN,
    DISCARD,
    SYNCHRONIZE
  }

  private final Gpu gpu;
  private final Call failing;
  private final int failsAt;
  private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
  private int closes;
  private String left = "";

  /**
   * A GPU that fails.
   *
   * @param gpu does everything else
   * @param failsAt at which call of this kind, counted from 1; 0 for never
   */
  FaultyGpu(Gpu gpu, Call failing, int failsAt) {
    this.gpu = gpu;
    this.failing = failing;
    this.failsAt = failsAt;
  }

  /** How many calls of a kind there were. */
  int calls(Call call) {
    return calls.getOrDefault(call, 0);
  }

  /** How often it was closed. */
  int closes() {
    return closes;
  }

  /** What was not freed before it was closed. */
  String left() {
    return left;
  }

  static String message(Call call) {
    return call + ": CUDA_ERROR_LAUNCH_FAILED, unspecified launch failure";
  }

  private void count(Call call) {
    if (calls.merge(call, 1, Integer::sum) == failsAt && call == failing) {
      throw call == Call.ALLOCATE
          ? new GpuException.OutOfMemory(message(call), 1, 0)
          : new GpuException(message(call));
    }
  }

  private <T> T counted(Call call, Supplier<T> work) {
    count(call);
    return work.get();
  }

  @Override
  public GpuInfo info() {
    return gpu.info();
  }

  @Override
  public long freeBytes() {
    return gpu.freeBytes();
  }

  @Override
  public long allocate(long bytes) {
    return counted(Call.ALLOCATE, () -> gpu.allocate(bytes));
  }

  @Override
  public void free(long address) {
    count(Call.FREE);
    gpu.free(address);
  }

  @Override
  public void upload(ByteBuffer from, long to) {
    count(Call.UPLOAD);
    gpu.upload(from, to);
  }

  @Override
  public void download(long from, ByteBuffer to) {
    count(Call.DOWNLOAD);
    gpu.download(from, to);
  }

  @Override
  public void clear(long address, long bytes) {
    count(Call.CLEAR);
    gpu.clear(address, bytes);
  }

  @Override
  public LoadedKernel load(Kernel kernel) {
    return counted(Call.LOAD, () -> gpu.load(kernel));
  }

  @Override
  public void unload(LoadedKernel kernel) {
    count(Call.UNLOAD);
    gpu.unload(kernel);
  }

  @Override
  public void launch(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long... arguments) {
    count(Call.LAUNCH);
    gpu.launch(kernel, gridX, gridY, threads, sharedBytes, arguments);
  }

  @Override
  public void multiply(Product product) {
    count(Call.MULTIPLY);
    gpu.multiply(product);
  }

  @Override
  public void beginCapture() {
    count(Call.BEGIN_CAPTURE);
    gpu.beginCapture();
  }

  /** A driver that fails here has ended the capture. */
  @Override
  public long endCapture() {
    try {
      count(Call.END_CAPTURE);
    } catch (GpuException e) {
      gpu.abandonCapture();
      throw e;
    }
    return gpu.endCapture();
  }

  /** No error where there is no capture, as with the driver. */
  @Override
  public void abandonCapture() {
    try {
      gpu.abandonCapture();
    } catch (GpuException none) {
      // The failure that led here has ended it.
    }
  }

  @Override
  public void run(long graph) {
    count(Call.RUN);
    gpu.run(graph);
  }

  @Override
  public void discard(long graph) {
    count(Call.DISCARD);
    gpu.discard(graph);
  }

  @Override
  public void synchronize() {
    count(Call.SYNCHRONIZE);
    gpu.synchronize();
  }

  @Override
  public long mark() {
    return gpu.mark();
  }

  @Override
  public double microsBetween(long from, long to) {
    return gpu.microsBetween(from, to);
  }

  @Override
  public void close() {
    closes++;
    try {
      gpu.close();
    } catch (GpuException e) {
      left = e.getMessage();
    }
  }
}
