package dev.pulmu.backend.nd4j;

import dev.pulmu.layout.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes ND4J arrays of weights and answers, for programs that compute with ND4J. */
public final class Nd4jArrays {
  private Nd4jArrays() {}

  /** A copy (rows, columns); this loads ND4J's natives. */
  public static INDArray of(Matrix matrix) {
    return Nd4j.createFromArray(matrix.values()).reshape(matrix.rows(), matrix.columns());
  }
}
