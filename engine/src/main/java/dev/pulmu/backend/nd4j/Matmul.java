package dev.pulmu.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The three products of a dense layer on row-major arrays. ND4J's gemm writes column-major results
 * only without a copy, so each product is asked for transposed: a transposed view of a row-major
 * array is column-major.
 */
final class Matmul {
  private Matmul() {}

  /** u(B,O) = x(B,I) · w(I,O). */
  static void forward(INDArray x, INDArray w, INDArray u) {
    Nd4j.gemm(w.transpose(), x.transpose(), u.transpose(), false, false, 1, 0);
  }

  /** dw(I,O) = x(B,I)ᵀ · du(B,O). */
  static void weightGradient(INDArray x, INDArray du, INDArray dw) {
    Nd4j.gemm(du.transpose(), x, dw.transpose(), false, false, 1, 0);
  }

  /** dx(B,I) = du(B,O) · w(I,O)ᵀ. */
  static void inputGradient(INDArray du, INDArray w, INDArray dx) {
    Nd4j.gemm(w, du.transpose(), dx.transpose(), false, false, 1, 0);
  }
}
