package dev.pulmu.network;

/**
 * What someone makes of a loss: one method a family, so that the compiler lists everyone when a
 * family joins, and nobody takes one for another.
 *
 * @param <R> what is made of it
 */
public interface LossVisitor<R> {
  R softmax(SoftmaxCrossEntropy loss);

  R elements(ElementLoss loss);
}
