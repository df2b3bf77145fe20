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
 * How the rows of one file are shared out: {@code 0.8/0.1/0.1} to train on, to validate on and to
 * test with, or {@code 0.8/0.2} without rows to validate on.
 *
 * @param train above 0
 * @param validation at least 0
 * @param test at least 0; all three together are 1
 */
public record Shares(double train, double validation, double test) {
  /** Rows of one file, ascending. */
  record Rows(int[] train, int[] validation, int[] test) {}

  public static final Shares DEFAULT = new Shares(0.8, 0, 0.2);

  private static final String FORM = "a split wants the form 0.8/0.1/0.1 or 0.8/0.2, shares that"
      + " are 1 together, the first above 0";

  public Shares {
    boolean isWhole = Math.abs(train + validation + test - 1) < 1e-9;
    if (!(train > 0 && validation >= 0 && test >= 0 && isWhole)) {
      throw new IllegalArgumentException(
          FORM + ", came " + train + ", " + validation + " and " + test);
    }
  }

  /** @throws IllegalArgumentException saying what was wanted and what came */
  public static Shares parse(String text) {
    String[] parts = text.strip().split("/", -1);
    boolean plain = Arrays.stream(parts).allMatch(p -> p.strip().matches("[0-9]*[.]?[0-9]+|1\\."));
    if (!plain || parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(FORM + ", came '" + text.strip() + "'");
    }
    double[] shares =
        Arrays.stream(parts).map(String::strip).mapToDouble(Double::parseDouble).toArray();
    return parts.length == 2
        ? new Shares(shares[0], 0, shares[1])
        : new Shares(shares[0], shares[1], shares[2]);
  }

  /** What {@link #parse} reads back. */
  public String text() {
    return validation == 0
        ? String.format(Locale.ROOT, "%s/%s", train, test)
        : String.format(Locale.ROOT, "%s/%s/%s", train, validation, test);
  }

  /**
   * Shares rows out by a seed: of each class its share, but never its last row that could be
   * trained on.
   *
   * @throws DataException if there are too few rows
   */
  Rows draw(String file, Targets targets, long seed) {
    int rows = targets.samples();
    int[] all = IntStream.range(0, rows).toArray();
    int tested = count(test, rows);
    int validated = count(validation, rows);
    long classes = ValidationRows.STRATIFIED.present(all, targets);
    if (rows - tested - validated < classes) {
      throw new DataException(String.format(
          Locale.ROOT,
          "%s: %d rows%s cannot be split %s: that takes %d to validate on and %d to test with; give"
              + " more rows, another split, or files of their own",
          file,
          rows,
          classes > 1 ? " of " + classes + " classes" : "",
          text(),
          validated,
          tested));
    }
    int[] testRows = draw(all, tested, targets, seed, 0);
    int[] rest = without(all, testRows);
    int[] validationRows = draw(rest, validated, targets, seed, 1);
    return new Rows(without(rest, validationRows), validationRows, testRows);
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
