package dev.pulmu.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What of {@link Matrix} wants ND4J's natives. */
class MatrixArrayTest {
  @Test
  void arrayIsACopyInRowsAndColumns() {
    Matrix matrix = new Matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});
    INDArray array = matrix.toArray();
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.getFloat(1, 0)).isEqualTo(4);
    array.putScalar(1, 0, 9);
    assertThat(matrix.at(1, 0)).isEqualTo(4);
  }

  @Test
  void singleNumberIsAMatrixToo() {
    assertThat(new Matrix(1, 1, new float[] {7}).toArray().shape()).containsExactly(1, 1);
  }
}
