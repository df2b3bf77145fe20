package dev.pulmu.backend.cuda;

import static org.bytedeco.cuda.global.cublas.*;

import java.util.List;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.FloatPointer;

/** Matrix products by cuBLAS, through JavaCPP's presets. */
final class Blas implements AutoCloseable {
  private static final long MIB = 1L << 20;

  private final cublasContext context = new cublasContext();
  private final FloatPointer zero = new FloatPointer(0f);
  private final FloatPointer one = new FloatPointer(1f);
  private int mode = CUBLAS_DEFAULT_MATH;

  /** An address of the device, which is none of the host. */
  private static final class Device extends FloatPointer {
    private static final long serialVersionUID = 1;

    Device(long address) {
      this.address = address;
    }
  }

  /**
   * Loads the library.
   *
   * @throws GpuException if it is missing: where it was looked for, and what to install
   */
  static void load() {
    String version = ".so." + Libraries.cuda();
    Libraries.load(cublas.class, List.of("libcublasLt" + version, "libcublas" + version));
  }

  /** Its version: {@code 13.1.0}. */
  static String version() {
    StringBuilder version = new StringBuilder();
    for (int part = 0; part < 3; part++) {
      int[] number = new int[1];
      check(cublasGetProperty(part, number), "asking for its version");
      version.append(part == 0 ? "" : ".").append(number[0]);
    }
    return version.toString();
  }

  /**
   * Opens it for a stream.
   *
   * @param gpu gives the workspace and frees it
   */
  Blas(Gpu gpu, CUstream_st stream) {
    check(cublasCreate_v2(context), "opening");
    try {
      check(cublasSetStream_v2(context, stream), "setting the stream");
      // As large as cuBLAS's own; its own would be allocated inside a capture.
      long bytes = (gpu.info().major() >= 9 ? 32 : 8) * MIB;
      long workspace = gpu.allocate(bytes);
      check(cublasSetWorkspace_v2(context, new Device(workspace), bytes), "setting the workspace");
      check(cublasSetMathMode(context, mode), "setting the math mode");
    } catch (GpuException e) {
      cublasDestroy_v2(context);
      throw e;
    }
  }

  void multiply(Gpu.Product product) {
    int wanted = product.tf32() ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH;
    if (wanted != mode) {
      check(cublasSetMathMode(context, wanted), "setting the math mode");
      mode = wanted;
    }
    // cuBLAS counts by columns: what it takes for B', A' and C' are our rows of B, A and C.
    int m = product.m();
    int n = product.n();
    int k = product.k();
    check(
        cublasSgemm_v2(
            context,
            product.bTransposed() ? CUBLAS_OP_T : CUBLAS_OP_N,
            product.aTransposed() ? CUBLAS_OP_T : CUBLAS_OP_N,
            n,
            m,
            k,
            one,
            new Device(product.b()),
            product.bTransposed() ? k : n,
            new Device(product.a()),
            product.aTransposed() ? m : k,
            product.add() ? one : zero,
            new Device(product.c()),
            n),
        "multiplying");
  }

  @Override
  public void close() {
    zero.deallocate();
    one.deallocate();
    check(cublasDestroy_v2(context), "closing");
  }

  private static void check(int result, String doing) {
    if (result != CUBLAS_STATUS_SUCCESS) {
      throw new GpuException(
          "cuBLAS: " + doing + ": " + cublasGetStatusName(result).getString() + ", "
              + cublasGetStatusString(result).getString());
    }
  }
}
