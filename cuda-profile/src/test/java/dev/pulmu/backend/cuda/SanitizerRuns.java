package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.contract.BackendContract;
import dev.pulmu.contract.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Small training steps, and bugs made for it, under the compiler's sanitizers. Too slow for every
 * build: {@code sanitize.sh} runs it.
 */
@OnHost
class SanitizerRuns {
  /** Every kernel, every loss, clipping, averages, accumulated batches, frozen blocks. */
  private static final List<String> ROWS = List.of(
      "everything by the book",
      "bounded activations by PyTorch",
      "squares of numbers",
      "yes or no",
      "accumulated with dropout",
      "all accumulated and half frozen");

  @TempDir
  private Path temporary;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void trainingIsClean(HostBuild build) throws Exception {
    try (HostTape tape = new HostTape(temporary.resolve("training"))) {
      BackendContract contract = contract(tape);
      for (String name : ROWS) {
        Row row = Row.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
        contract.eachStepIsThatOfTheReference(row);
        contract.evaluationIsThatOfTheReference(row);
      }
      assertThat(tape.kernels().stream().map(Kernel::name))
          .contains("gather", "matmul", "forward", "backward", "loss", "gradient", "update", "use");
      Output output = replay(build, tape, HostKernels::resource);
      assertThat(output.text()).matches("[1-9][0-9]* launches\n");
      assertThat(output.status()).isZero();
      System.err.println("sanitized (" + build + "): " + output.text().strip());
    }
  }

  private static BackendContract contract(HostTape tape) {
    return new BackendContract() {
      @Override
      public Backend backend() {
        return HostBackend.on(
            () -> HostGpu.recorded(Order.UPWARDS, false, HostKernels::resource, tape),
            Products.OWN);
      }
    };
  }

  @Test
  void readsOutOfBoundsAreFound() throws Exception {
    assertFound(HostBuild.ADDRESS, "y[0] = y[64];", "heap-buffer-overflow");
    assertFound(
        HostBuild.ADDRESS,
        "extern __shared__ float smem[]; y[0] = smem[64];",
        "heap-buffer-overflow");
    assertFound(
        HostBuild.ADDRESS,
        "__shared__ float s[64]; s[threadIdx.x] = 1; y[0] = s[threadIdx.x + 1];",
        "index 64 out of bounds");
  }

  @Test
  void undefinedBehaviourIsFound() throws Exception {
    assertFound(HostBuild.ADDRESS, "y[0] = 1 << (40 + (int)y[1]);", "shift exponent 41");
    assertFound(HostBuild.ADDRESS, "y[0] = ((float4*)(y + 1))->x;", "misaligned address");
  }

  @Test
  void missingBarriersAreFound() throws Exception {
    String write = "__shared__ float s[64]; s[threadIdx.x] = 1;";
    String read = "y[threadIdx.x] = s[threadIdx.x ^ 1];";
    assertFound(HostBuild.THREAD, write + read, "data race");
    assertFound(
        HostBuild.THREAD, write + "__syncthreads();" + read + "s[threadIdx.x] = 2;", "data race");
    assertFound(
        HostBuild.THREAD,
        "extern __shared__ float smem[]; smem[threadIdx.x] = 1;"
            + "__shfl_xor_sync(0xffffffffu, 0, 1); y[threadIdx.x] = smem[threadIdx.x ^ 1];",
        "data race");
  }

  @Test
  void barriersAreNoRaces() throws Exception {
    String text = "extern \"C\" __global__ void test(float* y) { __shared__ float s[64];"
        + "for (int i = 0; i < 9; i++) { s[threadIdx.x] = i; __syncwarp();"
        + "y[threadIdx.x] += s[threadIdx.x ^ 1]; __syncthreads();"
        + "y[threadIdx.x] += s[63 - threadIdx.x]; __syncthreads(); } }";
    Output output = replayed(HostBuild.THREAD, text);
    assertThat(output.text()).isEqualTo("1 launches\n");
    assertThat(output.status()).isZero();
  }

  private void assertFound(HostBuild build, String statements, String message) throws Exception {
    Output output =
        replayed(build, "extern \"C\" __global__ void test(float* y) {" + statements + "}");
    assertThat(output.text()).contains(message).contains("test.cu:1");
    assertThat(output.status()).isNotZero();
  }

  private Output replayed(HostBuild build, String text) throws Exception {
    try (HostTape tape = new HostTape(temporary.resolve("bug"));
        Bench bench = new Bench(text, tape)) {
      long y = bench.put(64);
      try {
        bench.gpu.launch(bench.kernel, 2, 1, 64, 256, y);
      } catch (GpuException foundAtOnce) {
        // The tape has it nevertheless, and the sanitizer is to find it too
      }
      bench.free(y);
      return replay(build, tape, Bench.texts(text));
    }
  }

  private record Output(int status, String text) {}

  private static Output replay(HostBuild build, HostTape tape, UnaryOperator<String> texts)
      throws IOException, InterruptedException {
    HostKernels kernels = new HostKernels(texts);
    List<String> command = new ArrayList<>();
    // ThreadSanitizer wants its addresses where they are without randomization
    command.addAll(List.of("setarch", "--addr-no-randomize"));
    command.addAll(List.of(build.replay().toString(), tape.written().toString()));
    tape.kernels().parallelStream()
        .map(kernel -> kernels.library(kernel, build).toString())
        .forEachOrdered(command::add);
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("ASAN_OPTIONS", "detect_leaks=0");
    process.environment().put("UBSAN_OPTIONS", "print_stacktrace=1");
    process.environment().put("TSAN_OPTIONS", "halt_on_error=1 history_size=0");
    Process running = process.start();
    String text = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(running.waitFor(), text);
  }
}
