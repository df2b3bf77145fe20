package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.ValidationRows;
import dev.pulmu.files.DataException;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Shares the rows of one file out by a seed: of each class its share, but never its last row that
 * could be trained on.
 */
record TableSplit(int[] train, int[] validation, int[] test) {
  static TableSplit of(String file, Targets targets, Shares shares, long seed) {
    int rows = targets.samples();
    int[] all = IntStream.range(0, rows).toArray();
    int test = count(shares.test(), rows);
    int validation = count(shares.validation(), rows);
    long classes = ValidationRows.STRATIFIED.present(all, targets);
    if (rows - test - validation < classes) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: %d rows%s cannot be split %s: that takes %d to validate on and %d to test with; give"
              + " more rows, another split, or files of their own",
          file,
          rows,
          classes > 1 ? " of " + classes + " classes" : "",
          shares.text(),
          validation,
          test));
    }
    int[] testRows = draw(all, test, targets, seed, 0);
    int[] rest = without(all, testRows);
    int[] validationRows = draw(rest, validation, targets, seed, 1);
    return new TableSplit(without(rest, validationRows), validationRows, testRows);
  }

  /** Whole rows, at least one where some are wanted. */
  private static int count(double share, int rows) {
    return share == 0 ? 0 : (int) Math.max(1, Math.round(share * rows));
  }

  private static int[] draw(int[] rows, int count, Targets targets, long seed, int step) {
    return count == 0
        ? new int[0]
        : ValidationRows.STRATIFIED.draw(
            rows, count, targets, new Draws(seed, Use.TABLE_SPLIT, 0, step));
  }

  private static int[] without(int[] rows, int[] taken) {
    return Arrays.stream(rows)
        .filter(row -> Arrays.binarySearch(taken, row) < 0)
        .toArray();
  }
}
