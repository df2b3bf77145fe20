package dev.pulmu.network;

/**
 * Code that treats each kind of layer in its own way: one method a kind, so that the compiler lists
 * every such place when a kind is added.
 *
 * @param <R> what the methods return
 */
public interface LayerVisitor<R> {
  R dense(Dense dense);

  R batchNorm(BatchNorm batchNorm);

  R activation(ElementFunction activation);

  R dropout(Dropout dropout);
}
