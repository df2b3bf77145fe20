package dev.pulmu.backend.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns the result of a call of the driver into a {@link GpuException}, unless it is success. */
final class DriverResult {
  /** The errors of kernels, which the driver reports to the next call that waits for them. */
  private static final Set<Integer> FAULTS = Set.of(
      CUDA_ERROR_ILLEGAL_ADDRESS,
      CUDA_ERROR_LAUNCH_TIMEOUT,
      CUDA_ERROR_ASSERT,
      CUDA_ERROR_HARDWARE_STACK_ERROR,
      CUDA_ERROR_ILLEGAL_INSTRUCTION,
      CUDA_ERROR_MISALIGNED_ADDRESS,
      CUDA_ERROR_INVALID_ADDRESS_SPACE,
      CUDA_ERROR_INVALID_PC,
      CUDA_ERROR_LAUNCH_FAILED);

  private DriverResult() {}

  /**
   * Text is put together on failure only: most calls succeed, and some are made often.
   *
   * @throws GpuException if it is not success: what was being done to what, the error's name and
   *     its text
   */
  static void check(int result, String doing, Object what) {
    if (result != CUDA_SUCCESS) {
      try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
        boolean named = cuGetErrorName(result, text) == CUDA_SUCCESS;
        String name = named ? text.get(BytePointer.class).getString() : "error " + result;
        boolean known = cuGetErrorString(result, text) == CUDA_SUCCESS;
        String meaning = known ? text.get(BytePointer.class).getString() : "unknown";
        String hint = hint(result, Boolean.getBoolean(Options.SYNC));
        throw new GpuException(doing + what + ": " + name + ", " + meaning + hint);
      }
    }
  }

  /** How to learn which kernel it was; empty where it was none, or nodes run one by one. */
  static String hint(int result, boolean oneByOne) {
    return FAULTS.contains(result) && !oneByOne
        ? "; a kernel before this failed, and -D" + Options.SYNC + "=true names it"
        : "";
  }
}
