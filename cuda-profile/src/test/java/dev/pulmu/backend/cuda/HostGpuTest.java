package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.backend.cuda.HostGpu.Order;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the host runs what is right, and finds what is wrong. */
@OnHost
class HostGpuTest {
  /** Sums 256 numbers a block, times FACTOR. */
  private static final String SUM = """
      #include "lanes.cuh"
      extern "C" __global__ void test(const float* x, float* y, long long n) {
        extern __shared__ float smem[];
        __shared__ float parts[8];
        int t = threadIdx.x, i = blockIdx.x * 256 + t;
        smem[t] = i < n ? x[i] : 0;
        __syncthreads();
        float sum = lanes(smem[t ^ 1]);
        if (t % 32 == 0) parts[t / 32] = sum;
        __syncthreads();
        if (t == 0) {
          float all = 0;
          for (int k = 0; k < 8; k++) all += parts[k];
          y[blockIdx.x] = all * FACTOR;
        }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void blocksAreSummed(Order order) {
    assertThat(sums(SUM, order)).containsExactly(3 * 32_640, 3 * 44_850 - 3 * 32_640);
  }

  private static float[] sums(String text, Order order) {
    try (Bench bench = new Bench(order, text)) {
      long x = bench.put(300);
      long y = bench.gpu.allocate(8);
      bench.gpu.launch(bench.kernel, 2, 1, 256, 1024, x, y, 300);
      float[] sums = bench.get(y, 2);
      bench.free(x, y);
      return sums;
    }
  }

  @Test
  void someOrderFindsAMissingBarrier() {
    String barrier = "__syncthreads();";
    int first = SUM.indexOf(barrier);
    int second = SUM.indexOf(barrier, first + 1);
    for (int at : new int[] {first, second}) {
      String text = SUM.substring(0, at) + SUM.substring(at + barrier.length());
      float right = 3 * 32_640;
      assertThat(Order.values()).anyMatch(order -> sums(text, order)[0] != right);
    }
  }

  @Test
  void aReusedBufferWithoutABarrierIsFound() {
    String text = """
        extern "C" __global__ void test(float* y) {
          __shared__ float s[64];
          s[threadIdx.x] = threadIdx.x;
          __syncthreads();
          float other = s[63 - threadIdx.x];
          s[threadIdx.x] = other;
          __syncthreads();
          y[threadIdx.x] = s[threadIdx.x];
        }
        """;
    for (Order order : Order.values()) {
      try (Bench bench = new Bench(order, text)) {
        long y = bench.gpu.allocate(256);
        bench.gpu.launch(bench.kernel, 1, 1, 64, 0, y);
        assertThat(bench.get(y, 64)).isNotEqualTo(reversed());
        bench.free(y);
      }
    }
  }

  private static float[] reversed() {
    float[] numbers = new float[64];
    for (int i = 0; i < 64; i++) {
      numbers[i] = 63 - i;
    }
    return numbers;
  }

  @Test
  void guardsFindWritesOutOfBounds() {
    String text = "extern \"C\" __global__ void test(float* y, long long i) { y[i] = 1; }";
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      long y = bench.gpu.allocate(400);
      bench.gpu.launch(bench.kernel, 1, 1, 1, 0, y, 99);
      assertRefused(
          () -> bench.gpu.launch(bench.kernel, 1, 1, 1, 0, y, 100),
          "test(FACTOR=3) wrote out of bounds: 0 bytes behind the end of an allocation of 400 bytes");
      assertRefused(
          () -> bench.gpu.launch(bench.kernel, 1, 1, 1, 0, y, -1),
          "test(FACTOR=3) wrote out of bounds: 4 bytes before the start of an allocation of 400 bytes");
      ByteBuffer four = ByteBuffer.allocateDirect(4);
      assertRefused(
          () -> bench.gpu.upload(four, y + 398),
          "upload: bytes 398 to 402 of an allocation of 400 bytes");
      bench.free(y);
    }
  }

  @Test
  void dynamicSharedMemoryEndsWhereItWasAskedTo() {
    String text = "extern \"C\" __global__ void test(long long i)"
        + " { extern __shared__ float smem[]; smem[i] = 1; }";
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      bench.gpu.launch(bench.kernel, 1, 1, 1, 12, 2);
      assertRefused(
          () -> bench.gpu.launch(bench.kernel, 1, 1, 1, 12, 3),
          "test(FACTOR=3): block (0,0): dynamic shared memory was written 0 bytes behind its 12");
    }
  }

  /** The JVM's own faults, which it makes null checks of, must still reach it. */
  @Test
  void faultsAreErrors() {
    String text = "extern \"C\" __global__ void test(long long i)"
        + " { __syncthreads(); if (threadIdx.x == 5) *(float*)i = 7 / (int)(i + 1); }";
    try (Bench bench = new Bench(Order.DOWNWARDS, text)) {
      for (int i = 0; i < 300; i++) {
        assertRefused(
            () -> bench.gpu.launch(bench.kernel, 1, 1, 32, 0, 64),
            "test(FACTOR=3): block (0,0): thread 5: Segmentation fault at address 0x40");
        assertThatNullPointerException().isThrownBy(() -> length(null));
      }
      assertThatExceptionOfType(GpuException.class)
          .isThrownBy(() -> bench.gpu.launch(bench.kernel, 1, 1, 32, 0, -1))
          .withMessageContaining("Floating point exception");
    }
  }

  @Test
  void misalignedVectorsAreErrors() {
    String text = "extern \"C\" __global__ void test(const float* x, float* y)"
        + " { y[threadIdx.x] = ((const float4*)(x + 2 * threadIdx.x))->x; }";
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      long x = bench.put(8);
      long y = bench.gpu.allocate(8);
      assertRefused(
          () -> bench.gpu.launch(bench.kernel, 1, 1, 2, 0, x, y),
          "test(FACTOR=3): block (0,0): thread 1: misaligned address of a vector");
      assertThat(bench.get(y, 1)).containsExactly(0);
      bench.free(x, y);
    }
  }

  private static int length(float[] array) {
    return array.length;
  }

  @Test
  void whatNobodyWroteIsNaN() {
    String text = """
        extern "C" __global__ void test(float* y) {
          extern __shared__ float smem[];
          __shared__ float s[2];
          if (blockIdx.x == 0) smem[1] = s[1] = 7;
          y[0] = smem[1];
          y[1] = s[1];
        }
        """;
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      long y = bench.gpu.allocate(12);
      bench.gpu.launch(bench.kernel, 2, 1, 1, 8, y);
      assertThat(bench.get(y, 3)).containsOnly(Float.NaN);
      bench.free(y);
    }
  }

  @Test
  void threadsThatDoNotComeAreReported() {
    assertStuck(
        "if (t == 3) return; __syncthreads();",
        "barrier divergence: thread 3 returned while thread 0 waits at __syncthreads");
    assertStuck(
        "if (t < 3) __syncthreads();",
        "barrier divergence: thread 3 returned while thread 0 waits at __syncthreads");
    assertStuck(
        "if (t != 5) __shfl_xor_sync(0xffffffffu, t, 1);",
        "thread 0 waits at a warp operation with mask 0xffffffff for lane 5, thread 5, which"
            + " returned");
    assertStuck(
        "if (t == 37) __syncthreads(); else __syncwarp(); __syncthreads();",
        "thread 32 waits at a warp operation with mask 0xffffffff for lane 5, thread 37, which"
            + " waits at __syncthreads");
    assertStuck(
        "if (t >= 32) __ballot_sync(0xff, t);",
        "thread 40 is not in the mask 0xff of its own warp operation");
    assertStuck(
        "if (t % 2) __syncwarp(); else __ballot_sync(0xffffffffu, t);",
        "thread 0 waits in a warp whose lanes came with different masks or operations");
  }

  private static void assertStuck(String statement, String message) {
    String text = "extern \"C\" __global__ void test() { int t = threadIdx.x; " + statement + " }";
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      assertRefused(
          () -> bench.gpu.launch(bench.kernel, 1, 1, 64, 0),
          "test(FACTOR=3): block (0,0): " + message);
    }
    try (Bench bench = new Bench(Order.SHUFFLED, text)) {
      assertThatExceptionOfType(GpuException.class)
          .isThrownBy(() -> bench.gpu.launch(bench.kernel, 1, 1, 64, 0));
    }
  }

  @Test
  void shufflesAndVotesFollowTheirDefinitions() {
    String text = """
        extern "C" __global__ void test(float* y) {
          int t = threadIdx.x;
          y[t] = __shfl_sync(0xffffffffu, (double)t, 33);
          y[32 + t] = __shfl_up_sync(0xffffffffu, (float)t, 2);
          y[64 + t] = __shfl_down_sync(0xffffffffu, (long long)t, 2, 8);
          y[96 + t] = __popcount(__ballot_sync(0xffffffffu, t > 4));
          y[128 + t] = t < 16 ? __shfl_xor_sync(0xffffu, t + 0.f, 16) : 0;
        }
        """.replace("__popcount", "__builtin_popcount");
    try (Bench bench = new Bench(Order.SHUFFLED, text)) {
      long y = bench.gpu.allocate(640);
      bench.gpu.launch(bench.kernel, 1, 1, 32, 0, y);
      float[] is = bench.get(y, 160);
      for (int t = 0; t < 32; t++) {
        assertThat(is[t]).isEqualTo(1);
        assertThat(is[32 + t]).isEqualTo(t < 2 ? t : t - 2);
        assertThat(is[64 + t]).isEqualTo(t % 8 < 6 ? t + 2 : t);
        assertThat(is[96 + t]).isEqualTo(27);
        assertThat(is[128 + t]).isEqualTo((Float) (t < 16 ? Float.NaN : 0));
      }
      bench.free(y);
    }
  }

  @Test
  void recordedWorkRunsWhenItIsAskedTo() {
    String text = "extern \"C\" __global__ void test(float* y) { y[0] += FACTOR; }";
    try (Bench bench = new Bench(Order.UPWARDS, text)) {
      long y = bench.gpu.allocate(4);
      bench.gpu.clear(y, 4);
      bench.gpu.beginCapture();
      bench.gpu.launch(bench.kernel, 1, 1, 1, 0, y);
      bench.gpu.launch(bench.kernel, 1, 1, 1, 0, y);
      assertRefused(() -> bench.gpu.allocate(4), "allocate while work is captured");
      long graph = bench.gpu.endCapture();
      assertThat(bench.get(y, 1)).containsExactly(0);
      bench.gpu.run(graph);
      bench.gpu.run(graph);
      assertThat(bench.get(y, 1)).containsExactly(12);
      bench.gpu.discard(graph);
      bench.gpu.beginCapture();
      bench.gpu.abandonCapture();
      assertRefused(bench.gpu::endCapture, "endCapture while no work is captured");
      bench.free(y);
    }
  }

  @ParameterizedTest
  @EnumSource
  void matricesAreMultiplied(Order order) {
    try (Bench bench = new Bench(order, SUM)) {
      long a = bench.put(6);
      long b = bench.put(6);
      long c = bench.put(4);
      // (0 1 2; 3 4 5) · (0 1; 2 3; 4 5)
      bench.gpu.multiply(new Gpu.Product(a, false, b, false, c, 2, 2, 3, false, false));
      assertThat(bench.get(c, 4)).containsExactly(10, 13, 28, 40);
      // (0 2 4; 1 3 5) · (0 3; 1 4; 2 5)
      bench.gpu.multiply(new Gpu.Product(a, true, b, true, c, 2, 2, 3, true, false));
      assertThat(bench.get(c, 4)).containsExactly(20, 41, 41, 80);
      bench.free(a, b, c);
    }
  }

  @Test
  void whatIsLeftIsReported() {
    Bench bench = new Bench(Order.UPWARDS, SUM);
    bench.gpu.allocate(12);
    bench.gpu.beginCapture();
    assertThat(bench.gpu.endCapture()).isEqualTo(1);
    bench.gpu.mark();
    assertRefused(
        bench.gpu::close,
        "left when it was closed: an allocation of 12 bytes, kernel test(FACTOR=3), graph 1,"
            + " mark 2");
  }

  @Test
  void launchesThatNoGpuWouldTakeAreRefused() {
    try (Bench bench = new Bench(Order.UPWARDS, SUM)) {
      Gpu gpu = bench.gpu;
      LoadedKernel kernel = bench.kernel;
      assertThat(kernel.sharedBytes()).isEqualTo(32);
      assertRefused(
          () -> gpu.launch(kernel, 1, 1, 1025, 0, 0, 0, 0),
          "launch of test(FACTOR=3): 1025 threads, and a block has 1 to 1024");
      assertRefused(
          () -> gpu.launch(kernel, 0, 1, 32, 0, 0, 0, 0),
          "launch of test(FACTOR=3): a grid of 0 x 1 blocks");
      assertRefused(
          () -> gpu.launch(kernel, 1, 1, 32, 101_345, 0, 0, 0),
          "launch of test(FACTOR=3): 101345 + 32 bytes of shared memory, and a block has 101376");
      assertRefused(
          () -> gpu.launch(kernel, 1, 1, 32, 0, 0, 0),
          "launch of test(FACTOR=3): 2 arguments for 3 parameters");
    }
  }

  @Test
  void textsThatDoNotCompileAreShown() {
    assertThatExceptionOfType(GpuException.class)
        .isThrownBy(() -> new Bench(Order.UPWARDS, "\nfoo();"))
        .withMessageStartingWith("test does not compile on the host")
        .withMessageContaining("test.cu:2:");
    assertThatExceptionOfType(GpuException.class)
        .isThrownBy(() -> new Bench(Order.UPWARDS, "extern \"C\" __global__ void test(int n) {}"))
        .withMessageContaining("all parameters of a kernel are 64 bits wide");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(GpuException.class).isThrownBy(call).withMessage(message);
  }
}
