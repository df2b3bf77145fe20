package dev.pulmu.metrics;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import java.util.List;
import java.util.Locale;

/** Checks what figures are asked of. */
final class Inputs {
  private Inputs() {}

  static void require(Matrix came, Targets wanted, List<String> names) {
    int rows = wanted.samples();
    int columns = wanted.outputs();
    if (rows == 0 || came.rows() != rows || came.columns() != columns || names.size() != columns) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "metrics want a prediction for each target and at least one row, came %d×%d predictions,"
              + " %d×%d targets and %d names",
          came.rows(),
          came.columns(),
          rows,
          columns,
          names.size()));
    }
    requireNumbers("predictions", came.values(), columns);
    if (wanted instanceof Values values) {
      requireNumbers("targets", values.values(), columns);
    }
  }

  private static void requireNumbers(String what, float[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "metrics want numbers as %s, row %d (the first is 0) has NaN in column %d",
            what,
            i / columns,
            i % columns));
      }
    }
  }

  static float[] column(Matrix matrix, int column) {
    float[] values = new float[matrix.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = matrix.at(row, column);
    }
    return values;
  }
}
