package dev.pulmu.random;

/**
 * What a random number is for, so that no two uses ever share bits. The order is part of every
 * seeded result: append only.
 */
public enum Use {
  INITIAL_WEIGHTS,
  SHUFFLE,
  DROPOUT,
  VALIDATION_SPLIT,
  SYNTHETIC_DIGITS,
  SAMPLE,
  SEARCH,
  STUDY,
  FOLDS,
  TABLE_SPLIT
}
