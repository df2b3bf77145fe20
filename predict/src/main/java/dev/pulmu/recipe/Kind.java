package dev.pulmu.recipe;

/** What a column of a table holds, and so what becomes of it. */
public enum Kind {
  /** Numbers, which are standardised. */
  NUMBER,
  /** Words out of a few, each of which gets a feature. */
  CATEGORY,
  /** Two words for no and yes, which become 0 and 1. */
  YES_NO,
  /** Whole numbers from 0 to 255, such as pixels, which stay bytes. */
  BYTE,
  /** What tells rows apart; kept beside predictions, no feature. */
  ID,
  /** Nothing that is used. */
  SKIP
}
