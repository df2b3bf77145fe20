package dev.pulmu.datasets;

/** The three lists of rows of a {@link Dataset}; no row is in two of them. */
public enum Split {
  /** Rows that the optimizer learns from. */
  TRAIN,
  /**
   * Rows held back from the training rows, to choose by; empty until {@link Dataset#withValidation}
   * draws some.
   */
  VALIDATION,
  /** Rows that only judge the result. */
  TEST
}
