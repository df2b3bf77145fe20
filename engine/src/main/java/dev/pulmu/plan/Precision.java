package dev.pulmu.plan;

/** How exact matrix products are; all else is in single precision. */
public enum Precision {
  /** IEEE single precision: 24 bits. */
  FP32,
  /**
   * NVIDIA's TF32: factors may be rounded to 11 bits before they are multiplied, sums are in single
   * precision. For GPUs only, and only where it is asked for.
   */
  TF32
}
