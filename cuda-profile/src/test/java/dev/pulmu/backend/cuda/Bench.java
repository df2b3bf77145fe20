package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.backend.cuda.HostGpu.Order;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A kernel {@code test} on a GPU of its own, with one constant, FACTOR, and one header,
 * {@code lanes.cuh}.
 */
final class Bench implements AutoCloseable {
  private static final String LANES = """
      __device__ __forceinline__ float lanes(float x) {
        for (int d = 16; d > 0; d /= 2) x += __shfl_down_sync(0xffffffffu, x, d);
        return x;
      }
      """;

  final HostGpu gpu;
  final LoadedKernel kernel;

  Bench(Order order, String text) {
    this(HostGpu.open(order, true, texts(text)));
  }

  Bench(String text, HostTape tape) {
    this(HostGpu.recorded(Order.UPWARDS, true, texts(text), tape));
  }

  private Bench(HostGpu gpu) {
    this.gpu = gpu;
    this.kernel = gpu.load(Kernel.of("test", Map.of("FACTOR", 3)));
  }

  static UnaryOperator<String> texts(String text) {
    return Map.of("test.cu", text, "lanes.cuh", LANES)::get;
  }

  /** The numbers 0, 1, 2, … on the device. */
  long put(int count) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    long address = gpu.allocate(4L * count);
    gpu.upload(bytes.flip(), address);
    return address;
  }

  float[] get(long address, int count) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder());
    gpu.download(address, bytes);
    float[] numbers = new float[count];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }

  void free(long... addresses) {
    for (long address : addresses) {
      gpu.free(address);
    }
  }

  @Override
  public void close() {
    gpu.unload(kernel);
    gpu.close();
  }
}
