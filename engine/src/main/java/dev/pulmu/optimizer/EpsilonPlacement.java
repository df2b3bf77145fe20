package dev.pulmu.optimizer;

/**
 * The place of ε in the denominator √s + ε, which keeps a step finite. Sources differ, and at equal
 * ε so do their steps: inside the root, an ε of 1e-8 is worth 1e-4 outside.
 */
public enum EpsilonPlacement {
  /** √s + ε, with s after its bias correction: the papers, PyTorch. */
  OUTSIDE,
  /** √(s + ε), with s after its bias correction: Keras' RMSProp and AdaGrad, some lectures. */
  INSIDE,
  /**
   * √s + ε with s before its bias correction, which moves into the rate (the "ε̂" of Kingma and
   * Ba's section 2): Adam in Keras, DL4J and the book. Without a correction the same as
   * {@link #OUTSIDE}.
   */
  HAT;

  /** The denominator of a device text. */
  String denominator(String square) {
    return this == INSIDE ? "sqrtf(" + square + " + epsilon)" : "(sqrtf(" + square + ") + epsilon)";
  }

  /** Its twin on the host. */
  float denominator(float square, float epsilon) {
    return this == INSIDE
        ? (float) Math.sqrt(square + epsilon)
        : (float) Math.sqrt(square) + epsilon;
  }
}
