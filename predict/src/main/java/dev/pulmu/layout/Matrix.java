package dev.pulmu.layout;

import dev.pulmu.text.Numbers;
import java.util.Locale;

/**
 * A matrix of floats, row-major; the array is shared, not copied.
 *
 * @param rows first dimension
 * @param columns second dimension
 * @param values {@code rows × columns} numbers
 */
public record Matrix(int rows, int columns, float[] values) {
  public Matrix {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "a %d×%d matrix wants %d values, came %d",
          rows,
          columns,
          rows * columns,
          values.length));
    }
  }

  public float at(int row, int column) {
    return values[row * columns + column];
  }

  /** The column of a row's largest number, the first one if several are: an answer's class. */
  public int largest(int row) {
    int largest = 0;
    for (int column = 1; column < columns; column++) {
      if (at(row, column) > at(row, largest)) {
        largest = column;
      }
    }
    return largest;
  }

  @Override
  public String toString() {
    return rows + "×" + columns + " " + Numbers.few(values);
  }
}
