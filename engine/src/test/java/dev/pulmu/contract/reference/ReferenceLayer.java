package dev.pulmu.contract.reference;

/**
 * y(B,O) = dropout(relu(batchNorm(x(B,I) · w(I,O) + b(O)))), as plain values. Its arrays are found
 * by name: {@code NAME.w}, then {@code NAME.b}, or with batch norm {@code NAME.gamma},
 * {@code NAME.beta}, {@code NAME.runningMean}, {@code NAME.runningVariance} and
 * {@code NAME.runningWeight}.
 *
 * @param name what its arrays are called by
 * @param inputs I
 * @param outputs O
 * @param batchNorm whether batch norm takes the place of b
 * @param epsilon ε under the root of batch norm
 * @param momentum decay of the running statistics
 * @param relu whether f(x) = max(x, 0) follows, or nothing
 * @param dropout probability; 0 for none
 */
public record ReferenceLayer(
    String name,
    int inputs,
    int outputs,
    boolean batchNorm,
    double epsilon,
    double momentum,
    boolean relu,
    double dropout) {}
