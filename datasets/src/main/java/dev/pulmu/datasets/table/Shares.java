package dev.pulmu.datasets.table;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the rows of one file are shared out: {@code 0.8/0.1/0.1} to train on, to validate on and to
 * test with, or {@code 0.8/0.2} without rows to validate on.
 *
 * @param train above 0
 * @param validation at least 0
 * @param test at least 0; all three together are 1
 */
public record Shares(double train, double validation, double test) {
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
}
