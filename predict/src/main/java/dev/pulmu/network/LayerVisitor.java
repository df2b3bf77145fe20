package dev.pulmu.network;

/**
 * What someone makes of a layer: one method a kind, so that the compiler lists everyone when a kind
 * joins.
 *
 * @param <R> what is made of it
 */
public interface LayerVisitor<R> {
  R dense(Dense dense);

  R batchNorm(BatchNorm batchNorm);

  R activation(ElementFunction activation);

  R dropout(Dropout dropout);
}
