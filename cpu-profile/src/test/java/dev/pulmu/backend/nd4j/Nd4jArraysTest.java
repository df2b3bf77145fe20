package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.layout.Matrix;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jArraysTest {
  @Test
  void arrayIsACopyInRowsAndColumns() {
    Matrix matrix = new Matrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});
    INDArray array = Nd4jArrays.of(matrix);
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.getFloat(1, 0)).isEqualTo(4);
    array.putScalar(1, 0, 9);
    assertThat(matrix.at(1, 0)).isEqualTo(4);
  }

  @Test
  void singleNumberIsAMatrixToo() {
    assertThat(Nd4jArrays.of(new Matrix(1, 1, new float[] {7})).shape()).containsExactly(1, 1);
  }
}
