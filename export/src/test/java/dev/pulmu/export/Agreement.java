package dev.pulmu.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.layout.Matrix;

/** Whether answers are those of {@code Inference}, whose sums have another order. */
final class Agreement {
  /** Of 1, or of a number where that is larger: some hundred roundings of 32-bit floats. */
  private static final double TOLERANCE = 1e-5;

  private Agreement() {}

  /** Checks numbers, and classes but where two share the first place. */
  static void check(float[][] came, Matrix wanted) {
    assertThat(came).hasNumberOfRows(wanted.rows());
    for (int row = 0; row < came.length; row++) {
      int largest = 0;
      for (int column = 0; column < came[row].length; column++) {
        check(came[row][column], wanted.at(row, column), row, column);
        largest = came[row][column] > came[row][largest] ? column : largest;
      }
      float best = wanted.at(row, wanted.largest(row));
      if (best - wanted.at(row, largest) > TOLERANCE * Math.max(1, Math.abs(best))) {
        assertThat(largest).as("class of row %d", row).isEqualTo(wanted.largest(row));
      }
    }
  }

  static void check(double came, double wanted, int row, int column) {
    if (!(Math.abs(came - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted)))) {
      assertThat(came).as("row %d, column %d", row, column).isEqualTo(wanted);
    }
  }
}
