package dev.pulmu.layout;

/** The purpose of a persistent tensor; tensors of one role lie together, in this order. */
public enum Role {
  /** Moved by the optimizer; tensors under weight decay come first. */
  WEIGHT,
  /** Kept by the optimizer beside each weight. */
  SLOT,
  /** The moving average of a weight. */
  EMA,
  /**
   * Kept by a layer or an average: running means and variances, and how much of their start is
   * still in them.
   */
  STATISTIC
}
