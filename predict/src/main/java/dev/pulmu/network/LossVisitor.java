package dev.pulmu.network;

/**
 * Code that treats each family of losses in its own way: one method a family, so that the compiler
 * lists every such place when a family is added, and none is taken for another.
 *
 * @param <R> what the methods return
 */
public interface LossVisitor<R> {
  R softmax(SoftmaxCrossEntropy loss);

  R elements(ElementLoss loss);
}
