package dev.pulmu.contract.reference;

/**
 * y(B,O) = dropout(f(batchNorm(x(B,I) · w(I,O) + b(O)))), as plain values. Its arrays are found by
 * name: {@code NAME.w}, then {@code NAME.b}, or with batch norm {@code NAME.gamma},
 * {@code NAME.beta}, {@code NAME.runningMean}, {@code NAME.runningVariance} and
 * {@code NAME.runningWeight}.
 *
 * @param name what its arrays are called by
 * @param inputs I
 * @param outputs O
 * @param batchNorm whether batch norm takes the place of b
 * @param epsilon ε under the root of batch norm
 * @param momentum decay of the running statistics
 * @param unbiased whether the running variance takes in the unbiased variance of a batch
 * @param activation name of f: {@code relu}, {@code identity}
 * @param dropout probability; 0 for none
 * @param book whether dropout scales in use, by 1 − p, and not in training, by 1 / (1 − p)
 * @param frozen whether its weights have no slopes and no penalty
 */
public record ReferenceLayer(
    String name,
    int inputs,
    int outputs,
    boolean batchNorm,
    double epsilon,
    double momentum,
    boolean unbiased,
    String activation,
    double dropout,
    boolean book,
    boolean frozen) {
  /** A layer that is not frozen. */
  public ReferenceLayer(
      String name,
      int inputs,
      int outputs,
      boolean batchNorm,
      double epsilon,
      double momentum,
      boolean unbiased,
      String activation,
      double dropout,
      boolean book) {
    this(
        name,
        inputs,
        outputs,
        batchNorm,
        epsilon,
        momentum,
        unbiased,
        activation,
        dropout,
        book,
        false);
  }
}
