package dev.pulmu.recipe;

/** What becomes of a number that a row lacks. */
public enum Missing {
  /** It counts as the mean of the training rows; a feature of its own says that it was missing. */
  MEAN,
  /** It is an error. */
  REFUSE,
  /** Its row is left out, and counted. */
  SKIP
}
