package dev.pulmu.backend.cuda;

import static dev.pulmu.backend.cuda.DriverResult.check;
import static org.bytedeco.cuda.global.cudart.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A GPU through the driver's interface, by JavaCPP's presets. Apart from {@link Blas},
 * {@link Nvrtc} and {@link DriverResult}, only this class calls them.
 */
final class DriverGpu implements Gpu {
  /** The driver takes parameters of 4 KiB at most. */
  private static final int MAX_ARGUMENTS = 4096 / Long.BYTES;

  private final int device;
  private final GpuInfo info;
  private final KernelCache cache;
  private final CUctx_st context = new CUctx_st();
  private final CUstream_st stream = new CUstream_st();
  // Made once: JavaCPP takes a global lock whenever native memory is freed.
  private final LongPointer arguments = new LongPointer(MAX_ARGUMENTS);
  private final PointerPointer<LongPointer> parameters = new PointerPointer<>(MAX_ARGUMENTS);
  private final Set<Long> allocations = new HashSet<>();
  private final Map<Long, Module> modules = new HashMap<>();
  private final Map<Long, CUgraphExec_st> graphs = new HashMap<>();
  private final Map<Long, CUevent_st> marks = new HashMap<>();
  private Blas blas; // from the first product on

  private record Module(CUmod_st module, CUfunc_st function) {}

  /**
   * Loads the driver.
   *
   * @return the CUDA version that it supports: 13010 is 13.1
   * @throws GpuException if it is missing
   */
  static int driver() {
    String runtime = "libcudart.so." + (Libraries.cuda() < 12 ? "11.0" : Libraries.cuda());
    Libraries.load(cudart.class, List.of("libcuda.so.1", runtime));
    int[] version = new int[1];
    check(cuDriverGetVersion(version), "asking for the driver's version", "");
    return version[0];
  }

  /** How many devices the driver shows. */
  static int devices() {
    int result = cuInit(0);
    if (result == CUDA_ERROR_NO_DEVICE) {
      return 0;
    }
    check(result, "starting the NVIDIA driver", "");
    int[] count = new int[1];
    check(cuDeviceGetCount(count), "counting devices", "");
    return count[0];
  }

  /** Asks the driver about a device, without making a context. */
  static GpuInfo info(int ordinal, boolean hasBlas, Map<String, String> versions) {
    int device = device(ordinal);
    byte[] name = new byte[256];
    check(cuDeviceGetName(name, name.length, device), "asking for the name of device ", ordinal);
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    try (SizeTPointer total = new SizeTPointer(1)) {
      check(cuDeviceTotalMem(total, device), "asking for the memory of device ", ordinal);
      return new GpuInfo(
          new String(name, 0, length, StandardCharsets.UTF_8),
          attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
          attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
          total.get(),
          attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
          attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device),
          hasBlas,
          versions);
    }
  }

  /**
   * Opens a device, on its primary context, which ND4J uses too.
   *
   * @param info of the same device
   */
  DriverGpu(int ordinal, GpuInfo info, KernelCache cache) {
    this.device = device(ordinal);
    this.info = info;
    this.cache = cache;
    for (int i = 0; i < MAX_ARGUMENTS; i++) {
      parameters.put(i, arguments.getPointer(i));
    }
    try {
      check(cuDevicePrimaryCtxRetain(context, device), "opening ", info.name());
      check(cuCtxSetCurrent(context), "entering the context of ", info.name());
      // With a stream that the default stream waits for, work of anyone else on the default stream
      // would end a capture.
      check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "making a stream on ", info.name());
    } catch (GpuException e) {
      try {
        close();
      } catch (GpuException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @Override
  public GpuInfo info() {
    return info;
  }

  @Override
  public long freeBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check(cuMemGetInfo(free, total), "asking for free memory", "");
      return free.get();
    }
  }

  @Override
  public long allocate(long bytes) {
    long[] address = new long[1];
    int result = cuMemAlloc(address, bytes);
    if (result == CUDA_ERROR_OUT_OF_MEMORY) {
      long free = freeBytes();
      throw new GpuException.OutOfMemory(
          info.name() + " has no " + bytes + " bytes of memory; " + free + " of "
              + info.totalBytes() + " are free",
          bytes,
          free);
    }
    check(result, "allocating bytes: ", bytes);
    allocations.add(address[0]);
    return address[0];
  }

  @Override
  public void free(long address) {
    allocations.remove(address);
    check(cuMemFree(address), "freeing memory", "");
  }

  @Override
  public void upload(ByteBuffer from, long to) {
    Pointer host = new Pointer(from.slice());
    check(cuMemcpyHtoDAsync(to, host, from.remaining(), stream), "copying to ", info.name());
    synchronize();
  }

  @Override
  public void download(long from, ByteBuffer to) {
    Pointer host = new Pointer(to.slice());
    check(cuMemcpyDtoHAsync(host, from, to.remaining(), stream), "copying from ", info.name());
    synchronize();
  }

  @Override
  public void clear(long address, long bytes) {
    check(cuMemsetD8Async(address, (byte) 0, bytes, stream), "clearing bytes: ", bytes);
  }

  @Override
  public LoadedKernel load(Kernel kernel) {
    KernelText text = KernelText.of(kernel);
    String architecture = Nvrtc.architecture(info.major(), info.minor());
    byte[] code = cache.code(
        text.key("NVRTC " + Nvrtc.version(), architecture),
        () -> Nvrtc.compile(text, architecture).code());
    CUmod_st module = new CUmod_st();
    try (BytePointer bytes = new BytePointer(code)) {
      check(cuModuleLoadData(module, bytes), "loading ", kernel);
    }
    CUfunc_st function = new CUfunc_st();
    try {
      check(cuModuleGetFunction(function, module, kernel.name()), "looking into ", kernel);
      int shared = attribute(CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES, function, kernel);
      check(
          cuFuncSetAttribute(
              function,
              CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
              info.sharedBytesPerBlock() - shared),
          "allowing more than 48 KiB of shared memory to ",
          kernel);
      LoadedKernel loaded = new LoadedKernel(
          kernel,
          function.address(),
          attribute(CU_FUNC_ATTRIBUTE_NUM_REGS, function, kernel),
          shared,
          attribute(CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES, function, kernel));
      modules.put(loaded.handle(), new Module(module, function));
      return loaded;
    } catch (GpuException e) {
      cuModuleUnload(module);
      throw e;
    }
  }

  @Override
  public void unload(LoadedKernel kernel) {
    Module module = modules.remove(kernel.handle());
    check(cuModuleUnload(module.module()), "unloading ", kernel.kernel());
  }

  @Override
  public void launch(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long... values) {
    arguments.put(values, 0, values.length);
    CUfunc_st function = modules.get(kernel.handle()).function();
    int result = cuLaunchKernel(
        function, gridX, gridY, 1, threads, 1, 1, sharedBytes, stream, parameters, null);
    check(result, "launching ", kernel.kernel());
  }

  @Override
  public void multiply(Product product) {
    if (blas == null) {
      blas = new Blas(this, stream);
    }
    blas.multiply(product);
  }

  @Override
  public void beginCapture() {
    // Of this thread only: ND4J's threads go on allocating and freeing meanwhile.
    int mode = CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
    check(cuStreamBeginCapture(stream, mode), "beginning a capture", "");
  }

  @Override
  public long endCapture() {
    CUgraph_st graph = new CUgraph_st();
    check(cuStreamEndCapture(stream, graph), "ending a capture", "");
    try {
      // The driver's own function has another signature in every CUDA; the runtime's has not, and
      // its errors have the same numbers.
      CUgraphExec_st runnable = new CUgraphExec_st();
      check(cudaGraphInstantiateWithFlags(runnable, graph, 0), "making a graph", "");
      graphs.put(runnable.address(), runnable);
      return runnable.address();
    } finally {
      cuGraphDestroy(graph);
    }
  }

  @Override
  public void abandonCapture() {
    CUgraph_st graph = new CUgraph_st();
    // Whatever failed in between is an error here too, and known already.
    if (cuStreamEndCapture(stream, graph) == CUDA_SUCCESS) {
      cuGraphDestroy(graph);
    }
  }

  @Override
  public void run(long graph) {
    check(cuGraphLaunch(graphs.get(graph), stream), "launching a graph", "");
  }

  @Override
  public void discard(long graph) {
    check(cuGraphExecDestroy(graphs.remove(graph)), "freeing a graph", "");
  }

  @Override
  public void synchronize() {
    check(cuStreamSynchronize(stream), "waiting for ", info.name());
  }

  @Override
  public long mark() {
    CUevent_st event = new CUevent_st();
    check(cuEventCreate(event, CU_EVENT_DEFAULT), "making an event", "");
    marks.put(event.address(), event);
    check(cuEventRecord(event, stream), "recording an event", "");
    return event.address();
  }

  @Override
  public double microsBetween(long from, long to) {
    float[] millis = new float[1];
    check(cuEventSynchronize(marks.get(to)), "waiting for an event", "");
    check(cuEventElapsedTime(millis, marks.get(from), marks.get(to)), "reading a time", "");
    forget(from);
    forget(to);
    return millis[0] * 1e3;
  }

  private void forget(long mark) {
    check(cuEventDestroy(marks.remove(mark)), "freeing an event", "");
  }

  /**
   * Frees everything that is left, also when some of it fails.
   *
   * @throws GpuException the first failure, with the others
   */
  @Override
  public void close() {
    if (context.isNull()) {
      return;
    }
    List<Runnable> frees = new ArrayList<>();
    frees.add(() -> check(cuCtxSetCurrent(context), "entering the context of ", info.name()));
    graphs.keySet().forEach(graph -> frees.add(() -> discard(graph)));
    marks.keySet().forEach(mark -> frees.add(() -> forget(mark)));
    modules
        .values()
        .forEach(each -> frees.add(() -> check(cuModuleUnload(each.module()), "unloading", "")));
    if (blas != null) {
      frees.add(blas::close);
    }
    allocations.forEach(address -> frees.add(() -> free(address)));
    if (!stream.isNull()) {
      frees.add(() -> check(cuStreamDestroy(stream), "freeing a stream", ""));
    }
    frees.add(() -> check(cuDevicePrimaryCtxRelease(device), "closing ", info.name()));
    frees.add(this::leaveIfLast);
    frees.add(parameters::deallocate);
    frees.add(arguments::deallocate);
    frees.add(context::setNull);
    GpuException first = null;
    for (Runnable free : frees) {
      try {
        free.run();
      } catch (GpuException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** A context that is gone must not stay this thread's; one that others of it use must. */
  private void leaveIfLast() {
    int[] active = new int[1];
    check(cuDevicePrimaryCtxGetState(device, new int[1], active), "asking after ", info.name());
    if (active[0] == 0) {
      check(cuCtxSetCurrent(null), "leaving the context of ", info.name());
    }
  }

  private static int device(int ordinal) {
    int[] device = new int[1];
    check(cuDeviceGet(device, ordinal), "looking at device ", ordinal);
    return device[0];
  }

  private static int attribute(int attribute, int device) {
    int[] value = new int[1];
    check(
        cuDeviceGetAttribute(value, attribute, device), "asking for device attribute ", attribute);
    return value[0];
  }

  private static int attribute(int attribute, CUfunc_st function, Kernel kernel) {
    int[] value = new int[1];
    check(cuFuncGetAttribute(value, attribute, function), "asking for an attribute of ", kernel);
    return value[0];
  }
}
